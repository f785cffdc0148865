using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

public class KSparseAutoencoderTests
{
    private static readonly KSparseAutoencoderOptions Small =
        new() { CodeSize = 64, K = 8, BatchSize = 32, Epochs = 20, LearningRate = 3e-3 };

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(30)]
    [InlineData(31)]
    public void TheKLargestOfEachRowStay(int k)
    {
        manual_seed(k);
        var z = randn(20, 31);
        var (before, after) = (z.data<float>().ToArray(), SparsityLosses.KeepLargest(z, k).data<float>().ToArray());
        for (var row = 0; row < 20; row++)
        {
            var kept = Enumerable.Range(0, 31).OrderByDescending(j => before[row * 31 + j]).Take(k).ToHashSet();
            for (var j = 0; j < 31; j++) Assert.Equal(kept.Contains(j) ? before[row * 31 + j] : 0, after[row * 31 + j]);
        }
    }

    [Fact]
    public void OfEqualValuesTheFirstStay()
    {
        float[] Kept(int k, params float[] z) => SparsityLosses.KeepLargest(tensor(z, [1, z.Length]), k).data<float>().ToArray();
        Assert.Equal([2, 2, 0, 0, 0], Kept(2, 2, 2, 2, 1, 2));
        Assert.Equal([0, 5, 3, 0, 0], Kept(2, 3 - 1, 5, 3, 3, 3));
        Assert.Equal([-1, -1, 0], Kept(2, -1, -1, -1));
        Assert.Equal([0, 0, 0], Kept(0, 1, 2, 3));
        Assert.Contains("from 0 to the 3 units", Assert.Throws<ArgumentOutOfRangeException>(() => Kept(4, 1, 2, 3)).Message);
    }

    [Fact]
    public void DroppedUnitsGetNoGradient()
    {
        manual_seed(0);
        var z = randn([10, 12], float64).requires_grad_();
        var weights = randn([10, 12], float64);
        var kept = SparsityLosses.KeepLargest(z, 4);
        (kept.square() * weights).sum().backward();
        var expected = 2 * kept.detach() * weights; // 0 where dropped
        Assert.True(z.grad!.allclose(expected));
        Assert.Equal(40, (z.grad != 0).sum().ToInt64());

        // And so the directions that no row of a batch uses stay where they are.
        using var network = new KSparseNetwork(6, new KSparseAutoencoderOptions { CodeSize = 12, K = 1, TiedWeights = false });
        network.train();
        var x = randn(3, 6);
        (network.call(x) - x).square().sum().backward();
        var used = (network.Encode(x) != 0).any(0);
        var moved = (network.get_parameter("encoder.weight")!.grad! != 0).any(1);
        Assert.True(moved.equal(used).all().ToBoolean());
        Assert.InRange(used.sum().ToInt64(), 1, 3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ExactlyKUnitsAreActiveInTrainingAndAlphaKAfterwards(bool tied)
    {
        var (train, test, _) = Toy.Digits(0, trainRows: 300, testRows: 200);
        using var detector = new KSparseAutoencoder(Small with { Alpha = 1.5, TiedWeights = tied, Epochs = 4 });
        detector.Fit(train);
        void Active(Tensor z, long expected) => Assert.All((z != 0).sum(1).data<long>().ToArray(), count => Assert.Equal(expected, count));
        Active(detector.Encode(test), 12);
        detector.Network.train();
        Active(detector.Network.Encode(test), 8);
        detector.Network.K = 20;
        Active(detector.Network.Encode(test), 20);
        detector.Network.eval();
        Active(detector.Network.Encode(test), 12);
        Assert.Equal(tied, detector.Network.named_parameters().All(one => one.name != "decoder.weight"));
    }

    [Fact]
    public void KFallsInEqualStepsToWhatIsWanted()
    {
        Assert.Equal([100, 78, 55, 33, 10, 10, 10], Enumerable.Range(0, 7).Select(epoch => SparsityLosses.Annealed(epoch, 4, 100, 10)));
        Assert.Equal([10, 10], Enumerable.Range(0, 2).Select(epoch => SparsityLosses.Annealed(epoch, 0, 100, 10)));

        // Weights that hardly move: the loss of an epoch tells with which k it was trained.
        var (train, _, _) = Toy.Parabola(0, rows: 64);
        using var detector = new KSparseAutoencoder(
            new KSparseAutoencoderOptions { CodeSize = 20, K = 4, Epochs = 8, BatchSize = 64, Annealing = 0.5, LearningRate = 1e-12 });
        detector.Fit(train);
        detector.Network.train();
        double LossWith(int k)
        {
            detector.Network.K = k;
            return nn.functional.mse_loss(detector.Network.call(train), train).ToDouble();
        }
        foreach (var (k, loss) in new[] { 20, 16, 12, 8, 4, 4, 4, 4 }.Zip(detector.History.Loss)) Assert.Equal(LossWith(k), loss, 1e-6);
        Assert.True(Math.Abs(LossWith(20) - LossWith(4)) > 1e-3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Kind", "Training")]
    public void FindsOtherDigitsThanThoseItKnows(int seed)
    {
        var options = Small with { Seed = seed, TiedWeights = seed != 1 };
        Trained.Beats(
            new KSparseAutoencoder(options), new KSparseAutoencoder(options with { Epochs = 0 }),
                Toy.Digits(seed, trainRows: 1000, testRows: 1000),
            atLeast: 0.95, overUntrained: 0.2, overBaseline: 0.1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Kind", "Training")]
    public void TheErrorOfDetectionFallsThenRisesInK(int seed)
    {
        // Rows are sums of 3 of 24 directions in 16 dimensions; anomalies are sums of 9. One direction explains neither, all of them both.
        var (train, test, isAnomaly) = SumsOfFew(seed);
        double Error(int k) => 1 - Trained.Auroc(
            new KSparseAutoencoder(
                new KSparseAutoencoderOptions { CodeSize = 24, K = k, Epochs = 60, BatchSize = 64, LearningRate = 5e-3, Seed = seed }),
                train, test, isAnomaly);
        var (few, right, all) = (Error(1), Error(4), Error(24));
        Assert.True(right < few - 0.02 && right < all - 0.05, $"error with k = 1: {few}, 4: {right}, 24: {all}");
    }

    [Fact]
    public void ItsLossFallsAndItsWeightsMove() => Trained.Learns(
        new KSparseAutoencoder(Small with { Epochs = 8, Annealing = 0 }), new KSparseAutoencoder(Small with { Epochs = 0 }),
            Toy.Digits(0, trainRows: 400, testRows: 100).Train, lossFallsTo: 0.7);

    [Fact]
    public void BadOptionsAreNamed()
    {
        void Bad(string option, Func<KSparseAutoencoderOptions> make) =>
            Assert.Contains(option, Assert.Throws<ArgumentOutOfRangeException>(make).Message);
        Bad("K", () => Small with { K = 0 });
        Bad("Alpha", () => Small with { Alpha = 0.9 });
        Bad("Annealing", () => Small with { Annealing = 1.1 });
        using var detector = new KSparseAutoencoder(Small with { K = 65 });
        Assert.Contains("K is 65, but there are only 64 units", Assert.Throws<ArgumentException>(() => detector.Fit(rand(10, 4))).Message);
        using var patient = new KSparseAutoencoder(Small with { Patience = 2 });
        Assert.Contains("ValidationShare", Assert.Throws<ArgumentException>(() => patient.Fit(rand(10, 4))).Message);
    }

    private static (Tensor Train, Tensor Test, bool[] IsAnomaly) SumsOfFew(int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)(500 + seed));
        var directions = nn.functional.normalize(randn([24, 16], generator: generator), dim: 1);
        Tensor Sums(int rows, int count, double length)
        {
            var chosen = SparsityLosses.KeepLargest(rand([rows, 24], generator: generator) + 1, count) > 0;
            var weights = where(chosen, rand([rows, 24], generator: generator) + 0.5, zeros(rows, 24));
            return weights.mm(directions) * length + 0.02 * randn([rows, 16], generator: generator);
        }
        // The same mean length of both: length alone tells nothing.
        var (train, normal, other) = (Sums(1500, 3, 1), Sums(300, 3, 1), Sums(300, 9, Math.Sqrt(3.0 / 9)));
        return (train.MoveToOuterDisposeScope(), cat([normal, other], 0).MoveToOuterDisposeScope(),
            [.. Enumerable.Range(0, 600).Select(row => row >= 300)]);
    }
}
