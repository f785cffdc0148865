using Spectre.Console;
using static System.FormattableString;

namespace CourseKit.Cli;

// The results of DeepSvddReproduction beside the published ones.
internal sealed class DeepSvddTable(ReproduceProtocol protocol, IReadOnlyList<ReproduceRun> runs)
{
    private readonly IReadOnlyList<PublishedDeepSvdd> published = PublishedDeepSvdd.For(protocol.Objective);

    private string[] Head => ["normal digit", "AUROC %", "paper", "difference", .. published.Skip(1).Select(row => row.Name)];

    private IEnumerable<string[]> Rows()
    {
        var digits = runs.Select(run => run.Digit).Distinct().Order().ToArray();
        foreach (var digit in digits)
        {
            double[] ours = [.. runs.Where(run => run.Digit == digit).Select(run => 100 * run.Auroc)];
            yield return Row(Invariant($"{digit}"), ours, row => row.Auroc[digit]);
        }
        var complete = runs.GroupBy(run => run.Seed).Where(seed => seed.Count() == digits.Length);
        double[] bySeed = [.. complete.Select(seed => seed.Average(run => 100 * run.Auroc))];
        if (digits.Length > 1) yield return Row("mean", bySeed, row => digits.Average(digit => row.Auroc[digit]));
    }

    public void Show()
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var title in Head) table.AddColumn(new TableColumn(Markup.Escape(title)).RightAligned().NoWrap());
        foreach (var row in Rows()) table.AddRow([.. row.Select(Markup.Escape)]);
        Screen.Out.Write(table);
        foreach (var row in published) Screen.Line($"{row.Name}: {row.Source}");
    }

    public void Write(string path)
    {
        var objective = protocol.Objective == SvddObjective.OneClass ? "one-class" : "soft-boundary";
        var seeds = runs.Select(run => run.Seed).Distinct().Count();
        var digits = runs.Select(run => run.Digit).Distinct().Order().ToArray();
        var some = digits.Length < 10 ? $" --digits {string.Join(',', digits)}" : "";
        var epochs = Invariant($"--pretrain-epochs {protocol.PretrainingEpochs} --epochs {protocol.Epochs} --seeds {seeds}");
        Files.WriteText(path, $"""
            # Deep SVDD on MNIST, reproduced

            Written by

            ```sh
            ./coursekit reproduce deep-svdd --objective {objective} {epochs}{some} --markdown {path}
            ```

            One digit is normal: its images of the training set train, and all 10,000 images of the test set are scored; AUROC in percent,
            {(seeds == 1 ? "one seed" : $"mean over {seeds} seeds")}. Each image has its contrast normalised (global contrast
            normalisation with the L1 norm), then all are scaled to [0, 1] by minimum and maximum of the digit's training images. LeNet
            with a code of 32 numbers; Adam, learning rate 10⁻⁴ and a tenth of it after the 50th epoch of each part, batches of 200.
            First {protocol.PretrainingEpochs} epochs as the encoder of an autoencoder with weight decay 5·10⁻⁴,
            then {protocol.Epochs} epochs of {objective} Deep SVDD with 5·10⁻⁷.

            | {string.Join(" | ", Head)} |
            |{string.Concat(Enumerable.Repeat("---:|", Head.Length))}
            {string.Join('\n', Rows().Select(row => $"| {string.Join(" | ", row)} |"))}

            {string.Join('\n', published.Select(row => $"- {row.Name}: {row.Source}"))}

            A digit took {Invariant($"{runs.Average(run => run.CpuSeconds):0}")} s of processor time in the mean,
            and {Invariant($"{runs.Max(run => run.PeakMemoryMB):0}")} MB of memory at most, of which the data set takes 220 MB.

            """.ReplaceLineEndings("\n"));
    }

    private string[] Row(string name, double[] ours, Func<PublishedDeepSvdd, double> theirs)
    {
        var summary = Evaluation.OverSeeds(ours);
        var spread = summary.Count > 1 ? Invariant($" ± {summary.StandardDeviation:0.00}") : "";
        var paper = theirs(published[0]);
        return
        [
            name, Invariant($"{summary.Mean:0.00}{spread}"), Invariant($"{paper:0.0}"), Invariant($"{summary.Mean - paper:+0.00;−0.00}"),
            .. published.Skip(1).Select(row => Invariant($"{theirs(row):0.00}")),
        ];
    }
}

// Published AUROC of Deep SVDD on MNIST in percent, for the digits 0 to 9 that are normal.
internal sealed record PublishedDeepSvdd(string Name, string Source, double[] Auroc)
{
    private const string Paper = "Ruff et al., \"Deep One-Class Classification\", ICML 2018, Table 1: mean of 10 seeds.";

    // The rows for an objective; the paper's comes first.
    public static IReadOnlyList<PublishedDeepSvdd> For(SvddObjective objective) => objective == SvddObjective.OneClass
        ?
        [
            new("paper", Paper, [98.0, 99.7, 91.7, 91.9, 94.9, 88.5, 98.3, 94.6, 93.9, 96.5]),
            new(
                "authors' PyTorch", "The authors' later PyTorch code, as run by the README of mperezcarrasco/PyTorch-Deep-SVDD.",
                [97.77, 99.42, 88.91, 90.50, 93.48, 86.01, 98.27, 95.07, 92.99, 95.77]),
            new(
                "mperezcarrasco", "The re-implementation mperezcarrasco/PyTorch-Deep-SVDD, its README.",
                [97.86, 99.47, 90.42, 91.05, 93.38, 88.21, 98.18, 95.16, 93.03, 95.49]),
        ]
        : [new("paper", $"{Paper} Quoted from memory.", [97.8, 99.6, 89.5, 90.3, 93.8, 85.8, 98.0, 92.7, 92.9, 94.9])];
}
