namespace CourseKit.Cli;

/// <summary>What <c>evaluate --json</c> writes.</summary>
/// <param name="Schema">Always <see cref="SchemaName"/>; a change that breaks readers changes the number.</param>
/// <param name="ExitCode">The tool's exit code.</param>
/// <param name="Protocol">How it was measured.</param>
/// <param name="Results">One entry for each data set and detector that was finished.</param>
/// <param name="Missing">What could not be measured, and why.</param>
internal sealed record EvaluateResults(
    string Schema, int ExitCode, EvaluateProtocol Protocol, IReadOnlyList<EvaluateEntry> Results, IReadOnlyList<MissingEntry> Missing)
{
    /// <summary>The schema's name and version.</summary>
    public const string SchemaName = "coursekit.evaluate/1";
}

/// <summary>How it was measured.</summary>
/// <param name="TrainShare">Share of the normal rows that is learned from.</param>
/// <param name="AnomaliesInTraining">Share of the training rows that are anomalies.</param>
/// <param name="Scale">The scaling: minmax, standard or none.</param>
/// <param name="Splits">The file that names the training rows; null if they are drawn by the seed.</param>
/// <param name="Seeds">The seeds, of the split and of the detector.</param>
internal sealed record EvaluateProtocol(
    double TrainShare, double AnomaliesInTraining, string Scale, string? Splits, IReadOnlyList<int> Seeds)
{
    /// <summary>Whether results of the other can stand beside results of this one.</summary>
    public bool Same(EvaluateProtocol other) => this with { Seeds = other.Seeds } == other && Seeds.SequenceEqual(other.Seeds);
}

/// <summary>A detector on a data set.</summary>
/// <param name="Data">Name of the set.</param>
/// <param name="Detector">Name of the detector.</param>
/// <param name="Options">Its options, as text.</param>
/// <param name="TrainRows">Rows it learned from.</param>
/// <param name="Features">Columns.</param>
/// <param name="TestRows">Rows it was measured on.</param>
/// <param name="Anomalies">Anomalies among these.</param>
/// <param name="Auroc">Mean over the seeds.</param>
/// <param name="AurocDeviation">Sample standard deviation over the seeds; null for one seed.</param>
/// <param name="AveragePrecision">Mean over the seeds.</param>
/// <param name="AveragePrecisionDeviation">Sample standard deviation over the seeds; null for one seed.</param>
/// <param name="UntrainedAuroc">Mean of its untrained copy; null if it does not train for epochs.</param>
/// <param name="FitSeconds">Mean over the seeds.</param>
/// <param name="ScoreSeconds">Mean over the seeds.</param>
/// <param name="Interval">Bootstrap interval of the AUROC of the first seed: lower and upper end; null if not asked for.</param>
/// <param name="Seeds">Each seed.</param>
internal sealed record EvaluateEntry(
    string Data, string Detector, string Options, int TrainRows, int Features, int TestRows, int Anomalies, double Auroc,
    double? AurocDeviation, double AveragePrecision, double? AveragePrecisionDeviation, double? UntrainedAuroc, double FitSeconds,
    double ScoreSeconds, double[]? Interval, IReadOnlyList<SeedEntry> Seeds);

/// <summary>One seed of an <see cref="EvaluateEntry"/>.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Auroc">Area under the ROC curve.</param>
/// <param name="AveragePrecision">Average precision.</param>
/// <param name="UntrainedAuroc">That of the untrained copy.</param>
/// <param name="UntrainedAveragePrecision">That of the untrained copy.</param>
/// <param name="FitSeconds">To fit, with the threshold.</param>
/// <param name="ScoreSeconds">To score all test rows.</param>
internal sealed record SeedEntry(
    int Seed, double Auroc, double AveragePrecision, double? UntrainedAuroc, double? UntrainedAveragePrecision, double FitSeconds,
    double ScoreSeconds);

/// <summary>What could not be measured.</summary>
/// <param name="Data">Name of the set.</param>
/// <param name="Detector">Name of the detector; null if the set itself is missing.</param>
/// <param name="Reason">Why, and what to do.</param>
internal sealed record MissingEntry(string Data, string? Detector, string Reason);

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
            group.Count(), group.Average(one => one.Auroc), group.Average(one => one.AveragePrecision),
            group.All(one => one.UntrainedAuroc is not null) ? group.Average(one => one.UntrainedAuroc) : null)));
}
