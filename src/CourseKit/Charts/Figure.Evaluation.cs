using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace CourseKit;

// How well scores tell anomalies from normals.
public sealed partial class Figure
{
    /// <summary>ROC curves of one or several detectors with the line of chance; the areas stand in the legend.</summary>
    /// <param name="isAnomaly">The truth, one value for each row.</param>
    /// <param name="detectors">Name and scores of each detector.</param>
    public static Figure Roc(IReadOnlyList<bool> isAnomaly, params IReadOnlyList<(string Name, IReadOnlyList<double> Scores)> detectors)
    {
        NotEmpty(detectors, nameof(detectors));
        var curves = detectors.Select(detector => (detector.Name, Curve: Evaluation.RocCurve(isAnomaly, detector.Scores))).ToArray();
        var areas = curves.Select(one => $"{one.Name} has an area of {Three(one.Curve.Auroc)}");
        return AreaChart(
            [.. curves.Select(one => ($"{one.Name}: AUROC {Three(one.Curve.Auroc)}", one.Curve.FalsePositiveRate,
                one.Curve.TruePositiveRate))],
            Plot.Reference("chance: AUROC 0.500", [0, 1], [0, 1]),
            "false positive rate (normals flagged)", "true positive rate (anomalies found)",
            $"ROC curves. {string.Join("; ", areas)}; chance would be the diagonal with an area of 0.500.");
    }

