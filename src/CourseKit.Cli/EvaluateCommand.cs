using System.CommandLine;

namespace CourseKit.Cli;

/// <summary><c>coursekit evaluate</c>: detectors on data sets with known anomalies, over several seeds.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var data = new Option<string[]>("--data") { Description = "Tables with labels, see ./coursekit data list.", HelpName = "NAME", Required = true, AllowMultipleArgumentsPerToken = true };
        var detectors = new Option<string[]>("--detector") { Description = "Detectors; all if none is named.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var seeds = new Option<int>("--seeds") { Description = "How many seeds, from 0: each draws another split and another start.", HelpName = "COUNT", DefaultValueFactory = _ => 5 };
        var share = new Option<double>("--train-share") { Description = "Share of the normal rows to learn from, in (0, 1).", HelpName = "SHARE", DefaultValueFactory = _ => 0.5 };
        var contaminated = new Option<double>("--anomalies-in-training") { Description = "Share of the training rows that are anomalies, in [0, 0.5].", HelpName = "SHARE", DefaultValueFactory = _ => 0 };
        var splits = new Option<string?>("--splits") { Description = "JSON file with the training rows of each set, {\"glass\": [[row, …], …]}, a list for each seed, instead of drawing them.", HelpName = "FILE" };
        var scale = DetectorSettings.ScaleOption();
        var set = DetectorSettings.SetOption();
        var limit = new Option<double?>("--limit") { Description = "Leave a detector out on a set where it takes longer than this many seconds.", HelpName = "SECONDS" };
        var intervals = new Option<bool>("--intervals") { Description = "Add a bootstrap interval of the AUROC of the first seed." };
        var json = new Option<string?>("--json") { Description = "Write the results to this file, after each detector.", HelpName = "FILE" };
        var resume = new Option<bool>("--resume") { Description = "Keep what the --json file already has and measure the rest." };
        var output = new Option<string?>("--out") { Description = "Write the tables as a page for the browser to this file.", HelpName = "FILE" };
        var command = new Command("evaluate", "Measure detectors on data sets: AUROC, average precision and seconds over several seeds.")
        {
            data, detectors, seeds, share, contaminated, splits, scale, set, limit, intervals, json, resume, output,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            if (parse.GetValue(seeds) is < 1 or > 1000) throw new ToolException("--seeds must be from 1 to 1000.", ExitCodes.Usage);
            if (parse.GetValue(share) is not (> 0 and < 1)) throw new ToolException("--train-share must be in (0, 1).", ExitCodes.Usage);
            if (parse.GetValue(contaminated) is not (>= 0 and <= 0.5)) throw new ToolException("--anomalies-in-training must be in [0, 0.5].", ExitCodes.Usage);
            if (parse.GetValue(limit) is { } seconds && seconds is not (> 0 and <= 1e6)) throw new ToolException("--limit needs a positive number of seconds.", ExitCodes.Usage);
            if (parse.GetValue(resume) && parse.GetValue(json) is null) throw new ToolException("--resume needs the --json file to go on with.", ExitCodes.Usage);
            var kinds = parse.GetValue(detectors) is { Length: > 0 } named ? named.Select(DetectorSettings.Find).Distinct() : DetectorCatalogue.All;
            var protocol = new EvaluateProtocol(parse.GetValue(share), parse.GetValue(contaminated), parse.GetValue(scale)!, parse.GetValue(splits), [.. Enumerable.Range(0, parse.GetValue(seeds))]);
            var session = new EvaluateSession([.. parse.GetValue(data)!.Distinct().Select(DataCommand.Find)], [.. kinds], protocol, parse.GetValue(set)!, parse.GetValue(limit), parse.GetValue(intervals), parse.GetValue(json), parse.GetValue(output));
            return session.RunAsync(parse.GetValue(resume), cancellationToken);
        });
        return command;
    }
}
