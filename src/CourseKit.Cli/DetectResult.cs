using System.Globalization;
using System.Text;

namespace CourseKit.Cli;

/// <summary>What <c>coursekit detect</c> found.</summary>
/// <param name="Model">The model.</param>
/// <param name="Data">The table that was scored.</param>
/// <param name="Scores">A score for each row.</param>
/// <param name="IsAnomaly">The truth, if the table has it.</param>
/// <param name="Top">The most anomalous rows, the first first.</param>
/// <param name="Reasons">For each of them the columns that stand out.</param>
internal sealed record DetectResult(TableModel Model, Dataset Data, double[] Scores, bool[]? IsAnomaly, int[] Top, IReadOnlyList<StandingColumn>[] Reasons)
{
    /// <summary>So many rows are explained.</summary>
    public const int MostShown = 20;

    /// <summary>Rows above the threshold.</summary>
    public int Flagged => Scores.Count(score => score > Model.Detector.Threshold);

    /// <summary>Whether there are labels of both classes.</summary>
    public bool CanBeMeasured => IsAnomaly is not null && IsAnomaly.Distinct().Count() == 2;

    /// <summary>A line for each row: its number from 1, score, verdict, and the label if there is one.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder(IsAnomaly is null ? "row,score,flagged\n" : "row,score,flagged,label\n");
        for (var row = 0; row < Scores.Length; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row + 1},{Scores[row]:R},{(Scores[row] > Model.Detector.Threshold ? 1 : 0)}");
            if (IsAnomaly is not null) text.Append(CultureInfo.InvariantCulture, $",{Data.Labels[row]}");
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>How good the scores are, if the truth is known.</summary>
    public IEnumerable<string> Quality()
    {
        if (IsAnomaly is null) yield break;
        var anomalies = IsAnomaly.Count(one => one);
        if (!CanBeMeasured)
        {
            yield return $"all rows are {(anomalies > 0 ? "anomalies" : "normal")} by their labels: there is nothing to compare";
            yield break;
        }
        var at = Evaluation.Confusion(IsAnomaly, Scores, Model.Detector.Threshold);
        yield return $"AUROC {Evaluation.Bootstrap(IsAnomaly, Scores, Evaluation.Auroc, resamples: 200)}, average precision {Evaluation.Bootstrap(IsAnomaly, Scores, Evaluation.AveragePrecision, resamples: 200)} (chance {Three((double)anomalies / IsAnomaly.Length)})";
        yield return $"at the threshold: precision {Three(at.Precision)}, recall {Three(at.Recall)}, F1 {Three(at.F1)}; {at.TruePositives} of {anomalies} anomalies found, {at.FalsePositives} false alarms";
    }

    /// <summary>"pressure = 9.1 (+5.2 deviations)".</summary>
    public static string Words(StandingColumn one) => string.Create(CultureInfo.InvariantCulture,
        $"{one.Column} = {one.Value:G5} ({(one.Deviations > 0 ? "+" : "−")}{Math.Abs(one.Deviations):0.0} deviations from {one.Mean:G5})");

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
