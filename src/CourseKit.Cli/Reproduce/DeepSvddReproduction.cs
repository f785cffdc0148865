using System.Diagnostics;
using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Cli;

/// <summary>Deep SVDD on MNIST, digit by digit. What is finished is written down at once, and not done twice.</summary>
/// <param name="digits">The digits that are normal, one after the other.</param>
/// <param name="seeds">How many seeds, from 1 on.</param>
/// <param name="options">The protocol.</param>
/// <param name="json">Where the results go and are gone on from; null for nowhere.</param>
/// <param name="page">Where the table goes as Markdown; null for nowhere.</param>
internal sealed class DeepSvddReproduction(IReadOnlyList<int> digits, int seeds, DeepSvddOptions options, string? json, string? page)
{
    /// <summary>What an epoch of pre-training costs, in epochs of Deep SVDD: it has the decoder, too.</summary>
    private const double PretrainingCost = 2.5;

    private readonly ReproduceProtocol protocol = new(options.Objective, options.PretrainingEpochs, options.Epochs);
    private readonly List<ReproduceRun> runs = [];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (json is not null && File.Exists(json)) runs.AddRange(Resume(json));
        var (train, test) = Load();
        var todo = digits.SelectMany(digit => Enumerable.Range(1, seeds), (digit, seed) => (digit, seed))
            .Where(one => !runs.Exists(run => (run.Digit, run.Seed) == one)).ToList();
        if (runs.Count > 0) Screen.Line($"{runs.Count} runs are finished in {json}, {todo.Count} are left.");

        var clock = Stopwatch.StartNew();
        int ImagesOf(int digit) => train.Labels.Count(label => label == digit);
        var images = todo.Sum(one => ImagesOf(one.digit));
        double done = 0;
        foreach (var (digit, seed) in todo)
        {
            ReproduceRun run;
            var current = ImagesOf(digit);
            try
            {
                run = await Screen.WithProgressAsync(
                    $"digit {digit}, seed {seed}", options.PretrainingEpochs + options.Epochs, report => Task.Run(
                    () => Run(train, test, digit, seed, news => Tell(report, news, done, current, images, clock), cancellationToken),
                    cancellationToken), tenths: true).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Screen.Line(json is null ? "Stopped." : $"Stopped; the same command goes on from {json}.");
                return ExitCodes.Interrupted;
            }
            done += current;
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
        Dataset train, Dataset test, int digit, int seed, Action<TrainingProgress> report, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var split = OneClassSplit.Create(GlobalContrast.Apply(train.Where(label => label == digit)), test, [digit])
            .Scaled(Scaler.MinMaxOfAll);
        using var detector = new DeepSvdd(options with { Seed = seed });
        detector.Fit(split.Train.X, new Relay<TrainingProgress>(report), cancellationToken);
        var auroc = Evaluation.Auroc(split.IsAnomaly, detector.Score(split.Test.X));
        using var process = Process.GetCurrentProcess();
        return new ReproduceRun(
            digit, seed, split.Train.Count, auroc, (process.TotalProcessorTime - before).TotalSeconds, process.PeakWorkingSet64 / 1e6);
    }

    private static (Dataset Train, Dataset Test) Load()
    {
        try
        {
            var (train, test) = Datasets.Mnist();
            return (train, GlobalContrast.Apply(test));
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new ToolException(e.Message, ExitCodes.Unreadable);
        }
    }

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

    /// <summary>Tells where a run is and how long all runs will take, going by the share of the work that is done.</summary>
    private void Tell(Action<int, string> report, TrainingProgress news, double done, double current, double images, Stopwatch clock)
    {
        var share = (done + (current * Cost(news.Epoch) / Cost(news.Epochs))) / images;
        var left = TimeSpan.FromSeconds(clock.Elapsed.TotalSeconds * (1 - share) / share);
        report(news.Epoch - 1, Invariant($"loss {news.Loss:0.####}, about {left.TotalMinutes:0} min left"));
    }

    private double Cost(int epochs) =>
        (PretrainingCost * Math.Min(epochs, options.PretrainingEpochs)) + Math.Max(0, epochs - options.PretrainingEpochs);
}

/// <summary>What <c>reproduce deep-svdd --json</c> writes.</summary>
/// <param name="Schema">Always <see cref="SchemaName"/>; a change that breaks readers changes the number.</param>
/// <param name="Protocol">What was run.</param>
/// <param name="Runs">The runs that are finished, by digit and seed.</param>
public sealed record ReproduceResults(string Schema, ReproduceProtocol Protocol, IReadOnlyList<ReproduceRun> Runs)
{
    /// <summary>The schema's name and version.</summary>
    public const string SchemaName = "coursekit.reproduce-deep-svdd/1";
}

/// <summary>What runs must have in common to stand in one table.</summary>
/// <param name="Objective"><c>oneClass</c> or <c>softBoundary</c>.</param>
/// <param name="PretrainingEpochs">Epochs as an autoencoder.</param>
/// <param name="Epochs">Epochs of Deep SVDD.</param>
public sealed record ReproduceProtocol(SvddObjective Objective, int PretrainingEpochs, int Epochs);

/// <summary>One network, trained on one digit.</summary>
/// <param name="Digit">The digit that is normal.</param>
/// <param name="Seed">The seed.</param>
/// <param name="TrainingImages">How many images were learned from.</param>
/// <param name="Auroc">Area under the ROC curve over the test images, in [0, 1].</param>
/// <param name="CpuSeconds">Processor time that training and scoring took, of all cores together.</param>
/// <param name="PeakMemoryMB">The most memory that the process had had by then, in 10⁶ bytes.</param>
public sealed record ReproduceRun(int Digit, int Seed, int TrainingImages, double Auroc, double CpuSeconds, double PeakMemoryMB);
