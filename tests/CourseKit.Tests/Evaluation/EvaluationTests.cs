namespace CourseKit.Tests;

/// <summary>Examples small enough to work by hand, and what bad input says.</summary>
public class EvaluationTests
{
    // Ranking from the top: anomaly, normal, anomaly, normal. Pairs in order: 2 + 1 of 4.
    private static readonly bool[] Labels = [true, false, true, false];
    private static readonly double[] Scores = [0.9, 0.8, 0.7, 0.1];

    [Fact]
    public void CurvesByHand()
    {
        var roc = Evaluation.RocCurve(Labels, Scores);
        Assert.Equal([0, 0, 0.5, 0.5, 1], roc.FalsePositiveRate);
        Assert.Equal([0, 0.5, 0.5, 1, 1], roc.TruePositiveRate);
        Assert.Equal([double.PositiveInfinity, 0.9, 0.8, 0.7, 0.1], roc.Thresholds);
        Assert.Equal(0.75, roc.Auroc);

        var pr = Evaluation.PrCurve(Labels, Scores);
        Assert.Equal([0.5, 2.0 / 3, 0.5, 1, 1], pr.Precision);
        Assert.Equal([1, 1, 0.5, 0.5, 0], pr.Recall);
        Assert.Equal([0.1, 0.7, 0.8, 0.9], pr.Thresholds);
        Assert.Equal(0.5 * 1 + 0.5 * 2 / 3, pr.AveragePrecision, 1e-15);
    }

    [Fact]
    public void AllScoresEqualIsChance()
    {
        double[] same = [3, 3, 3, 3];
        Assert.Equal(0.5, Evaluation.Auroc(Labels, same));
        Assert.Equal(0.5, Evaluation.AveragePrecision(Labels, same));
        Assert.Equal([0, 1], Evaluation.RocCurve(Labels, same).FalsePositiveRate);
    }

    [Fact]
    public void MinusZeroTiesWithZero() => Assert.Equal(0.5, Evaluation.Auroc([true, false], [0.0, -0.0]));

    [Fact]
    public void ConfusionByHand()
    {
        var confusion = Evaluation.Confusion(Labels, Scores, 0.7); // 0.7 itself is not greater than 0.7
        Assert.Equal(new Confusion(TruePositives: 1, FalsePositives: 1, TrueNegatives: 1, FalseNegatives: 1), confusion);
        Assert.Equal(0.5, confusion.Precision);
        Assert.Equal(new Confusion(2, 2, 0, 0), Evaluation.Confusion(Labels, Scores, double.NegativeInfinity));
        Assert.Equal(new Confusion(0, 0, 2, 2), Evaluation.Confusion(Labels, Scores, double.PositiveInfinity));
    }

    [Fact]
    public void PredictionsCountAsTheyAre() =>
        Assert.Equal(new Confusion(1, 0, 2, 1), Evaluation.Confusion(Labels, [true, false, false, false]));

    [Fact]
    public void BestF1ByHand()
    {
        // Flag the first three: P = 2/3, R = 1, F1 = 0.8; the threshold lies between 0.7 and 0.1.
        var best = Evaluation.BestF1(Labels, Scores);
        Assert.Equal(0.8, best.F1, 1e-15);
        Assert.Equal(0.4, best.Threshold, 1e-15);
    }

    [Fact]
    public void BestF1SeparatesNeighbouringNumbers()
    {
        var low = 1.0;
        var high = Math.BitIncrement(low);
        var best = Evaluation.BestF1([true, false], [high, low]);
        Assert.Equal(1, best.F1);
        Assert.Equal(new Confusion(1, 0, 1, 0), Evaluation.Confusion([true, false], [high, low], best.Threshold));
    }

    [Fact]
    public void BestF1CanFlagEverything()
    {
        var best = Evaluation.BestF1([true, true, false], [1, 1, 1]);
        Assert.Equal(0.8, best.F1, 1e-15);
        var flagged = Evaluation.Confusion([true, true, false], [1, 1, 1], best.Threshold);
        Assert.Equal(3, flagged.TruePositives + flagged.FalsePositives);
    }

