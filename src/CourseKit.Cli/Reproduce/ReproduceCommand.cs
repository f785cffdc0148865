using System.CommandLine;
using static CourseKit.Cli.CommonOptions;

namespace CourseKit.Cli;

// coursekit reproduce: published experiments, run again and put beside the published numbers.
internal static class ReproduceCommand
{
    public static Command Create() =>
        new("reproduce", "Run a published experiment again and show its numbers beside the published ones.") { DeepSvdd() };

    private static Command DeepSvdd()
    {
        var digits = Words(
            "--digits", "The digits that are normal, one after the other, e.g. 0,1; all ten if not given.", "DIGITS");
        var seeds = Default("--seeds", 1, "How many seeds, from 1 on; the published numbers are means over 10.", "N");
        var protocol = DeepSvddOptions.ForMnist;
        var pretraining = Default(
            "--pretrain-epochs", protocol.PretrainingEpochs, $"Epochs of pre-training; {protocol.PretrainingEpochs} as published.", "N");
        var epochs = Default("--epochs", protocol.Epochs, $"Epochs of training; {protocol.Epochs} as published.", "N");
        var objective = Default("--objective", "one-class", "one-class or soft-boundary.", "NAME");
        objective.AcceptOnlyFromAmong("one-class", "soft-boundary");
        var json = Json("Write the results to this file after every digit; a run that was interrupted goes on from it.");
        var page = Text("--markdown", "Write the table and the protocol to this file.");
        return new Command(
            "deep-svdd",
            "Deep SVDD on MNIST: one digit is normal, the other nine are anomalies (Ruff et al. 2018, Table 1). "
            + "Takes about half an hour of one core.")
        {
            digits, seeds, pretraining, epochs, objective, json, page,
        }.Runs((parse, cancellationToken) =>
        {
            string[] named = [.. parse.GetValue(digits)!.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries))];
            Require(named.All(digit => digit is [>= '0' and <= '9']), "--digits needs digits from 0 to 9, separated by commas.");
            Require(parse.GetValue(seeds) >= 1, "--seeds must be at least 1.");
            Require(parse.GetValue(pretraining) >= 0, "--pretrain-epochs must be at least 0.");
            Require(parse.GetValue(epochs) >= 1, "--epochs must be at least 1.");
            var options = protocol with
            {
                PretrainingEpochs = parse.GetValue(pretraining),
                Epochs = parse.GetValue(epochs),
                Objective = parse.GetValue(objective) == "one-class" ? SvddObjective.OneClass : SvddObjective.SoftBoundary,
            };
            int[] normal = named.Length > 0 ? [.. named.Select(digit => digit[0] - '0').Distinct()] : [.. Enumerable.Range(0, 10)];
            return new DeepSvddReproduction(normal, parse.GetValue(seeds), options, parse.GetValue(json), parse.GetValue(page))
                .RunAsync(cancellationToken);
        });
    }
}
