using System.Text.Json.Nodes;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>Precision and recall against the threshold: a row is flagged if its score is greater.</summary>
    /// <param name="isAnomaly">The truth, one value for each row; both classes are there.</param>
    /// <param name="scores">The detector's scores, finite.</param>
    /// <param name="threshold">The threshold in use, if there is one to show.</param>
    /// <param name="scoreTitle">Title of the horizontal axis.</param>
    public static Figure ThresholdCurves(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores, double? threshold = null, string scoreTitle = "threshold on the anomaly score")
    {
        var (thresholds, flagged) = AtEveryThreshold(isAnomaly, scores);
        var layout = PlotJson.Layout(null, PlotJson.Axis(scoreTitle), PlotJson.Axis("share"));
        layout["yaxis"]!["range"] = new JsonArray(-0.02, 1.02);
        var best = Evaluation.BestF1(isAnomaly, scores);
        var words = $"Precision and recall against the threshold; the best F1, {Three(best.F1)}, is at {Short(best.Threshold)} with precision {Three(best.Precision)} and recall {Three(best.Recall)}.";
        if (threshold is { } value && double.IsFinite(value))
        {
            MarkThreshold(layout, value);
            var now = Evaluation.Confusion(isAnomaly, scores, value);
            words += $" At the threshold in use, {Short(value)}, precision is {Three(now.Precision)} and recall {Three(now.Recall)}.";
        }
        return new Figure(
            [
                // Where nothing is flagged there is no precision.
                Steps("precision (alarms that are right)", thresholds, [.. flagged.Select(counts => counts.TruePositives + counts.FalsePositives == 0 ? double.NaN : counts.Precision)], 0),
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
    public static Figure CostCurve(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores, double missed, double alarm, string currency)
    {
        foreach (var (price, name) in new[] { (missed, nameof(missed)), (alarm, nameof(alarm)) })
            if (!(price >= 0 && double.IsFinite(price))) throw new ArgumentOutOfRangeException(name, price, "A price must not be negative.");
        ArgumentException.ThrowIfNullOrWhiteSpace(currency);

        var (thresholds, flagged) = AtEveryThreshold(isAnomaly, scores);
        double[] misses = [.. flagged.Select(counts => missed * counts.FalseNegatives)], alarms = [.. flagged.Select(counts => alarm * counts.FalsePositives)];
        double[] total = [.. misses.Zip(alarms, (one, other) => one + other)];
        var cheapest = Array.IndexOf(total, total.Min());
        var least = PlotJson.Points($"least: {Short(total[cheapest])} {currency}", [thresholds[cheapest]], [total[cheapest]], 0, size: 10, opacity: 1);
        return new Figure(
            [Steps("total", thresholds, total, 0), Steps("missed anomalies", thresholds, misses, 1), Steps("false alarms", thresholds, alarms, 2), least],
            PlotJson.Layout(null, PlotJson.Axis("threshold on the anomaly score"), PlotJson.Axis($"cost / {currency}")),
            $"Cost of wrong answers against the threshold, a missed anomaly at {Short(missed)} {currency} and a false alarm at {Short(alarm)} {currency}: least, {Short(total[cheapest])} {currency}, at {Short(thresholds[cheapest])}; "
            + $"flagging nothing costs {Short(total[^1])} {currency}, flagging everything {Short(total[0])} {currency}.");
    }

    /// <summary>Thresholds from below all scores up to the highest, and the counts at each: between two neighbours nothing changes.</summary>
    private static (double[] Thresholds, Confusion[] Counts) AtEveryThreshold(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores)
    {
        var ranked = RankedScores.From(isAnomaly, scores);
        var (highest, lowest) = (ranked.Scores[0], ranked.Scores[^1]);
        var below = lowest - (highest > lowest ? 0.02 * (highest - lowest) : 1);
        Confusion Counts(long tp, long fp) => new((int)tp, (int)fp, (int)(ranked.Normals - fp), (int)(ranked.Anomalies - tp));
        var flagged = Enumerable.Range(0, ranked.Scores.Length).Select(k => Counts(ranked.TruePositives[k], ranked.FalsePositives[k])).Prepend(Counts(0, 0));
        return ([.. ranked.Scores.Append(below).Reverse()], [.. flagged.Reverse()]);
    }

    private static JsonObject Steps(string name, double[] x, double[] y, int index)
    {
        var (keptX, keptY) = Thinning.Curve(x, y);
        var line = PlotJson.Line(name, keptX, keptY, index);
        line["line"]!["shape"] = "hv";
        return line;
    }
}
