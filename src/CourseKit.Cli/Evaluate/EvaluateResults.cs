namespace CourseKit.Cli;

// What evaluate --json writes, as docs/tool.md tells.
internal sealed record EvaluateResults(
    string Schema, int ExitCode, EvaluateProtocol Protocol, IReadOnlyList<EvaluateEntry> Results, IReadOnlyList<MissingEntry> Missing)
{
    public const string SchemaName = "coursekit.evaluate/1";
}

// How it was measured.
internal sealed record EvaluateProtocol(
    double TrainShare, double AnomaliesInTraining, string Scale, string? Splits, IReadOnlyList<int> Seeds)
{
    // Whether results of the other can stand beside results of this one.
    public bool Same(EvaluateProtocol other) => this with { Seeds = other.Seeds } == other && Seeds.SequenceEqual(other.Seeds);
}

// Means over the seeds; what there is no number for is null: deviations of one seed, an untrained copy of what does not train.
internal sealed record EvaluateEntry(
    string Data, string Detector, string Options, int TrainRows, int Features, int TestRows, int Anomalies, double Auroc,
    double? AurocDeviation, double AveragePrecision, double? AveragePrecisionDeviation, double? UntrainedAuroc, double FitSeconds,
    double ScoreSeconds, double[]? Interval, IReadOnlyList<SeedEntry> Seeds);

internal sealed record SeedEntry(
    int Seed, double Auroc, double AveragePrecision, double? UntrainedAuroc, double? UntrainedAveragePrecision, double FitSeconds,
    double ScoreSeconds);

// The detector is null if the set itself is missing.
internal sealed record MissingEntry(string Data, string? Detector, string Reason);

// A detector over all sets it was measured on: means of the sets' means.
internal sealed record EvaluateMean(int Sets, double Auroc, double AveragePrecision, double? Untrained)
{
    // By detector, in the order of the results. Means over different sets cannot be compared.
    public static IEnumerable<(string Detector, EvaluateMean Mean)> Of(IReadOnlyList<EvaluateEntry> results) =>
        results.GroupBy(one => one.Detector).Select(group => (group.Key, new EvaluateMean(
            group.Count(), group.Average(one => one.Auroc), group.Average(one => one.AveragePrecision),
            group.All(one => one.UntrainedAuroc is not null) ? group.Average(one => one.UntrainedAuroc) : null)));
}
