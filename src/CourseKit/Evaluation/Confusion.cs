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

    /// <summary>FP / (FP + TN): the share of normals flagged; 0 if there are none.</summary>
    public double FalsePositiveRate => Share(FalsePositives, FalsePositives + TrueNegatives);

    /// <summary>(TP + TN) / all. Says little when anomalies are rare: flagging nothing scores high.</summary>
    public double Accuracy => Share(TruePositives + TrueNegatives, TruePositives + FalsePositives + TrueNegatives + FalseNegatives);

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}

/// <summary>The threshold with the highest F1 and what it reaches.</summary>
/// <param name="Threshold">Flag a row if its score is greater than this.</param>
/// <param name="F1">The F1 there.</param>
/// <param name="Precision">The precision there.</param>
/// <param name="Recall">The recall there.</param>
public sealed record BestF1(double Threshold, double F1, double Precision, double Recall);