    [Fact]
    public void PrecisionAtNByHand()
    {
        Assert.Equal(1, Evaluation.PrecisionAtN(Labels, Scores, 1));
        Assert.Equal(0.5, Evaluation.PrecisionAtN(Labels, Scores)); // n = 2 anomalies
        Assert.Equal(2.0 / 3, Evaluation.PrecisionAtN(Labels, Scores, 3), 1e-15);
        Assert.Equal(0.5, Evaluation.PrecisionAtN(Labels, Scores, 4));
        // The second place is shared by an anomaly and two normals: on average 1/3 of an anomaly.
        Assert.Equal((1 + 1.0 / 3) / 2, Evaluation.PrecisionAtN([true, true, false, false], [9, 5, 5, 5], 2), 1e-15);
    }

    [Fact]
    public void QuantileByHand()
    {
        // Sorted 1 2 3 4 5, h = 4 * 0.9 = 3.6: between 4 and 5.
        Assert.Equal(4.6, Evaluation.ThresholdForContamination([5, 1, 4, 2, 3], 0.1), 1e-12);
        Assert.Equal(3, Evaluation.ThresholdForContamination([5, 1, 4, 2, 3], 0.5));
        Assert.Equal(7, Evaluation.ThresholdForContamination([7], 0.05));
    }

    [Fact]
    public void OverSeedsByHand()
    {
        var summary = Evaluation.OverSeeds([1, 2, 3, 6]);
        Assert.Equal(3, summary.Mean);
        Assert.Equal(Math.Sqrt(14.0 / 3), summary.StandardDeviation, 1e-15);
        Assert.Equal((1.0, 6.0, 4), (summary.Minimum, summary.Maximum, summary.Count));
        Assert.Equal("3.000 ± 2.160 (n = 4)", summary.ToString());
        Assert.Equal("0.500 (n = 1)", Evaluation.OverSeeds([0.5]).ToString());
    }

    [Fact]
    public void OneClassOnlyIsSaid()
    {
        Assert.Contains("all 2 rows are normal", Assert.Throws<ArgumentException>(() => Evaluation.Auroc([false, false], [1, 2])).Message);
        Assert.Contains(
            "all 2 rows are anomalies",
            Assert.Throws<ArgumentException>(() => Evaluation.PrCurve([true, true], [1, 2])).Message);
        Assert.Throws<ArgumentException>(() => Evaluation.BestF1([true], [1]));
        Assert.Throws<ArgumentException>(() => Evaluation.PrecisionAtN([true], [1]));
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Contains("2 labels but 1 scores", Assert.Throws<ArgumentException>(() => Evaluation.Auroc([true, false], [1])).Message);
        Assert.Contains("Score 1 is NaN", Assert.Throws<ArgumentException>(() => Evaluation.Auroc([true, false], [1, double.NaN])).Message);
        Assert.Contains(
            "Score 0 is Infinity",
            Assert.Throws<ArgumentException>(() => Evaluation.RocCurve([true, false], [double.PositiveInfinity, 0])).Message);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => Evaluation.Auroc([], [])).Message);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => Evaluation.ThresholdForContamination([], 0.1)).Message);
        Assert.Contains("threshold is NaN", Assert.Throws<ArgumentException>(() => Evaluation.Confusion([true], [1], double.NaN)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Evaluation.PrecisionAtN(Labels, Scores, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Evaluation.PrecisionAtN(Labels, Scores, 5));
        Assert.Throws<ArgumentException>(() => Evaluation.OverSeeds([]));
        Assert.Throws<ArgumentException>(() => Evaluation.OverSeeds([1, double.NaN]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(0.51)]
    [InlineData(double.NaN)]
    public void ContaminationOutOfRange(double contamination) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Evaluation.ThresholdForContamination([1, 2], contamination));
}
