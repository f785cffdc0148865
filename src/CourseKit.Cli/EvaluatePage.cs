using System.Globalization;

namespace CourseKit.Cli;

/// <summary>The page of <c>coursekit evaluate</c>: one table for each measure, sets down, detectors across.</summary>
internal static class EvaluatePage
{
    public static string Render(EvaluateResults all)
    {
        var protocol = all.Protocol;
        var detectors = all.Results.Select(one => one.Detector).Distinct().ToArray();
        var sets = all.Results.GroupBy(one => one.Data).ToArray();
        var means = EvaluateMean.Of(all.Results).ToDictionary(one => one.Detector, one => one.Mean);
        var rows = protocol.Splits is { } file ? $"of {Page.Escape(file)}" : "drawn by the seed";
        var pieces = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"<p>{protocol.TrainShare:0.##} of the normal rows of each set, {rows}, are learned from{(protocol.AnomaliesInTraining > 0 ? $", with {protocol.AnomaliesInTraining:0.##} of anomalies among them" : "")}; all other rows are judged. Scaling: {protocol.Scale}, by the training rows. Mean ± standard deviation over {protocol.Seeds.Count} seeds; the best of a row is marked ●. Means over the sets can be compared where the number of sets is the same.</p>"),
        };
        void Add(string title, Func<EvaluateEntry, double> value, Func<EvaluateEntry, double?> deviation, Func<EvaluateMean, double>? mean, string format)
        {
            pieces.Add($"<h2>{title}</h2>");
            var lines = sets.Select(set =>
            {
                var best = mean is null ? double.NaN : set.Max(value);
                return (IReadOnlyList<string>)[string.Create(CultureInfo.InvariantCulture, $"{set.Key} ({set.First().TrainRows} × {set.First().Features})"), .. detectors.Select(detector =>
                    set.FirstOrDefault(one => one.Detector == detector) is not { } one ? "–"
                    : value(one).ToString(format, CultureInfo.InvariantCulture) + (deviation(one) is { } spread ? " ± " + spread.ToString(format, CultureInfo.InvariantCulture) : "") + (value(one) == best ? " ●" : ""))];
            });
            if (mean is not null) lines = lines.Append(["mean (sets)", .. detectors.Select(detector => string.Create(CultureInfo.InvariantCulture, $"{mean(means[detector]).ToString(format, CultureInfo.InvariantCulture)} ({means[detector].Sets})"))]);
            pieces.Add(Page.Table(["set (training rows × columns)", .. detectors], lines));
        }
        if (sets.Length > 0)
        {
            Add("Area under the ROC curve", one => one.Auroc, one => one.AurocDeviation, one => one.Auroc, "0.000");
            Add("Average precision", one => one.AveragePrecision, one => one.AveragePrecisionDeviation, one => one.AveragePrecision, "0.000");
            Add("Seconds to fit", one => one.FitSeconds, _ => null, null, "0.000");
            Add("Seconds to score all test rows", one => one.ScoreSeconds, _ => null, null, "0.000");
            var trained = detectors.Where(detector => means[detector].Untrained is not null).ToArray();
            if (trained.Length > 0)
            {
                pieces.Add("<h2>Beside their untrained copies</h2>");
                pieces.Add(Page.Table(["detector", "AUROC", "untrained", "difference"], trained.Select(detector => (IReadOnlyList<string>)
                    [detector, Three(means[detector].Auroc), Three(means[detector].Untrained!.Value), (means[detector].Auroc - means[detector].Untrained!.Value).ToString("+0.000;−0.000", CultureInfo.InvariantCulture)])));
            }
            pieces.Add("<h2>Options</h2>");
            pieces.Add(Page.Table(["set", "detector", "options"], all.Results.Select(one => (IReadOnlyList<string>)[one.Data, one.Detector, one.Options]), 1, 2));
        }
        if (all.Missing.Count > 0)
        {
            pieces.Add("<h2>Not measured</h2>");
            pieces.Add(Page.Table(["set", "detector", "why"], all.Missing.Select(one => (IReadOnlyList<string>)[one.Data, one.Detector ?? "all", one.Reason]), 1, 2));
        }
        return Page.Render("Detectors on data sets with known anomalies", string.Join('\n', pieces));
    }

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
