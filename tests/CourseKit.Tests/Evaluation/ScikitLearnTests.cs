namespace CourseKit.Tests;

/// <summary>
/// Numbers computed once with scikit-learn 1.2.1 and NumPy (roc_curve with drop_intermediate=False) on inputs that both
/// sides make with the same small generator.
/// </summary>
public class ScikitLearnTests
{
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData("random", 0.6417112299465241, 0.5124848233260169)]
    [InlineData("tied", 0.5051108095884215, 0.3389214271795816)]
    [InlineData("rare", 0.7865816326530612, 0.512756036990705)]
    [InlineData("binary", 0.5484726972520344, 0.32837571094011375)]
    public void Areas(string name, double auroc, double averagePrecision)
    {
        var (labels, scores) = Case(name);
        Assert.Equal(auroc, Evaluation.Auroc(labels, scores), Tolerance);
        Assert.Equal(auroc, Evaluation.RocCurve(labels, scores).Auroc, Tolerance);
        Assert.Equal(averagePrecision, Evaluation.AveragePrecision(labels, scores), Tolerance);
        Assert.Equal(averagePrecision, Evaluation.PrCurve(labels, scores).AveragePrecision, Tolerance);
    }

    // Number of points, the point in the middle, and the sums over all points.
    [Theory]
    [InlineData("random", 501, 0.45938375350140054, 0.6013986013986014, 0.5635309178382159, 230.23529411764704, 301.09090909090907)]
    [InlineData("tied", 8, 0.5582089552238806, 0.5878787878787879, 0.42857142857142855, 3.922388059701493, 3.951515151515151)]
    [InlineData("rare", 1001, 0.49387755102040815, 0.8, 0.5048241522163153, 494.76836734693876, 781.3499999999999)]
    [InlineData("binary", 3, 0.460431654676259, 0.5573770491803278, 0.5, 1.460431654676259, 1.5573770491803278)]
    public void RocPoints(string name, int count, double fpr, double tpr, double threshold, double fprSum, double tprSum)
    {
        var (labels, scores) = Case(name);
        var curve = Evaluation.RocCurve(labels, scores);
        Assert.Equal(count, curve.FalsePositiveRate.Length);
        Assert.Equal(count, curve.TruePositiveRate.Length);
        Assert.Equal(count, curve.Thresholds.Length);
        Assert.Equal(fpr, curve.FalsePositiveRate[count / 2], Tolerance);
        Assert.Equal(tpr, curve.TruePositiveRate[count / 2], Tolerance);
        Assert.Equal(threshold, curve.Thresholds[count / 2], Tolerance);
        Assert.Equal(fprSum, curve.FalsePositiveRate.Sum(), 1e-9);
        Assert.Equal(tprSum, curve.TruePositiveRate.Sum(), 1e-9);
        Assert.Equal(double.PositiveInfinity, curve.Thresholds[0]);
    }

    [Theory]
    [InlineData("random", 501, 0.30930930930930933, 0.7202797202797203, 212.680811928156, 301.09090909090907)]
    [InlineData("tied", 8, 0.3287292817679558, 0.7212121212121212, 3.35456784702955, 3.951515151515151)]
    [InlineData("rare", 1001, 0.029985007496251874, 1.0, 66.19066230519154, 781.35)]
    [InlineData("binary", 3, 0.3469387755102041, 0.5573770491803278, 1.651938775510204, 1.5573770491803278)]
    public void PrecisionRecallPoints(string name, int count, double precision, double recall, double precisionSum, double recallSum)
    {
        var (labels, scores) = Case(name);
        var curve = Evaluation.PrCurve(labels, scores);
        Assert.Equal(count, curve.Precision.Length);
        Assert.Equal(count, curve.Recall.Length);
        Assert.Equal(count - 1, curve.Thresholds.Length);
        Assert.Equal(precision, curve.Precision[count / 3], Tolerance);
        Assert.Equal(recall, curve.Recall[count / 3], Tolerance);
        Assert.Equal(precisionSum, curve.Precision.Sum(), 1e-9);
        Assert.Equal(recallSum, curve.Recall.Sum(), 1e-9);
    }

    [Fact]
    public void PrecisionRecallThreshold()
    {
        var (labels, scores) = Case("random");
        Assert.Equal(0.3774896539747715, Evaluation.PrCurve(labels, scores).Thresholds[501 / 3], Tolerance);
    }

    [Theory]
    [InlineData("random", 209, 148, 58, 85, 0.3648068669527897, 0.5944055944055944, 0.45212765957446804)]
    [InlineData("tied", 249, 86, 127, 38, 0.3064516129032258, 0.23030303030303031, 0.26297577854671284)]
    [InlineData("rare", 587, 393, 6, 14, 0.0343980343980344, 0.7, 0.06557377049180328)]
    [InlineData("binary", 139, 0, 61, 0, 0, 0, 0)]
    public void AtThreshold(string name, int tn, int fp, int fn, int tp, double precision, double recall, double f1)
    {
        var (labels, scores) = Case(name);
        var confusion = Evaluation.Confusion(labels, scores, 0.6);
        Assert.Equal(new Confusion(tp, fp, tn, fn), confusion);
        Assert.Equal(precision, confusion.Precision, Tolerance);
        Assert.Equal(recall, confusion.Recall, Tolerance);
        Assert.Equal(f1, confusion.F1, Tolerance);
    }

    [Theory]
    [InlineData("random", 0.48722316865417375)]
    [InlineData("tied", 0.49624060150375937)]
    [InlineData("rare", 0.6206896551724138)]
    [InlineData("binary", 0.4674329501915709)]
    public void BestF1(string name, double expected)
    {
        var (labels, scores) = Case(name);
        var best = Evaluation.BestF1(labels, scores);
        Assert.Equal(expected, best.F1, Tolerance);
        var confusion = Evaluation.Confusion(labels, scores, best.Threshold);
        Assert.Equal(best.F1, confusion.F1, Tolerance);
        Assert.Equal(best.Precision, confusion.Precision, Tolerance);
        Assert.Equal(best.Recall, confusion.Recall, Tolerance);
    }

    [Theory]
    [InlineData("random", 0.5, 0.562400219310075)]
    [InlineData("random", 0.1, 0.9461590668559074)]
    [InlineData("random", 0.05, 0.9935829846840352)]
    [InlineData("random", 0.01, 1.1038071438483892)]
    [InlineData("random", 0.001, 1.1427960147662086)]
    [InlineData("random", 1.0 / 3, 0.7222521922861537)]
    [InlineData("tied", 0.5, 0.42857142857142855)]
    [InlineData("tied", 0.1, 0.8571428571428571)]
    [InlineData("rare", 0.05, 0.9612473279237747)]
    [InlineData("rare", 0.001, 1.2477979411371043)]
    [InlineData("binary", 0.5, 0.0)]
    [InlineData("binary", 0.1, 0.5)]
    public void Quantile(string name, double contamination, double expected) =>
        Assert.Equal(expected, Evaluation.ThresholdForContamination(Case(name).Scores, contamination), Tolerance);

    private static (bool[] Labels, double[] Scores) Case(string name)
    {
        var (n, seed, levels, shift) = name switch
        {
            "random" => (500, 1UL, 1UL << 30, 0.15),
            "tied" => (500, 2UL, 7UL, 0.0),
            "rare" => (1000, 3UL, 1UL << 30, 0.3),
            _ => (200, 4UL, 2UL, 0.0),
        };
        var state = seed;
        ulong Next()
        {
            state = unchecked(state * 6364136223846793005UL + 1442695040888963407UL);
            return state >> 33;
        }
        var labels = Enumerable.Range(0, n).Select(_ => Next() % 1000 < (name == "rare" ? 20UL : 300UL)).ToArray();
        var scores = labels.Select(label => (double)(Next() % levels) / levels + (label ? shift : 0)).ToArray();
        return (labels, scores);
    }
}
