namespace CourseKit.Tests;

public class BootstrapTests
{
    private static double Recall(IReadOnlyList<bool> labels, IReadOnlyList<double> scores) =>
        Evaluation.Confusion(labels, scores, 0.5).Recall;

    /// <summary>Labels and scores; the higher the shift, the better.</summary>
    private static (bool[] Labels, double[] Scores) Draw(Random random, double shift, int rows = 200)
    {
        var labels = Enumerable.Range(0, rows).Select(i => i % 4 == 0).ToArray();
        return (labels, [.. labels.Select(label => (label ? shift : 0) + Toy.Normal(random))]);
    }

    [Fact]
    public void OfARecallItIsTheBinomialDistribution()
    {
        // 30 of 40 anomalies are found: over resamples the number found is binomial with n = 40 and p = 0.75.
        bool[] labels = [.. Enumerable.Repeat(true, 40), .. Enumerable.Repeat(false, 60)];
        double[] scores = [.. Enumerable.Repeat(1.0, 30), .. Enumerable.Repeat(0.0, 70)];
        var interval = Evaluation.Bootstrap(labels, scores, Recall, level: 0.9, resamples: 4000);
        Assert.Equal(0.75, interval.Value);
        double[] probabilities = [.. Enumerable.Range(0, 41).Select(k =>
            Enumerable.Range(1, k).Aggregate(1.0, (product, i) => product * (41 - i) / i) * Math.Pow(0.75, k) * Math.Pow(0.25, 40 - k))];
        int Quantile(double share) => Enumerable.Range(0, 41).First(k => probabilities[..(k + 1)].Sum() >= share);
        Assert.InRange(interval.Lower * 40, Quantile(0.05) - 0.5, Quantile(0.05) + 0.5);
        Assert.InRange(interval.Upper * 40, Quantile(0.95) - 0.5, Quantile(0.95) + 0.5);
    }

    [Fact]
    public void NineOfTenIntervalsHoldTheTruth()
    {
        var random = new Random(1);
        var truth = 0.7602499389065233; // AUROC of two normal distributions one deviation apart
        var held = 0;
        for (var i = 0; i < 200; i++)
        {
            var (labels, scores) = Draw(random, 1);
            var interval = Evaluation.Bootstrap(labels, scores, Evaluation.Auroc, level: 0.9, resamples: 200, seed: i);
            Assert.Equal(Evaluation.Auroc(labels, scores), interval.Value);
            if (interval.Lower <= truth && truth <= interval.Upper) held++;
        }
        Assert.InRange(held / 200.0, 0.83, 0.96);
    }

    [Fact]
    public void TheSameSeedGivesTheSameInterval()
    {
        var (labels, scores) = Draw(new Random(2), 1);
        var first = Evaluation.Bootstrap(labels, scores, Evaluation.AveragePrecision, seed: 5);
        Assert.Equal(first, Evaluation.Bootstrap(labels, scores, Evaluation.AveragePrecision, seed: 5));
        Assert.NotEqual(first, Evaluation.Bootstrap(labels, scores, Evaluation.AveragePrecision, seed: 6));
        Assert.Matches(@"^0\.\d{3} \[0\.\d{3}, 0\.\d{3}\]$", first.ToString());
    }

    [Fact]
    public void ABetterDetectorIsRecognised()
    {
        var random = new Random(3);
        var (labels, good) = Draw(random, 2, rows: 400);
        var bad = good.Select(score => score + 2 * Toy.Normal(random)).ToArray();
        var compared = Evaluation.Compare(labels, good, bad, Evaluation.Auroc);
        Assert.Equal(Evaluation.Auroc(labels, good) - Evaluation.Auroc(labels, bad), compared.Difference.Value, 1e-15);
        Assert.True(compared.Difference.Lower > 0 && compared.PValue < 0.01, $"{compared}");
        var turned = Evaluation.Compare(labels, bad, good, Evaluation.Auroc);
        Assert.Equal(-compared.Difference.Lower, turned.Difference.Upper, 1e-12);
        Assert.Equal(compared.PValue, turned.PValue);
    }

    [Fact]
    public void PairingSharpensTheComparison()
    {
        // Two detectors that err on the same rows: apart, their intervals overlap widely.
        var (labels, first) = Draw(new Random(4), 1, rows: 400);
        var second = first.Select((score, i) => score - (labels[i] ? 0.1 : 0)).ToArray();
        var compared = Evaluation.Compare(labels, first, second, Evaluation.Auroc);
        var (a, b) = (Evaluation.Bootstrap(labels, first, Evaluation.Auroc), Evaluation.Bootstrap(labels, second, Evaluation.Auroc));
        Assert.True(b.Upper > a.Lower);
        Assert.True(compared.Difference.Lower > 0);
        Assert.True(compared.Difference.Upper - compared.Difference.Lower < (a.Upper - a.Lower) / 3);
    }

    [Fact]
    public void EqualDetectorsAreSaidToDifferAsRarelyAsPromised()
    {
        var random = new Random(5);
        var alarms = 0;
        for (var i = 0; i < 200; i++)
        {
            var (labels, first) = Draw(random, 1);
            var second = labels.Select(label => (label ? 1 : 0) + Toy.Normal(random)).ToArray();
            if (Evaluation.Compare(labels, first, second, Evaluation.Auroc, resamples: 200, seed: i).PValue < 0.1) alarms++;
        }
        Assert.InRange(alarms / 200.0, 0.03, 0.18);
        var (same, scores) = Draw(random, 1);
        Assert.Equal(1, Evaluation.Compare(same, scores, scores, Evaluation.Auroc).PValue);
    }

    [Fact]
    public void BadInputIsNamed()
    {
        bool[] labels = [true, false];
        Assert.Throws<ArgumentOutOfRangeException>(() => Evaluation.Bootstrap(labels, [1, 0], Evaluation.Auroc, level: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Evaluation.Bootstrap(labels, [1, 0], Evaluation.Auroc, resamples: 99));
        Assert.Contains(
            "Only one class",
            Assert.Throws<ArgumentException>(() => Evaluation.Bootstrap([true, true], [1, 0], Recall)).Message);
        Assert.Contains(
            "2 labels but 3 scores",
            Assert.Throws<ArgumentException>(() => Evaluation.Compare(labels, [1, 0], [1, 2, 3], Evaluation.Auroc)).Message);
    }
}
