using System.Diagnostics;

namespace CourseKit.Cli;

// Measures detectors on a data set (label 0 is normal): learns from a part of the normal rows, judges the other normal rows and the
// anomalies. Splits are the training rows for each seed in order; null to draw them.
internal sealed class OneClassRun(Dataset data, EvaluateProtocol protocol, int[][]? splits)
{
    private const int WarmUpRows = 64;

    private static readonly HashSet<DetectorKind> Warm = [];

    private readonly Dictionary<int, OneClassSplit> prepared = [];

    public EvaluateEntry Measure(
        DetectorKind kind, IReadOnlyList<string> settings, bool intervals, Action<int> report, CancellationToken cancellationToken)
    {
        var seeds = new List<SeedEntry>();
        double[]? interval = null;
        var text = "";
        foreach (var (index, seed) in protocol.Seeds.Index())
        {
            report(index);
            var split = Split(index);
            var options = DetectorSettings.Apply(kind.ForTable(split.Train.Count, split.Train.Features) with { Seed = seed }, settings);
            WarmUp(kind, options, split);
            var (scores, fit, score) = Scores(kind, options, split, cancellationToken);
            var untrained = DetectorSettings.Epochs(options) > 0 ? Scores(
                kind, DetectorSettings.WithEpochs(options, _ => 0), split, cancellationToken).Scores : null;
            double? OfUntrained(Func<IReadOnlyList<bool>, IReadOnlyList<double>, double> measure) => untrained is null ? null
                : measure(split.IsAnomaly, untrained);
            seeds.Add(new SeedEntry(
                seed, Evaluation.Auroc(split.IsAnomaly, scores), Evaluation.AveragePrecision(split.IsAnomaly, scores),
                OfUntrained(Evaluation.Auroc), OfUntrained(Evaluation.AveragePrecision), fit, score));
            if (index > 0) continue;
            text = DetectorSettings.Describe(options);
            if (intervals && Evaluation.Bootstrap(split.IsAnomaly, scores, Evaluation.Auroc, resamples: 500) is var found)
                interval = [found.Lower, found.Upper];
        }
        var (train, test, truth) = (Split(0).Train, Split(0).Test, Split(0).IsAnomaly);
        var auroc = Evaluation.OverSeeds([.. seeds.Select(one => one.Auroc)]);
        var precision = Evaluation.OverSeeds([.. seeds.Select(one => one.AveragePrecision)]);
        return new EvaluateEntry(
            data.Name, kind.Name, text, train.Count, train.Features, test.Count, truth.Count(one => one), auroc.Mean, Spread(auroc),
            precision.Mean, Spread(precision),
            seeds.All(one => one.UntrainedAuroc is not null) ? seeds.Average(one => one.UntrainedAuroc) : null,
            seeds.Average(one => one.FitSeconds), seeds.Average(one => one.ScoreSeconds), interval, seeds);
    }

    // The first use of any code costs the time of its compilation, which is not the detector's: it is spent on a few rows before.
    private static void WarmUp(DetectorKind kind, DetectorOptions options, OneClassSplit split)
    {
        if (!Warm.Add(kind)) return;
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var detector = kind.Create(DetectorSettings.WithEpochs(options, epochs => Math.Min(1, epochs)));
        detector.Fit(split.Train.X.narrow(0, 0, Math.Min(WarmUpRows, split.Train.Count)));
        detector.Score(split.Test.X.narrow(0, 0, Math.Min(WarmUpRows, split.Test.Count)));
    }

    private static double? Spread(SeedSummary summary) => double.IsNaN(summary.StandardDeviation) ? null : summary.StandardDeviation;

    private static (double[] Scores, double Fit, double Score) Scores(
        DetectorKind kind, DetectorOptions options, OneClassSplit split, CancellationToken cancellationToken)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var detector = kind.Create(options);
        var clock = Stopwatch.StartNew();
        detector.Fit(split.Train.X, cancellationToken: cancellationToken);
        var fit = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var scores = detector.Score(split.Test.X);
        return (scores, fit, clock.Elapsed.TotalSeconds);
    }

    private OneClassSplit Split(int index)
    {
        if (prepared.TryGetValue(index, out var split)) return split;
        split = splits is null
            ? OneClassSplit.FromOne(
                data, trainShare: protocol.TrainShare, contamination: protocol.AnomaliesInTraining, seed: protocol.Seeds[index])
            : OneClassSplit.FromTrainingRows(data, splits[index]);
        return prepared[index] = split.Scaled(DetectorSettings.Scaling(protocol.Scale));
    }
}
