using System.Globalization;

namespace CourseKit;

/// <summary>Counts of right and wrong answers at one threshold; "positive" means "flagged as an anomaly".</summary>
/// <param name="TruePositives">Anomalies flagged.</param>
/// <param name="FalsePositives">Normals flagged: false alarms.</param>
/// <param name="TrueNegatives">Normals left alone.</param>
/// <param name="FalseNegatives">Anomalies missed.</param>
public sealed record Confusion(int TruePositives, int FalsePositives, int TrueNegatives, int FalseNegatives)
{
    /// <summary>TP / (TP + FP): the share of alarms that are right; 0 if nothing was flagged.</summary>
    public double Precision => Share(TruePositives, TruePositives + FalsePositives);

    /// <summary>TP / (TP + FN): the share of anomalies found; 0 if there are none.</summary>
    public double Recall => Share(TruePositives, TruePositives + FalseNegatives);

    /// <summary>2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall; 0 if nothing was flagged and nothing missed.</summary>
    public double F1 => Share(2 * TruePositives, 2 * TruePositives + FalsePositives + FalseNegatives);

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}

/// <summary>The threshold with the highest F1 and what it reaches: a row is flagged if its score is greater.</summary>
public sealed record BestF1(double Threshold, double F1, double Precision, double Recall);

/// <summary>
/// Receiver operating characteristic: for each threshold t, the share of anomalies found (true positive rate) against
/// the share of normals flagged (false positive rate), a row counting as flagged if its score is at least t.
/// </summary>
/// <param name="FalsePositiveRate">Rising from 0 to 1.</param>
/// <param name="TruePositiveRate">Rising from 0 to 1.</param>
/// <param name="Thresholds">Falling; the first is +∞ (nothing flagged), the others are the distinct scores.</param>
/// <param name="Auroc">Area under the curve, see <see cref="Evaluation.Auroc"/>.</param>
public sealed record RocCurve(double[] FalsePositiveRate, double[] TruePositiveRate, double[] Thresholds, double Auroc);

/// <summary>
/// Precision against recall: for each threshold t, the share of flagged rows that are anomalies and the share of
/// anomalies that are flagged, a row counting as flagged if its score is at least t.
/// </summary>
/// <param name="Precision">One value for each threshold, then the closing 1.</param>
/// <param name="Recall">One value for each threshold, falling from 1, then the closing 0.</param>
/// <param name="Thresholds">The distinct scores, rising; one shorter than the other two.</param>
/// <param name="AveragePrecision">Area under the curve as a step function, see <see cref="Evaluation.AveragePrecision"/>.</param>
public sealed record PrCurve(double[] Precision, double[] Recall, double[] Thresholds, double AveragePrecision);

/// <summary>A measure and how far it may be off because the test set is only a sample.</summary>
/// <param name="Value">The measure on the test set itself.</param>
/// <param name="Level">The share of test sets whose interval holds the true value, e.g. 0.95.</param>
public sealed record Interval(double Value, double Lower, double Upper, double Level)
{
    /// <summary>"0.962 [0.951, 0.972]".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:0.000} [{Lower:0.000}, {Upper:0.000}]");
}

/// <summary>Two detectors measured on the same rows.</summary>
/// <param name="Difference">First less second, with its interval.</param>
/// <param name="PValue">
/// Two-sided: how often chance alone would give a difference at least as large in one of the directions. Small: the order of
/// the two would hold on another test set.
/// </param>
public sealed record Comparison(double First, double Second, Interval Difference, double PValue)
{
    /// <summary>"0.962 - 0.950 = 0.012 [0.004, 0.020], p = 0.002".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{First:0.000} - {Second:0.000} = {Difference}, p = {PValue:0.000}");
}

/// <summary>The same measure over several seeds or folds: never report a single lucky run.</summary>
/// <param name="StandardDeviation">
/// That of a sample, √(Σ(v − mean)² / (n − 1)); NaN for a single value, which has no spread to estimate.
/// </param>
public sealed record SeedSummary(double Mean, double StandardDeviation, double Minimum, double Maximum, int Count)
{
    /// <summary>"0.962 ± 0.004 (n = 5)"; without the deviation for a single value.</summary>
    public override string ToString() => double.IsNaN(StandardDeviation)
        ? string.Create(CultureInfo.InvariantCulture, $"{Mean:0.000} (n = 1)")
        : string.Create(CultureInfo.InvariantCulture, $"{Mean:0.000} ± {StandardDeviation:0.000} (n = {Count})");
}
