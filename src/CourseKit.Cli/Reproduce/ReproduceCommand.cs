using System.CommandLine;

namespace CourseKit.Cli;

/// <summary><c>coursekit reproduce</c>: published experiments, run again and put beside the published numbers.</summary>
internal static class ReproduceCommand
{
    public static Command Create() =>
        new("reproduce", "Run a published experiment again and show its numbers beside the published ones.") { DeepSvdd() };

    private static Command DeepSvdd()
    {
        var digits = new Option<int[]>("--digits")
        {
            Description = "The digits that are normal, one after the other, e.g. 0,1; all ten if not given.",
            HelpName = "DIGITS",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result =>
            {
                var parsed = Digits(result.Tokens.Select(token => token.Value));
                if (parsed.Length == 0) result.AddError("--digits needs digits from 0 to 9, separated by commas.");
                return parsed;
            },
        };
        var seeds = Count("--seeds", "How many seeds, from 1 on; the published numbers are means over 10.", 1, min: 1);
        var protocol = DeepSvddOptions.ForMnist;
        var pretraining = Count(
            "--pretrain-epochs", $"Epochs of pre-training; {protocol.PretrainingEpochs} as published.", protocol.PretrainingEpochs, min: 0);
        var epochs = Count("--epochs", $"Epochs of training; {protocol.Epochs} as published.", protocol.Epochs, min: 1);
        var objective = CommonOptions.Default("--objective", "one-class", "one-class or soft-boundary.", "NAME");
        objective.AcceptOnlyFromAmong("one-class", "soft-boundary");
        var json = CommonOptions.Json("Write the results to this file after every digit; a run that was interrupted goes on from it.");
        var page = CommonOptions.Text("--markdown", "Write the table and the protocol to this file.");
        var command = new Command(
            "deep-svdd",
            "Deep SVDD on MNIST: one digit is normal, the other nine are anomalies (Ruff et al. 2018, Table 1). "
            + "Takes about half an hour of one core.")
        {
            digits, seeds, pretraining, epochs, objective, json, page,
        };
        command.SetAction((parse, cancellationToken) => new DeepSvddReproduction(
            parse.GetValue(digits) is { Length: > 0 } given ? given : [.. Enumerable.Range(0, 10)],
            parse.GetValue(seeds),
            protocol with
            {
                PretrainingEpochs = parse.GetValue(pretraining),
                Epochs = parse.GetValue(epochs),
                Objective = parse.GetValue(objective) == "one-class" ? SvddObjective.OneClass : SvddObjective.SoftBoundary,
            },
            parse.GetValue(json),
            parse.GetValue(page)).RunAsync(cancellationToken));
        return command;
    }

    private static Option<int> Count(string name, string description, int otherwise, int min)
    {
        var option = CommonOptions.Default(name, otherwise, description, "N");
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var value) && value < min)
                result.AddError($"{name} must be at least {min}.");
        });
        return option;
    }

    private static int[] Digits(IEnumerable<string> texts)
    {
        string[] parts = [.. texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries))];
        return Array.TrueForAll(parts, part => part is [>= '0' and <= '9']) ? [.. parts.Select(part => part[0] - '0').Distinct()] : [];
    }
}
