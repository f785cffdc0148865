using System.CommandLine;
using static CourseKit.Cli.CommonOptions;

namespace CourseKit.Cli;

// coursekit evaluate: detectors on data sets with known anomalies, over several seeds.
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var data = Words("--data", "Tables with labels, see ./coursekit data list.", "NAME");
        data.Required = true;
        var detectors = Words("--detector", "Detectors; all if none is named.", "NAME");
        var seeds = Default("--seeds", 5, "How many seeds, from 0: each draws another split and another start.", "COUNT");
        var share = Default("--train-share", 0.5, "Share of the normal rows to learn from, in (0, 1).", "SHARE");
        var contaminated = Default(
            "--anomalies-in-training", 0.0, "Share of the training rows that are anomalies, in [0, 0.5].", "SHARE");
        var splits = Text(
            "--splits",
            "JSON file with the training rows of each set, {\"glass\": [[row, …], …]}, a list for each seed, instead of drawing them.");
        var scale = DetectorSettings.ScaleOption();
        var set = DetectorSettings.SetOption();
        var limit = Number<double>(
            "--limit", "Leave a detector out on a set where it takes longer than this many seconds.", "SECONDS");
        var intervals = Flag("--intervals", "Add a bootstrap interval of the AUROC of the first seed.");
        var json = Json("Write the results to this file, after each detector.");
        var resume = Flag("--resume", "Keep what the --json file already has and measure the rest.");
        var output = Text("--out", "Write the tables as a page for the browser to this file.");
        return new Command("evaluate", "Measure detectors on data sets: AUROC, average precision and seconds over several seeds.")
        {
            data, detectors, seeds, share, contaminated, splits, scale, set, limit, intervals, json, resume, output,
        }.Runs((parse, cancellationToken) =>
        {
            Require(parse.GetValue(seeds) is >= 1 and <= 1000, "--seeds must be from 1 to 1000.");
            Require(parse.GetValue(share) is > 0 and < 1, "--train-share must be in (0, 1).");
            Require(parse.GetValue(contaminated) is >= 0 and <= 0.5, "--anomalies-in-training must be in [0, 0.5].");
            Require(parse.GetValue(limit) is null or (> 0 and <= 1e6), "--limit needs a positive number of seconds.");
            Require(!parse.GetValue(resume) || parse.GetValue(json) is not null, "--resume needs the --json file to go on with.");
            var kinds = parse.GetValue(detectors) is { Length: > 0 } named ? named.Select(DetectorSettings.Find).Distinct()
                : DetectorCatalogue.All;
            var protocol = new EvaluateProtocol(
                parse.GetValue(share), parse.GetValue(contaminated), parse.GetValue(scale)!, parse.GetValue(splits),
                [.. Enumerable.Range(0, parse.GetValue(seeds))]);
            var session = new EvaluateSession(
                [.. parse.GetValue(data)!.Distinct().Select(DataCommand.Find)], [.. kinds], protocol, parse.GetValue(set)!,
                parse.GetValue(limit), parse.GetValue(intervals), parse.GetValue(json), parse.GetValue(output));
            return session.RunAsync(parse.GetValue(resume), cancellationToken);
        });
    }
}