    /// <summary>
    /// Precision-recall curves of one or several detectors with the line of chance; the average precisions stand in the legend.
    /// </summary>
    /// <param name="isAnomaly">The truth, one value for each row.</param>
    /// <param name="detectors">Name and scores of each detector.</param>
    public static Figure PrecisionRecall(IReadOnlyList<bool> isAnomaly,
        params IReadOnlyList<(string Name, IReadOnlyList<double> Scores)> detectors)
    {
        NotEmpty(detectors, nameof(detectors));
        var curves = detectors.Select(detector => (detector.Name, Curve: Evaluation.PrCurve(isAnomaly, detector.Scores))).ToArray();
        var share = (double)isAnomaly.Count(anomaly => anomaly) / isAnomaly.Count;
        var averages = curves.Select(one => $"{one.Name} has an average precision of {Three(one.Curve.AveragePrecision)}");
        return AreaChart(
            [.. curves.Select(one => ($"{one.Name}: AP {Three(one.Curve.AveragePrecision)}", one.Curve.Recall, one.Curve.Precision))],
            Plot.Reference($"chance: AP {Three(share)}", [0, 1], [share, share]),
            "recall (anomalies found)", "precision (alarms that are right)",
            $"Precision-recall curves. {string.Join("; ", averages)}; "
            + $"chance would be a level line at {Three(share)}, the share of anomalies.");
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
    public static Figure ScoreHistogram(
        IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores, double? threshold = null, int bins = 50,
        string scoreTitle = "anomaly score")
    {
        RankedScores.Check(isAnomaly, scores);
        IReadOnlyList<double> Of(bool anomalous) => [.. scores.Where((_, i) => isAnomaly[i] == anomalous)];
        (string Name, string Colour, bool IsAnomaly)[] classes = [("normal", Palette.Normal, false), ("anomaly", Palette.Anomaly, true)];
        var groups = classes
            .Select(kind => (kind.Name, kind.Colour, Values: Of(kind.IsAnomaly)))
            .Where(group => group.Values.Count > 0).ToArray();
        var (bars, low, high) = BinnedShares(groups, bins);
        var layout = HistogramLayout(scoreTitle, "share of the class");
        var sizes = groups.Select(group =>
            $"{group.Values.Count} {(group.Name == "anomaly" ? "anomalies" : "normals")} with median {Short(Median([.. group.Values]))}");
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
    /// <param name="scoreTitle">Title of the horizontal axis.</param>
    public static Figure ThresholdCurves(
        IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores, double? threshold = null,
        string scoreTitle = "threshold on the anomaly score")
    {
        var (thresholds, flagged) = AtEveryThreshold(isAnomaly, scores);
        var layout = Plot.Layout(null, Plot.Axis(scoreTitle), Plot.Axis("share").With(("range", Share)));
        var best = Evaluation.BestF1(isAnomaly, scores);
        var words = $"Precision and recall against the threshold; the best F1, {Three(best.F1)}, is at {Short(best.Threshold)} "
            + $"with precision {Three(best.Precision)} and recall {Three(best.Recall)}.";
        if (threshold is { } value && double.IsFinite(value))
        {
            MarkThreshold(layout, value);
            var now = Evaluation.Confusion(isAnomaly, scores, value);
            words += $" At the threshold in use, {Short(value)}, precision is {Three(now.Precision)} and recall {Three(now.Recall)}.";
        }
        // Where nothing is flagged there is no precision.
        static double Precision(Confusion counts) => counts.TruePositives + counts.FalsePositives == 0 ? double.NaN : counts.Precision;
        return new Figure(
            [
                Steps("precision (alarms that are right)", thresholds, [.. flagged.Select(Precision)], 0),
                Steps("recall (anomalies found)", thresholds, [.. flagged.Select(counts => counts.Recall)], 1),
            ],
            layout, words);
    }

    /// <summary>What wrong answers cost against the threshold: missed anomalies at one price, false alarms at another.</summary>
    /// <param name="isAnomaly">The truth, one value for each row; both classes are there.</param>
    /// <param name="scores">The detector's scores, finite.</param>
    /// <param name="missed">Price of an anomaly that is missed.</param>
    /// <param name="alarm">Price of a false alarm.</param>
    /// <param name="currency">The unit of the prices, e.g. "€".</param>
    public static Figure CostCurve(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores, double missed, double alarm,
        string currency)
    {
        foreach (var (price, name) in new[] { (missed, nameof(missed)), (alarm, nameof(alarm)) })
            if (!(price >= 0 && double.IsFinite(price)))
                throw new ArgumentOutOfRangeException(name, price, "A price must not be negative.");
        ArgumentException.ThrowIfNullOrWhiteSpace(currency);

        var (thresholds, flagged) = AtEveryThreshold(isAnomaly, scores);
        double[] misses = [.. flagged.Select(counts => missed * counts.FalseNegatives)];
        double[] alarms = [.. flagged.Select(counts => alarm * counts.FalsePositives)];
        double[] total = [.. misses.Zip(alarms, (one, other) => one + other)];
        var cheapest = Array.IndexOf(total, total.Min());
        string Price(double price) => $"{Short(price)} {currency}";
        return new Figure(
            [
                Steps("total", thresholds, total, 0), Steps("missed anomalies", thresholds, misses, 1),
                Steps("false alarms", thresholds, alarms, 2),
                Plot.Points($"least: {Price(total[cheapest])}", new[] { thresholds[cheapest] }, [total[cheapest]], 0, size: 10, opacity: 1),
            ],
            Plot.Layout(null, Plot.Axis("threshold on the anomaly score"), Plot.Axis($"cost / {currency}")),
            $"Cost of wrong answers against the threshold, a missed anomaly at {Price(missed)} and a false alarm at {Price(alarm)}: "
            + $"least, {Price(total[cheapest])}, at {Short(thresholds[cheapest])}; "
            + $"flagging nothing costs {Price(total[^1])}, flagging everything {Price(total[0])}.");
    }

    /// <summary>The four counts of right and wrong answers.</summary>
    /// <param name="confusion">The counts.</param>
    public static Figure ConfusionMatrix(Confusion confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        var (tp, fp, tn, fn) = confusion;
        double[] counts = [tn, fp, fn, tp];
        var names = ((string[])["normal", "anomaly"], (string[])["not flagged", "flagged"]);
        return HeatMapOf(
            Cells(counts, 2, 2, ColourScale.Sequential, 0, Math.Max(1, counts.Max()), "number of rows", names),
            "the detector's answer", "truth", 2,
            $"Confusion matrix: {tp} anomalies flagged and {fn} missed, {fp} normals flagged and {tn} left alone; "
            + $"precision {Three(confusion.Precision)}, recall {Three(confusion.Recall)}, F1 {Three(confusion.F1)}.");
    }

    /// <summary>0 to 1 with a little air.</summary>
    private static double[] Share => [-0.02, 1.02];

    private static Figure AreaChart(
        IReadOnlyList<(string Name, double[] X, double[] Y)> curves, Trace chance, string xTitle, string yTitle, string altText)
    {
        var lines = curves.Select((curve, i) =>
        {
            var (x, y) = Thinning.Curve(curve.X, curve.Y);
            return Plot.Line(curve.Name, x, y, i);
        });
        // The legend stands beside the curves: wherever it lay inside, it would cover one.
        var layout = Plot.Layout(
            null, Plot.Axis(xTitle).With(("range", Share)), Plot.Axis(yTitle).With(("range", Share)), width: 760, height: 440);
        return new Figure([.. lines, chance], layout, altText);
    }

    /// <summary>A dashed upright line with its value.</summary>
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

    /// <summary>
    /// Thresholds from below all scores up to the highest, and the counts at each: between two neighbours nothing changes.
    /// </summary>
    private static (double[] Thresholds, Confusion[] Counts) AtEveryThreshold(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores)
    {
        var ranked = RankedScores.From(isAnomaly, scores);
        var (highest, lowest) = (ranked.Scores[0], ranked.Scores[^1]);
        var below = lowest - (highest > lowest ? 0.02 * (highest - lowest) : 1);
        Confusion Counts(long tp, long fp) => new((int)tp, (int)fp, (int)(ranked.Normals - fp), (int)(ranked.Anomalies - tp));
        var flagged = Enumerable.Range(0, ranked.Scores.Length).Select(k => Counts(ranked.TruePositives[k], ranked.FalsePositives[k]));
        return ([.. ranked.Scores.Append(below).Reverse()], [.. flagged.Prepend(Counts(0, 0)).Reverse()]);
    }

    private static Trace Steps(string name, double[] x, double[] y, int index)
    {
        var (keptX, keptY) = Thinning.Curve(x, y);
        return Plot.Line(name, keptX, keptY, index, shape: "hv");
    }
}
