using System.Globalization;
using System.Text.Json.Nodes;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>ROC curves of one or several detectors with the line of chance; the areas stand in the legend.</summary>
    /// <param name="isAnomaly">The truth, one value for each row.</param>
    /// <param name="detectors">Name and scores of each detector.</param>
    public static Figure Roc(IReadOnlyList<bool> isAnomaly, params IReadOnlyList<(string Name, IReadOnlyList<double> Scores)> detectors)
    {
        NotEmpty(detectors, nameof(detectors));
        var curves = detectors.Select(detector => (detector.Name, Curve: Evaluation.RocCurve(isAnomaly, detector.Scores))).ToArray();
        return AreaChart(
            [.. curves.Select(one => ($"{one.Name}: AUROC {Three(one.Curve.Auroc)}", one.Curve.FalsePositiveRate, one.Curve.TruePositiveRate))],
            PlotJson.Reference("chance: AUROC 0.500", [0, 1], [0, 1]),
            "false positive rate (normals flagged)", "true positive rate (anomalies found)",
            $"ROC curves. {string.Join("; ", curves.Select(one => $"{one.Name} has an area of {Three(one.Curve.Auroc)}"))}; chance would be the diagonal with an area of 0.500.");
    }

    /// <summary>Precision-recall curves of one or several detectors with the line of chance; the average precisions stand in the legend.</summary>
    /// <param name="isAnomaly">The truth, one value for each row.</param>
    /// <param name="detectors">Name and scores of each detector.</param>
    public static Figure PrecisionRecall(IReadOnlyList<bool> isAnomaly, params IReadOnlyList<(string Name, IReadOnlyList<double> Scores)> detectors)
    {
        NotEmpty(detectors, nameof(detectors));
        var curves = detectors.Select(detector => (detector.Name, Curve: Evaluation.PrCurve(isAnomaly, detector.Scores))).ToArray();
        var share = (double)isAnomaly.Count(anomaly => anomaly) / isAnomaly.Count;
        return AreaChart(
            [.. curves.Select(one => ($"{one.Name}: AP {Three(one.Curve.AveragePrecision)}", one.Curve.Recall, one.Curve.Precision))],
            PlotJson.Reference($"chance: AP {Three(share)}", [0, 1], [share, share]),
            "recall (anomalies found)", "precision (alarms that are right)",
            $"Precision-recall curves. {string.Join("; ", curves.Select(one => $"{one.Name} has an average precision of {Three(one.Curve.AveragePrecision)}"))}; chance would be a level line at {Three(share)}, the share of anomalies.");
    }

    /// <summary>
    /// Histograms of the scores of normals and anomalies, each as a share of its own class so that a rare class stays
    /// visible, with the threshold as a line.
    /// </summary>
    /// <param name="isAnomaly">The truth, one value for each row.</param>
    /// <param name="scores">The detector's scores, finite.</param>
    /// <param name="threshold">The threshold, if there is one to show.</param>
    /// <param name="bins">Number of bins of equal width.</param>
    /// <param name="scoreTitle">Title of the horizontal axis.</param>
    public static Figure ScoreHistogram(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores, double? threshold = null, int bins = 50, string scoreTitle = "anomaly score")
    {
        RankedScores.Check(isAnomaly, scores);
        var groups = new[] { ("normal", Palette.Normal, false), ("anomaly", Palette.Anomaly, true) }
            .Select(kind => (kind.Item1, kind.Item2, Values: (IReadOnlyList<double>)[.. scores.Where((_, i) => isAnomaly[i] == kind.Item3)]))
            .Where(group => group.Values.Count > 0).ToArray();
        var (traces, low, high) = BinnedShares(groups, bins);
        var sizes = groups.Select(group => $"{group.Values.Count} {(group.Item1 == "anomaly" ? "anomalies" : "normals")} with median {Short(Median([.. group.Values]))}");
        var layout = HistogramLayout(scoreTitle, "share of the class");
        var words = $"Histogram of anomaly scores from {Short(low)} to {Short(high)}: {string.Join(", ", sizes)}.";
        if (threshold is { } value && double.IsFinite(value))
        {
            MarkThreshold(layout, value);
            words += $" The threshold is at {Short(value)}.";
        }
        return new Figure(traces, layout, words);
    }

    private static Figure AreaChart(IReadOnlyList<(string Name, double[] X, double[] Y)> curves, JsonObject chance, string xTitle, string yTitle, string altText)
    {
        var traces = new JsonArray();
        for (var i = 0; i < curves.Count; i++)
        {
            var (x, y) = Thinning.Curve(curves[i].X, curves[i].Y);
            traces.Add((JsonNode)PlotJson.Line(curves[i].Name, x, y, i));
        }
        traces.Add((JsonNode)chance);
        var (xAxis, yAxis) = (PlotJson.Axis(xTitle), PlotJson.Axis(yTitle));
        foreach (var axis in new[] { xAxis, yAxis }) axis["range"] = new JsonArray(-0.02, 1.02);
        // Beside the curves: wherever it lay inside, it would cover one.
        var layout = PlotJson.Layout(null, xAxis, yAxis, width: 760, height: 440);
        return new Figure(traces, layout, altText);
    }

    /// <summary>A dashed upright line with its value.</summary>
    private static void MarkThreshold(JsonObject layout, double value)
    {
        layout["shapes"] = new JsonArray(new JsonObject
        {
            ["type"] = "line",
            ["x0"] = PlotJson.Number(value),
            ["x1"] = PlotJson.Number(value),
            ["yref"] = "paper",
            ["y0"] = 0,
            ["y1"] = 1,
            ["line"] = new JsonObject { ["color"] = Palette.Neutral, ["dash"] = "dash", ["width"] = 2 },
        });
        // Above the plot: inside, it would lie on a curve.
        var label = PlotJson.Text($"threshold {Short(value)}", value, 1, "auto", "bottom");
        label["yref"] = "paper";
        layout["margin"]!["t"] = 34;
        layout["annotations"] = new JsonArray(label);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Short(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
