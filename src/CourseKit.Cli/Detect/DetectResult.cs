using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace CourseKit.Cli;

// What coursekit detect found; Top are the most anomalous rows, the first first, and the attributions are theirs.
internal sealed record DetectResult(
    TableModel Model, Dataset Data, double[] Scores, bool[]? IsAnomaly, int[] Top, IReadOnlyList<Attribution>[] Attributions)
{
    public const int MaxExplained = 20;

    public int Flagged => Scores.Count(score => score > Model.Detector.Threshold);

    private bool CanBeMeasured => IsAnomaly is not null && IsAnomaly.Distinct().Count() == 2;

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

    public IEnumerable<string> Quality()
    {
        if (IsAnomaly is null) yield break;
        var anomalies = IsAnomaly.Count(one => one);
        if (!CanBeMeasured)
        {
            yield return $"all rows are {(anomalies > 0 ? "anomalies" : "normal")} by their labels: there is nothing to compare";
            yield break;
        }
        Interval Of(Func<IReadOnlyList<bool>, IReadOnlyList<double>, double> measure) =>
            Evaluation.Bootstrap(IsAnomaly, Scores, measure, resamples: 200);
        var at = Evaluation.Confusion(IsAnomaly, Scores, Model.Detector.Threshold);
        var chance = (double)anomalies / IsAnomaly.Length;
        yield return Invariant(
            $"AUROC {Of(Evaluation.Auroc)}, average precision {Of(Evaluation.AveragePrecision)} (chance {chance:0.000})");
        yield return Invariant($"at the threshold: precision {at.Precision:0.000}, recall {at.Recall:0.000}, F1 {at.F1:0.000}; ")
            + Invariant($"{at.TruePositives} of {anomalies} anomalies found, {at.FalsePositives} false alarms");
    }

    public IEnumerable<object> Page()
    {
        var threshold = Model.Detector.Threshold;
        yield return $"# Anomalies in {ReportPage.Quote(Data.Name)}";
        yield return Invariant($"{Model.Detector.Name}: {Flagged} of {Scores.Length} rows are above the threshold of {threshold:G5}.");
        foreach (var line in Quality()) yield return line;
        yield return Histogram(threshold);
        if (CanBeMeasured)
        {
            yield return Figure.Roc(IsAnomaly!, (Model.Detector.Name, Scores));
            yield return Figure.PrecisionRecall(IsAnomaly!, (Model.Detector.Name, Scores));
        }
        yield return "## The most anomalous rows";
        yield return "Columns that stand out: set to their mean in training, they would lower the score most. "
            + "Rows are counted from 1, without the line of names.";
        var table = new ResultTable(
            ["row", "score", "flagged", .. IsAnomaly is null ? Array.Empty<string>() : ["label"], "columns that stand out"])
        {
            Formats = { ["score"] = "G5" },
        };
        foreach (var (row, columns) in Top.Zip(Attributions))
        {
            object[] label = IsAnomaly is null ? [] : [Data.Labels[row]];
            table.Add([row + 1, Scores[row], Scores[row] > threshold ? "yes" : "no", .. label, string.Join("; ", columns)]);
        }
        yield return table;
    }

    private Figure Histogram(double threshold)
    {
        // A few scores far out would press all others into one bar: the last bar takes what is beyond.
        double[] sorted = [.. Scores.Order()];
        var high = Math.Max(sorted[(int)(0.99 * (sorted.Length - 1))], threshold + 0.25 * Math.Abs(threshold - sorted[0]));
        double[] shown = [.. Scores.Select(score => Math.Min(score, high))];
        var title = "anomaly score" + (sorted[^1] > high ? " (the last bar holds all beyond)" : "");
        if (IsAnomaly is not null) return Figure.ScoreHistogram(IsAnomaly, shown, threshold, scoreTitle: title);
        var groups = new[] { ("not flagged", false), ("flagged", true) }
            .Select(kind => (kind.Item1, (IReadOnlyList<double>)[.. shown.Where(score => score > threshold == kind.Item2)]))
            .Where(group => group.Item2.Count > 0);
        return Figure.Histogram([.. groups], title);
    }
}
