using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>
/// Generated data, looked at over hundreds of seeds: nothing constant, nothing twice, and the anomalies can be found, but not
/// by looking at the brightness.
/// </summary>
public class GeneratorTests
{
    private const int Seeds = 300;

    public static TheoryData<string> Generators => ["vibration", "texture", "creditcard-twin"];

    private static Dataset Generate(string name, int seed, int rows, int anomalies) => name switch
    {
        "vibration" => Vibration.Generate(seed, rows, anomalies),
        "texture" => Texture.Generate(seed, rows, anomalies).Data,
        _ => CreditCardTwin.Generate(seed, rows, anomalies),
    };

    private static float[][] RowsOf(Dataset data) => [.. data.X.data<float>().ToArray().Chunk(data.Features)];

    private static bool[] Anomalies(Dataset data) => [.. data.Labels.Select(label => label == 1)];

    [Theory]
    [MemberData(nameof(Generators))]
    public void NoSeedIsDegenerate(string name)
    {
        var first = new HashSet<float>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var scope = NewDisposeScope();
            var data = Generate(name, seed, rows: 40, anomalies: 10);
            var rows = RowsOf(data);
            Assert.Equal(10, data.Labels.Count(label => label == 1));
            Assert.All(rows, row => Assert.All(row, value => Assert.True(float.IsFinite(value))));
            Assert.All(rows, row => Assert.True(row.Distinct().Count() > row.Length / 2, $"seed {seed}: a row is nearly constant"));
            for (var column = 0; column < data.Features; column++)
                Assert.True(rows.Select(row => row[column]).Distinct().Count() > 20, $"seed {seed}: column {column} is nearly constant");
            Assert.Equal(rows.Length, rows.Select(row => string.Join(' ', row)).Distinct().Count());
            Assert.True(first.Add(rows[0][1]), $"seed {seed} begins like an earlier one");
        }
    }

    [Theory]
    [MemberData(nameof(Generators))]
    public void TheSeedDecidesEverything(string name)
    {
        using var scope = NewDisposeScope();
        var before = RowsOf(Generate(name, 3, 20, 5));
        manual_seed(99);
        Assert.Equal(before, RowsOf(Generate(name, 3, 20, 5)));
        Assert.NotEqual(before, RowsOf(Generate(name, 4, 20, 5)));
    }

    [Theory]
    [MemberData(nameof(Generators))]
    public void SizesAreChecked(string name)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Generate(name, 0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Generate(name, 0, 5, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Generate(name, 0, 5, -1));
        Assert.Equal(5, Generate(name, 0, 5, 0).Count);
        Assert.Equal(5, Generate(name, 0, 5, 5).Count);
    }

    /// <summary>What gives the anomalies away to who knows the formula, and what must not: a single simple number.</summary>
    [Fact]
    public void AnomaliesCanBeFoundButNotAtAGlance()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            using var scope = NewDisposeScope();
            var vibration = Vibration.Generate(seed, 300, 100);
            var (windows, damaged) = (RowsOf(vibration), Anomalies(vibration));
            // The ringing at 3 kHz: power at that frequency, by Fourier's sum.
            Assert.InRange(Evaluation.Auroc(damaged, [.. windows.Select(Ringing)]), 0.8, 0.9999);
            Assert.InRange(Evaluation.Auroc(damaged, [.. windows.Select(row => (double)row.Average())]), 0.35, 0.65);

            var texture = Texture.Generate(seed, 300, 100);
            var (images, defect) = (RowsOf(texture.Data), Anomalies(texture.Data));
            Assert.InRange(Evaluation.Auroc(defect, [.. images.Select(row => (double)row.Average())]), 0.2, 0.8);

            var twin = CreditCardTwin.Generate(seed, 600, 100);
            var (payments, fraud) = (RowsOf(twin), Anomalies(twin));
            Assert.InRange(Evaluation.Auroc(fraud, [.. payments.Select(row => (double)-row[14])]), 0.85, 0.999);
            Assert.InRange(Evaluation.Auroc(fraud, [.. payments.Select(row => (double)row[^1])]), 0.2, 0.6);
        }
    }

    [Fact]
    public void MasksMarkTheDefectsAndNothingElse()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var scope = NewDisposeScope();
            var made = Texture.Generate(seed, 30, 20);
            var masks = made.Masks.data<float>().ToArray().Chunk(Texture.Side * Texture.Side).ToArray();
            for (var row = 0; row < 30; row++)
            {
                var covered = masks[row].Count(value => value == 1);
                Assert.Equal(masks[row].Length, covered + masks[row].Count(value => value == 0));
                if (made.Data.Labels[row] == 0) Assert.Equal(0, covered);
                else Assert.InRange(covered, 8, 130);
            }
        }
    }

    [Fact]
    public void TheTwinHasTheScalesOfTheRealSet()
    {
        var data = Datasets.Table("creditcard-twin");
        var rows = RowsOf(data).Where((_, i) => data.Labels[i] == 0).ToArray();
        double Deviation(int column) => Math.Sqrt(rows.Average(row => (double)row[column] * row[column]));
        Assert.InRange(Deviation(1), 1.85, 2.07); // V1: 1.96
        Assert.InRange(Deviation(28), 0.31, 0.35); // V28: 0.33
        var amounts = rows.Select(row => row[^1]).Order().ToArray();
        Assert.InRange(amounts[amounts.Length / 2], 21, 23);
        Assert.InRange(amounts.Average(), 78, 98);
        var times = RowsOf(data).Select(row => row[0]).ToArray();
        Assert.Equal(times.Order(), times);
        var nights = rows.Count(row => row[0] % 86_400 / 3600 is >= 1 and < 5);
        var afternoons = rows.Count(row => row[0] % 86_400 / 3600 is >= 13 and < 17);
        Assert.InRange((double)nights / afternoons, 0.1, 0.35);
    }

    private static readonly (double Cos, double Sin)[][] Waves =
        [.. Enumerable.Range(0, 9).Select(k => Enumerable.Range(0, Vibration.Samples)
            .Select(i => 2 * Math.PI * (2800 + 50 * k) * i / Vibration.Rate)
            .Select(angle => (Math.Cos(angle), Math.Sin(angle))).ToArray())];

    private static double Ringing(float[] window)
    {
        double power = 0;
        foreach (var wave in Waves)
        {
            double re = 0, im = 0;
            for (var i = 0; i < window.Length; i++) (re, im) = (re + window[i] * wave[i].Cos, im + window[i] * wave[i].Sin);
            power += re * re + im * im;
        }
        return power;
    }
}
