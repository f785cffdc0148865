using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace CourseKit;

// How well scores tell anomalies from normals. isAnomaly is the truth, one value for each row.
public sealed partial class Figure
{
    /// <summary>ROC curves of one or several detectors with the line of chance; the areas stand in the legend.</summary>
    /// <param name="isAnomaly">The truth, one value for each row.</param>
    /// <param name="detectors">Name of each, and its score for each row.</param>
    public static Figure Roc(IReadOnlyList<bool> isAnomaly, params IReadOnlyList<(string Name, IReadOnlyList<double> Scores)> detectors)
    {
        NotEmpty(detectors, nameof(detectors));
        var curves = detectors.Select(detector => (detector.Name, Curve: Evaluation.RocCurve(isAnomaly, detector.Scores))).ToArray();
        var areas = curves.Select(one => $"{one.Name} has an area of {Three(one.Curve.Auroc)}");
        return AreaChart(
            curves.Select(one => ($"{one.Name}: AUROC {Three(one.Curve.Auroc)}", one.Curve.FalsePositiveRate, one.Curve.TruePositiveRate)),
            ("chance: AUROC 0.500", 0, 1),
            "false positive rate (normals flagged)", "true positive rate (anomalies found)",
            $"ROC curves. {string.Join("; ", areas)}; chance would be the diagonal with an area of 0.500.");
    }

    /// <summary>
    /// Precision-recall curves of one or several detectors with the line of chance; the average precisions stand in the legend.
    /// </summary>
    /// <inheritdoc cref="Roc" path="/param"/>
    public static Figure PrecisionRecall(
        IReadOnlyList<bool> isAnomaly, params IReadOnlyList<(string Name, IReadOnlyList<double> Scores)> detectors)
    {
        NotEmpty(detectors, nameof(detectors));
        var curves = detectors.Select(detector => (detector.Name, Curve: Evaluation.PrCurve(isAnomaly, detector.Scores))).ToArray();
        var share = (double)isAnomaly.Count(anomaly => anomaly) / isAnomaly.Count;
        var averages = curves.Select(one => $"{one.Name} has an average precision of {Three(one.Curve.AveragePrecision)}");
        return AreaChart(
            curves.Select(one => ($"{one.Name}: AP {Three(one.Curve.AveragePrecision)}", one.Curve.Recall, one.Curve.Precision)),
            ($"chance: AP {Three(share)}", share, share),
            "recall (anomalies found)", "precision (alarms that are right)",
            $"Precision-recall curves. {string.Join("; ", averages)}; "
            + $"chance would be a level line at {Three(share)}, the share of anomalies.");
    }

    /// <summary>
    /// Histograms of the scores of normals and anomalies, each as a share of its own class so that a rare class stays
    /// visible, with the threshold, if given, as a line.
    /// </summary>
    /// <param name="isAnomaly">The truth, one value for each row.</param>
    /// <param name="scores">The detector's scores, finite.</param>
    public static Figure ScoreHistogram(
        IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores, double? threshold = null, int bins = 50,
        string scoreTitle = "anomaly score")
    {
        RankedScores.Check(isAnomaly, scores);
        IReadOnlyList<double> Of(bool anomalous) => [.. scores.Where((_, i) => isAnomaly[i] == anomalous)];
        var groups = new[] { ("normal", Palette.Normal, Of(false)), ("anomaly", Palette.Anomaly, Of(true)) }
            .Where(group => group.Item3.Count > 0).ToArray();
        var (bars, low, high) = BinnedShares(groups, bins);
        var layout = HistogramLayout(scoreTitle, "share of the class");
        var sizes = groups.Select(group => $"{group.Item3.Count} {(group.Item1 == "anomaly" ? "anomalies" : "normals")} "
            + $"with median {Short(Median(group.Item3))}");
        var words = $"Histogram of anomaly scores from {Short(low)} to {Short(high)}: {string.Join(", ", sizes)}.";
        if (threshold is { } value && double.IsFinite(value))
        {
            MarkThreshold(layout, value);
            words += $" The threshold is at {Short(value)}.";
        }
        return new Figure(bars, layout, words);
    }

