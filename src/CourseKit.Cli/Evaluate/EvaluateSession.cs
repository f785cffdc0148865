using static System.FormattableString;

namespace CourseKit.Cli;

// One run of coursekit evaluate: set by set, detector by detector; what is finished is written at once.
internal sealed class EvaluateSession(
    IReadOnlyList<DataEntry> sets, IReadOnlyList<DetectorKind> kinds, EvaluateProtocol protocol, string[] settings, double? limit,
    bool intervals, string? json, string? page)
{
    private readonly List<EvaluateEntry> results = [];
    private readonly List<MissingEntry> missing = [];

    public async Task<int> RunAsync(bool resume, CancellationToken cancellationToken)
    {
        var splits = protocol.Splits is { } file ? Files.ReadJson<Dictionary<string, int[][]>>(file) : null;
        if (resume && File.Exists(json)) Resume(Files.ReadJson<EvaluateResults>(json));
        // An option that a detector does not have should not cost the measurements before it.
        foreach (var kind in kinds) DetectorSettings.Apply(kind.ForTable(100, 10), settings);
        try
        {
            foreach (var entry in sets) await MeasureAsync(entry, splits, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Write(ExitCodes.Interrupted);
            return ExitCodes.Interrupted;
        }
        ShowMeans();
        var exitCode = missing.Exists(one => one.Detector is not null) ? ExitCodes.FitFailed : missing.Count > 0 ? ExitCodes.NotFound
            : ExitCodes.Ok;
        Write(exitCode);
        if (json is not null) Screen.Line(json);
        if (page is not null) Screen.Line(page);
        return exitCode;
    }

    private void Resume(EvaluateResults before)
    {
        if (before.Schema != EvaluateResults.SchemaName || !before.Protocol.Same(protocol))
            throw new ToolException($"{json} was measured by another protocol; give the same options, or another file.", ExitCodes.Usage);
        results.AddRange(before.Results);
    }

    private async Task MeasureAsync(DataEntry entry, Dictionary<string, int[][]>? splits, CancellationToken cancellationToken)
    {
        var wanted = kinds.Where(kind => !results.Exists(result => result.Data == entry.Name && result.Detector == kind.Name)).ToList();
        if (wanted.Count == 0) return;
        OneClassRun run;
        try
        {
            var rows = splits?.GetValueOrDefault(entry.Name);
            if (splits is not null && !(rows?.Length >= protocol.Seeds.Count))
                throw new ToolException(
                    $"{protocol.Splits} has no {protocol.Seeds.Count} lists of rows for {entry.Name}.", ExitCodes.Unreadable);
            run = new OneClassRun(Load(entry), protocol, rows);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException)
        {
            Miss(entry.Name, null, DetectorSettings.Plain(e));
            return;
        }
        foreach (var kind in wanted)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (limit is { } seconds) patience.CancelAfter(TimeSpan.FromSeconds(seconds));
            try
            {
                var name = $"{entry.Name}  {kind.Name}";
                var result = await Screen.WithProgressAsync(name, protocol.Seeds.Count, report => Task.Run(
                    () => run.Measure(kind, settings, intervals, index =>
                        report(index, Invariant($"seed {protocol.Seeds[index]}")), patience.Token),
                    CancellationToken.None)).ConfigureAwait(false);
                results.Add(result);
                Screen.Line(Line(result));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                Miss(entry.Name, kind.Name, Invariant($"took longer than {limit} s and was left out (--limit)"));
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                Miss(entry.Name, kind.Name, DetectorSettings.Plain(e));
            }
            Write(ExitCodes.Interrupted); // as things stand if nothing more comes
        }
    }

    // Of card payments the first column, the seconds since the first payment, is left out: it says when, not what.
    private static Dataset Load(DataEntry entry)
    {
        var data = Datasets.Table(entry.Name);
        return entry.Name.StartsWith("creditcard", StringComparison.Ordinal)
            ? new Dataset(data.Name, data.X.narrow(1, 1, data.Features - 1), data.Labels) { Columns = [.. data.Columns.Skip(1)] }
            : data;
    }

    private void Miss(string data, string? detector, string reason)
    {
        missing.Add(new MissingEntry(data, detector, reason));
        Screen.Warn($"{data}{(detector is null ? "" : $", {detector}")}: {reason}");
    }

    private void ShowMeans()
    {
        foreach (var (kind, mean) in EvaluateMean.Of(results))
        {
            var untrained = mean.Untrained is { } auroc ? Invariant($"           untrained {auroc:0.0000}") : "";
            Screen.Line(Invariant($"{"mean of " + mean.Sets,-19} {kind,-24} AUROC {mean.Auroc:0.0000}           ")
                + Invariant($"AP {mean.AveragePrecision:0.0000}{untrained}"));
        }
    }

    private void Write(int exitCode)
    {
        var all = new EvaluateResults(EvaluateResults.SchemaName, exitCode, protocol, results, missing);
        if (json is not null) Files.WriteJson(json, all);
        if (page is not null) ReportPage.Save(page, null, EvaluatePage.Of(all));
    }

    private static string Line(EvaluateEntry one)
    {
        static string Spread(double? deviation) => deviation is { } value ? Invariant($" ± {value:0.0000}") : "         ";
        var untrained = one.UntrainedAuroc is { } auroc ? Invariant($"  untrained {auroc:0.0000}") : "";
        var interval = one.Interval is { } ends ? Invariant($"  95 % [{ends[0]:0.000}, {ends[1]:0.000}]") : "";
        return Invariant($"{one.Data,-19} {one.Detector,-24} AUROC {one.Auroc:0.0000}{Spread(one.AurocDeviation)}  ")
            + Invariant($"AP {one.AveragePrecision:0.0000}{Spread(one.AveragePrecisionDeviation)}{untrained}{interval}")
            + Invariant($"  fit {one.FitSeconds:0.00} s, score {one.ScoreSeconds:0.00} s");
    }
}
