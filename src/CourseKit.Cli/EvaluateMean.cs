namespace CourseKit.Cli;

/// <summary>A detector over all sets it was measured on.</summary>
/// <param name="Sets">How many these are.</param>
/// <param name="Auroc">Mean of the sets' means.</param>
/// <param name="AveragePrecision">Mean of the sets' means.</param>
/// <param name="Untrained">Mean AUROC of the untrained copy; null if there is none.</param>
internal sealed record EvaluateMean(int Sets, double Auroc, double AveragePrecision, double? Untrained)
{
    /// <summary>By detector, in the order of the results. Means over different sets cannot be compared.</summary>
    public static IEnumerable<(string Detector, EvaluateMean Mean)> Of(IReadOnlyList<EvaluateEntry> results) =>
        results.GroupBy(one => one.Detector).Select(group => (group.Key, new EvaluateMean(
            group.Count(), group.Average(one => one.Auroc), group.Average(one => one.AveragePrecision), group.All(one => one.UntrainedAuroc is not null) ? group.Average(one => one.UntrainedAuroc!.Value) : null)));
}