    /// <summary>Precision and recall against the threshold: a row is flagged if its score is greater.</summary>
    /// <param name="isAnomaly">The truth, one value for each row; both classes are there.</param>
    /// <param name="scores">The detector's scores, finite.</param>
    /// <param name="threshold">The threshold in use, if there is one to show.</param>
    public static Figure ThresholdCurves(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores, double? threshold = null)
    {
        var curve = Evaluation.PrCurve(isAnomaly, scores);
        // From below all scores up to the highest; between two neighbours nothing changes. Where nothing is flagged there is no precision.
        var (lowest, highest) = (curve.Thresholds[0], curve.Thresholds[^1]);
        double[] thresholds = [lowest - (highest > lowest ? 0.02 * (highest - lowest) : 1), .. curve.Thresholds];
        var layout = Plot.Layout(null, Plot.Axis("threshold on the anomaly score"), Plot.Axis("share").With(("range", Share)));
        var best = Evaluation.BestF1(isAnomaly, scores);
        var words = $"Precision and recall against the threshold; the best F1, {Three(best.F1)}, is at {Short(best.Threshold)} "
            + $"with precision {Three(best.Precision)} and recall {Three(best.Recall)}.";
        if (threshold is { } value && double.IsFinite(value))
        {
            MarkThreshold(layout, value);
            var now = Evaluation.Confusion(isAnomaly, scores, value);
            words += $" At the threshold in use, {Short(value)}, precision is {Three(now.Precision)} and recall {Three(now.Recall)}.";
        }
        return new Figure(
            [
                Steps("precision (alarms that are right)", [.. curve.Precision[..^1], double.NaN], 0),
                Steps("recall (anomalies found)", curve.Recall, 1),
            ],
            layout, words);

        Trace Steps(string name, double[] values, int index)
        {
            var (x, y) = Thinning.Curve(thresholds, values);
            return Plot.Line(name, x, y, index, shape: "hv");
        }
    }

    /// <summary>The four counts of right and wrong answers.</summary>
    public static Figure ConfusionMatrix(Confusion confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        var (tp, fp, tn, fn) = confusion;
        double[] counts = [tn, fp, fn, tp];
        var names = ((string[])["normal", "anomaly"], (string[])["not flagged", "flagged"]);
        return HeatMapOf(
            Cells(counts, 2, 2, ColourScale.Sequential, (0, Math.Max(1, counts.Max())), "number of rows", names),
            "the detector's answer", "truth", 2,
            $"Confusion matrix: {tp} anomalies flagged and {fn} missed, {fp} normals flagged and {tn} left alone; "
            + $"precision {Three(confusion.Precision)}, recall {Three(confusion.Recall)}, F1 {Three(confusion.F1)}.");
    }

    // 0 to 1 with a little air.
    private static double[] Share => [-0.02, 1.02];

    private static Figure AreaChart(
        IEnumerable<(string Name, double[] X, double[] Y)> curves, (string Name, double From, double To) chance, string xTitle,
        string yTitle, string altText)
    {
        var lines = curves.Select((curve, i) =>
        {
            var (x, y) = Thinning.Curve(curve.X, curve.Y);
            return Plot.Line(curve.Name, x, y, i);
        });
        // The legend stands beside the curves: wherever it lay inside, it would cover one.
        var layout = Plot.Layout(
            null, Plot.Axis(xTitle).With(("range", Share)), Plot.Axis(yTitle).With(("range", Share)), width: 760, height: 440);
        var dotted = Plot.Line(chance.Name, [0, 1], [chance.From, chance.To], Palette.Colours.Count - 1, 1.5, "dot"); // in grey
        return new Figure([.. lines, dotted.With(("hoverinfo", "skip"))], layout, altText);
    }

    // A dashed upright line with its value.
    private static void MarkThreshold(Layout layout, double value) => layout.With(
        ("shapes", new[]
        {
            Plot.Part<Shape>(
                ("type", "line"), ("x0", value), ("x1", value), ("yref", "paper"), ("y0", 0), ("y1", 1),
                ("line", Plot.Part<Line>(("color", Palette.Neutral), ("dash", "dash"), ("width", 2)))),
        }),
        // Above the plot: inside, it would lie on a curve.
        ("margin", Plot.Margins(60, 20, 34, 50)),
        ("annotations", new[] { Plot.Text($"threshold {Short(value)}", value, 1, "auto", "bottom").With(("yref", "paper")) }));
}
