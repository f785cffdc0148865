using System.Globalization;
using static System.FormattableString;

namespace CourseKit.Cli;

// The page of coursekit evaluate: one table for each measure, sets down, detectors across.
internal static class EvaluatePage
{
    public static IEnumerable<object> Of(EvaluateResults all)
    {
        var protocol = all.Protocol;
        string[] detectors = [.. all.Results.Select(one => one.Detector).Distinct()];
        var sets = all.Results.GroupBy(one => one.Data).ToArray();
        var means = EvaluateMean.Of(all.Results).ToDictionary(one => one.Detector, one => one.Mean);
        var rows = protocol.Splits is { } file ? $"of {ReportPage.Quote(file)}" : "drawn by the seed";
        var mixed = protocol.AnomaliesInTraining > 0 ? Invariant($", with {protocol.AnomaliesInTraining:0.##} of anomalies among them")
            : "";

        ResultTable Sets(
            Func<EvaluateEntry, double> value, Func<EvaluateEntry, double?>? spread = null, Func<EvaluateMean, double>? mean = null)
        {
            var table = new ResultTable(["set (training rows × columns)", .. detectors]);
            foreach (var set in sets)
            {
                var best = mean is null ? double.NaN : set.Max(value);
                string Cell(EvaluateEntry? one) => one is null ? "–"
                    : Three(value(one)) + (spread?.Invoke(one) is { } by ? " ± " + Three(by) : "") + (value(one) == best ? " ●" : "");
                table.Add([Invariant($"{set.Key} ({set.First().TrainRows} × {set.First().Features})"), .. detectors.Select(
                    name => Cell(set.FirstOrDefault(one => one.Detector == name)))]);
            }
            if (mean is not null)
                table.Add(["mean (sets)", .. detectors.Select(name => Invariant($"{mean(means[name]):0.000} ({means[name].Sets})"))]);
            return table;
        }

        yield return "# Detectors on data sets with known anomalies";
        yield return Invariant(
            $"{protocol.TrainShare:0.##} of the normal rows of each set, {rows}, are learned from{mixed}; all other rows are judged. ")
            + $"Scaling: {protocol.Scale}, by the training rows. Mean ± standard deviation over {protocol.Seeds.Count} seeds; "
            + "the best of a row is marked ●. Means over the sets can be compared where the number of sets is the same.";
        if (sets.Length > 0)
        {
            yield return "## Area under the ROC curve";
            yield return Sets(one => one.Auroc, one => one.AurocDeviation, one => one.Auroc);
            yield return "## Average precision";
            yield return Sets(one => one.AveragePrecision, one => one.AveragePrecisionDeviation, one => one.AveragePrecision);
            yield return "## Seconds to fit";
            yield return Sets(one => one.FitSeconds);
            yield return "## Seconds to score all test rows";
            yield return Sets(one => one.ScoreSeconds);
            var trained = means.Where(one => one.Value.Untrained is not null).ToArray();
            if (trained.Length > 0)
            {
                yield return "## Beside their untrained copies";
                var table = new ResultTable("detector", "AUROC", "untrained", "difference")
                {
                    Formats = { ["difference"] = "+0.000;−0.000" },
                };
                foreach (var (name, mean) in trained) table.Add(name, mean.Auroc, mean.Untrained, mean.Auroc - mean.Untrained);
                yield return table;
            }
            yield return "## Options";
            yield return Words(["set", "detector", "options"], all.Results.Select(one => (one.Data, one.Detector, one.Options)));
        }
        if (all.Missing.Count > 0)
        {
            yield return "## Not measured";
            yield return Words(["set", "detector", "why"], all.Missing.Select(one => (one.Data, one.Detector ?? "all", one.Reason)));
        }
    }

    private static ResultTable Words(string[] titles, IEnumerable<(string, string, string)> rows)
    {
        var table = new ResultTable(titles);
        foreach (var (set, detector, text) in rows) table.Add(set, detector, text);
        return table;
    }

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
