using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

public class ConditionalVariationalAutoencoderTests
{
    private static readonly ConditionalVariationalAutoencoderOptions Small = new()
    {
        ConditionColumns = [-2, -1],
        HiddenSizes = [16],
        CodeSize = 1,
        Activation = Activation.Tanh,
        Epochs = 30,
        BatchSize = 32,
        LearningRate = 5e-3,
    };

    /// <summary>Rows of two classes that lie apart, three features each, then the class in two columns; the second class is rare.</summary>
    private static Tensor Classes(int seed, int first, int second, bool swapped = false)
    {
        using var generator = new Generator((ulong)seed);
        Tensor Class(int rows, float centre, float[] label) =>
            cat([centre + 0.1 * randn([rows, 3], generator: generator), tensor(label).expand(rows, 2)], 1);
        return cat([Class(first, swapped ? 1 : 0, [1, 0]), Class(second, swapped ? 0 : 1, [0, 1])], 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Kind", "Training")]
    public void FindsWhatIsAnAnomalyOnlyInItsContext(int seed)
    {
        var train = Classes(seed, 360, 40);
        // Every value of the test rows is usual; in the anomalies it is that of the other class.
        var test = cat([Classes(100 + seed, 100, 100), Classes(200 + seed, 100, 100, swapped: true)], 0);
        bool[] isAnomaly = [.. Enumerable.Range(0, 400).Select(row => row >= 200)];
        double Auroc(AnomalyDetector detector, int columns)
        {
            using (detector)
            {
                detector.Fit(train[.., ..columns]);
                return Evaluation.Auroc(isAnomaly, detector.Score(test[.., ..columns]));
            }
        }
        var options = Small with { Seed = seed };
        var plain = new VariationalAutoencoderOptions
        {
            HiddenSizes = options.HiddenSizes,
            CodeSize = options.CodeSize,
            Activation = options.Activation,
            Epochs = options.Epochs,
            BatchSize = options.BatchSize,
            LearningRate = options.LearningRate,
            Seed = seed,
        };
        var conditional = Auroc(new ConditionalVariationalAutoencoder(options), 5);
        var untrained = Auroc(new ConditionalVariationalAutoencoder(options with { Epochs = 0 }), 5);
        var unconditional = Auroc(new VariationalAutoencoder(plain), 3);
        Assert.True(conditional > 0.98, $"{conditional}");
        Assert.True(conditional > untrained + 0.2, $"trained {conditional}, untrained {untrained}");
        Assert.True(unconditional < 0.65, $"without the condition {unconditional}");
    }

    [Fact]
    [Trait("Kind", "Training")]
    public void ARareConditionIsNoAnomaly()
    {
        var (train, test) = (Classes(1, 360, 40), Classes(2, 100, 100));
        using var conditional = new ConditionalVariationalAutoencoder(Small);
        conditional.Fit(train);
        var flagged = conditional.Predict(test);
        Assert.InRange(flagged.Skip(100).Count(flag => flag), 0, 30);
        Assert.True(conditional.History.Loss[^1] < conditional.History.Loss[0] - 1);
    }

    [Fact]
    [Trait("Kind", "Training")]
    public void TheConditionIsKeptAndDecides()
    {
        using var detector = new ConditionalVariationalAutoencoder(Small with { ConditionColumns = [3, 4] });
        var train = Classes(3, 200, 200);
        detector.Fit(train);
        Assert.Equal(3, detector.CodeSize);
        Assert.True(detector.Encode(train)[.., 1..].allclose(train[.., 3..]));
        var back = detector.Reconstruct(train);
        Assert.Equal([400, 5], back.shape);
        Assert.True(back[.., 3..].allclose(train[.., 3..]));

        // New rows under given conditions: z drawn from the prior, [z, y] decoded.
        using var generator = new Generator(4);
        var given = tensor(new float[] { 1, 0, 0, 1 }, 2, 2).repeat(50, 1);
        var drawn = detector.Decode(cat([randn([100, detector.Options.CodeSize], generator: generator), given], 1));
        Assert.True(drawn[.., 3..][0].allclose(tensor(new float[] { 1, 0 })));
        Assert.InRange(drawn[0][..3].mean().ToDouble(), -0.3, 0.3);
        Assert.InRange(drawn[1][..3].mean().ToDouble(), 0.7, 1.3);
    }

    [Fact]
    public void ColumnsMayStandAnywhere()
    {
        // The same network sees the same numbers in another order: only its first layer is drawn for other columns.
        var train = Classes(5, 60, 60);
        using var detector = new ConditionalVariationalAutoencoder(Small with { ConditionColumns = [0, 2], Epochs = 30 });
        using var order = tensor(new long[] { 3, 0, 4, 1, 2 });
        var mixed = train.index_select(1, order);
        detector.Fit(mixed);
        var back = detector.Reconstruct(mixed);
        Assert.True(back[.., 0].allclose(mixed[.., 0]) && back[.., 2].allclose(mixed[.., 2]));
        Assert.True((back - mixed).abs().mean().ToDouble() < 0.15);
    }

    [Fact]
    public void BadColumnsAreNamed()
    {
        Assert.Contains("ConditionColumns",
            Assert.Throws<ArgumentOutOfRangeException>(() =>
            new ConditionalVariationalAutoencoderOptions { ConditionColumns = [] }).Message);
        foreach (var columns in new int[][] { [5], [-6], [1, 1], [1, -4], [0, 1, 2, 3, 4] })
        {
            using var detector = new ConditionalVariationalAutoencoder(Small with { ConditionColumns = columns });
            Assert.Contains("ConditionColumns", Assert.Throws<ArgumentException>(() => detector.Fit(rand(10, 5))).Message);
        }
        // Only what is modelled must be in [0, 1].
        using var bernoulli = new ConditionalVariationalAutoencoder(Small with { Likelihood = Likelihood.Bernoulli, Epochs = 1 });
        bernoulli.Fit(cat([rand(10, 3), 5 * ones(10, 2)], 1));
        Assert.Contains("[0, 1]", Assert.Throws<ArgumentException>(() => bernoulli.Fit(5 * ones(10, 5))).Message);
    }
}
