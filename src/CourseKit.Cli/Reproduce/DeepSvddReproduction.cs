using System.Diagnostics;
using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Cli;

// Deep SVDD on MNIST, digit by digit. What is finished is written down at once, and not done twice.
internal sealed class DeepSvddReproduction(IReadOnlyList<int> digits, int seeds, DeepSvddOptions options, string? json, string? page)
{
    private readonly ReproduceProtocol protocol = new(options.Objective, options.PretrainingEpochs, options.Epochs);
    private readonly List<ReproduceRun> runs = [];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (json is not null && File.Exists(json)) runs.AddRange(Resume(json));
        var (train, test) = Datasets.Mnist();
        test = GlobalContrast.Apply(test);
        var todo = digits.SelectMany(digit => Enumerable.Range(1, seeds), (digit, seed) => (digit, seed))
            .Where(one => !runs.Exists(run => (run.Digit, run.Seed) == one)).ToList();
        if (runs.Count > 0) Screen.Line($"{runs.Count} runs are finished in {json}, {todo.Count} are left.");

        foreach (var (digit, seed) in todo)
        {
            ReproduceRun run;
            try
            {
                run = await Screen.WithProgressAsync(
                    $"digit {digit}, seed {seed}", options.PretrainingEpochs + options.Epochs,
                    report => Task.Run(() => Run(train, test, digit, seed, Tell(report), cancellationToken), cancellationToken),
                    tenths: true).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Screen.Line(json is null ? "Stopped." : $"Stopped; the same command goes on from {json}.");
                return ExitCodes.Interrupted;
            }
            runs.Add(run);
            if (json is not null)
                Files.WriteJson(json, new ReproduceResults(
                    ReproduceResults.SchemaName, protocol, [.. runs.OrderBy(one => (one.Digit, one.Seed))]));
            Screen.Line(Invariant($"✓ digit {digit}, seed {seed}: AUROC {100 * run.Auroc:0.00} % ")
                + Invariant($"({run.CpuSeconds:0} s of processor time, {run.PeakMemoryMB:0} MB at most)"));
        }
        var table = new DeepSvddTable(protocol, [.. runs.Where(run => digits.Contains(run.Digit) && run.Seed <= seeds)]);
        table.Show();
        if (page is not null) table.Write(page);
        return ExitCodes.Ok;
    }

    private ReproduceRun Run(
        Dataset train, Dataset test, int digit, int seed, IProgress<TrainingProgress> report, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var split = OneClassSplit.Create(GlobalContrast.Apply(train.Where(label => label == digit)), test, [digit])
            .Scaled(Scaler.MinMaxOfAll);
        using var detector = new DeepSvdd(options with { Seed = seed });
        detector.Fit(split.Train.X, report, cancellationToken);
        var auroc = Evaluation.Auroc(split.IsAnomaly, detector.Score(split.Test.X));
        using var process = Process.GetCurrentProcess();
        return new ReproduceRun(
            digit, seed, split.Train.Count, auroc, (process.TotalProcessorTime - before).TotalSeconds, process.PeakWorkingSet64 / 1e6);
    }

    private static Relay<TrainingProgress> Tell(Action<int, string> report) =>
        new(now => report(now.Epoch - 1, Invariant($"loss {now.Loss:0.####}")));

    private IReadOnlyList<ReproduceRun> Resume(string path)
    {
        var results = Files.ReadJson<ReproduceResults>(path);
        if (results is not { Schema: ReproduceResults.SchemaName, Protocol: not null, Runs: not null })
            throw new ToolException($"{path} holds no results of this command. Name another file.", ExitCodes.Unreadable);
        if (results.Protocol != protocol)
            throw new ToolException(
                $"{path} holds results of another protocol ({results.Protocol}). Name another file.", ExitCodes.Unreadable);
        return results.Runs;
    }
}

// What reproduce deep-svdd --json writes, as docs/tool.md tells.
internal sealed record ReproduceResults(string Schema, ReproduceProtocol Protocol, IReadOnlyList<ReproduceRun> Runs)
{
    public const string SchemaName = "coursekit.reproduce-deep-svdd/1";
}

// What runs must have in common to stand in one table.
internal sealed record ReproduceProtocol(SvddObjective Objective, int PretrainingEpochs, int Epochs);

internal sealed record ReproduceRun(int Digit, int Seed, int TrainingImages, double Auroc, double CpuSeconds, double PeakMemoryMB);
