using System.Globalization;

namespace CourseKit.Cli;

/// <summary>The page of <c>coursekit detect</c>: scores, the most anomalous rows and why, and the curves where labels are known.</summary>
internal static class DetectPage
{
    public static string Render(DetectResult result)
    {
        var (model, scores) = (result.Model, result.Scores);
        var threshold = model.Detector.Threshold;
        var pieces = new List<string>
        {
            Text($"<p>{Page.Escape(model.Detector.Name)} on {Page.Escape(result.Data.Name)}: {result.Flagged} of {scores.Length} rows are above the threshold of {threshold:G5}.</p>"),
        };
        pieces.AddRange(result.Quality().Select(line => $"<p>{Page.Escape(line)}</p>"));
        pieces.Add(result.IsAnomaly is { } truth && result.CanBeMeasured
            ? SvgChart.Histogram([("normal", Of(scores, truth, false)), ("anomaly", Of(scores, truth, true))], threshold)
            : SvgChart.Histogram([("rows", scores)], threshold));
        if (result.CanBeMeasured)
        {
            var (roc, pr) = (Evaluation.RocCurve(result.IsAnomaly!, scores), Evaluation.PrCurve(result.IsAnomaly!, scores));
            var share = (double)result.IsAnomaly!.Count(one => one) / scores.Length;
            pieces.Add(SvgChart.Curve(roc.FalsePositiveRate, roc.TruePositiveRate, (0, 1), Text($"ROC curve with an area of {roc.Auroc:0.000}."), "normals flagged (false positive rate)", "anomalies found (true positive rate)"));
            pieces.Add(SvgChart.Curve(pr.Recall, pr.Precision, (share, share), Text($"Precision-recall curve with an average precision of {pr.AveragePrecision:0.000}."), "anomalies found (recall)", "alarms that are right (precision)"));
        }
        pieces.Add("<h2>The most anomalous rows</h2><p class=\"quiet\">Columns that stand out: set to their mean in training, they would lower the score most. Rows are counted from 1, without the line of names.</p>");
        pieces.Add(Page.Table(
            ["row", "score", "flagged", .. result.IsAnomaly is null ? Array.Empty<string>() : ["label"], "columns that stand out"],
            result.Top.Zip(result.Reasons, (row, columns) => (IReadOnlyList<string>)
            [
                Text($"{row + 1}"), Text($"{scores[row]:G5}"), scores[row] > threshold ? "yes" : "no", .. result.IsAnomaly is null ? Array.Empty<string>() : [Text($"{result.Data.Labels[row]}")],
                string.Join("; ", columns.Select(DetectResult.Words)),
            ]), result.IsAnomaly is null ? 3 : 4));
        return Page.Render($"Anomalies in {result.Data.Name}", string.Join('\n', pieces));
    }

    private static double[] Of(double[] scores, bool[] truth, bool anomalous) => [.. scores.Where((_, row) => truth[row] == anomalous)];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
