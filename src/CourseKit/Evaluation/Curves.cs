namespace CourseKit;

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
