using System.Globalization;
using System.Text;
using Spectre.Console;

namespace CourseKit.Cli;

/// <summary>The results of <see cref="DeepSvddReproduction"/> beside the published ones.</summary>
internal sealed class DeepSvddTable
{
    private readonly ReproduceProtocol protocol;
    private readonly IReadOnlyList<ReproduceRun> runs;
    private readonly IReadOnlyList<PublishedDeepSvdd> published;
    private readonly string[] head;
    private readonly List<string[]> rows = [];

    /// <param name="protocol">What was run.</param>
    /// <param name="runs">At least one run.</param>
    public DeepSvddTable(ReproduceProtocol protocol, IReadOnlyList<ReproduceRun> runs)
    {
        (this.protocol, this.runs, published) = (protocol, runs, PublishedDeepSvdd.For(protocol.Objective));
        head = ["normal digit", "AUROC %", "paper", "difference", .. published.Skip(1).Select(row => row.Name)];
        var digits = runs.Select(run => run.Digit).Distinct().Order().ToArray();
        foreach (var digit in digits)
        {
            double[] ours = [.. runs.Where(run => run.Digit == digit).Select(run => 100 * run.Auroc)];
            rows.Add(Row(Invariant($"{digit}"), ours, row => row.Auroc[digit]));
        }
        double[] bySeed = [.. runs.GroupBy(run => run.Seed).Where(seed => seed.Count() == digits.Length).Select(seed => seed.Average(run => 100 * run.Auroc))];
        if (digits.Length > 1) rows.Add(Row("mean", bySeed, row => digits.Average(digit => row.Auroc[digit])));
    }

    /// <summary>Shows the table on the screen.</summary>
    public void Show()
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var title in head) table.AddColumn(new TableColumn(Markup.Escape(title)).RightAligned().NoWrap());
        foreach (var row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        Screen.Out.Write(table);
        foreach (var row in published) Screen.Line($"{row.Name}: {row.Source}");
    }

    /// <summary>Writes the page: command, protocol, table, sources and cost.</summary>
    /// <exception cref="ToolException">The file cannot be written.</exception>
    public void Write(string path)
    {
        var objective = protocol.Objective == SvddObjective.OneClass ? "one-class" : "soft-boundary";
        var seeds = runs.Select(run => run.Seed).Distinct().Count();
        var digits = runs.Select(run => run.Digit).Distinct().Order().ToArray();
        var some = digits.Length < 10 ? $" --digits {string.Join(',', digits)}" : "";
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');
        Line("# Deep SVDD on MNIST, reproduced");
        Line();
        Line("Written by");
        Line();
        Line("```sh");
        Line(Invariant($"./coursekit reproduce deep-svdd --objective {objective} --pretrain-epochs {protocol.PretrainingEpochs} --epochs {protocol.Epochs} --seeds {seeds}{some} --markdown {path}"));
        Line("```");
        Line();
        Line(Invariant($"One digit is normal: its images of the training set train, and all 10,000 images of the test set are scored; AUROC in percent, {(seeds == 1 ? "one seed" : $"mean over {seeds} seeds")}."));
        Line("Each image has its contrast normalised (global contrast normalisation with the L1 norm), then all are scaled to [0, 1] by minimum");
        Line(Invariant($"and maximum of the digit's training images. LeNet with a code of 32 numbers; Adam, learning rate 10⁻⁴ and a tenth of it after the 50th epoch of each"));
        Line(Invariant($"part, batches of 200. First {protocol.PretrainingEpochs} epochs as the encoder of an autoencoder with weight decay 5·10⁻⁴, then {protocol.Epochs} epochs of {objective} Deep SVDD with 5·10⁻⁷."));
        Line();
        Line($"| {string.Join(" | ", head)} |");
        Line($"|{string.Concat(Enumerable.Repeat("---:|", head.Length))}");
        foreach (var row in rows) Line($"| {string.Join(" | ", row)} |");
        Line();
        foreach (var row in published) Line($"- {row.Name}: {row.Source}");
        Line();
        Line(Invariant($"A digit took {runs.Average(run => run.CpuSeconds):0} s of processor time in the mean, and {runs.Max(run => run.PeakMemoryMB):0} MB of memory at most, of which the data set takes 220 MB."));
        JsonFile.WriteText(path, text.ToString());
    }

    private string[] Row(string name, double[] ours, Func<PublishedDeepSvdd, double> theirs)
    {
        var summary = Evaluation.OverSeeds(ours);
        var deviation = summary.Count > 1 ? Invariant($" ± {summary.StandardDeviation:0.00}") : "";
        return
        [
            name, Invariant($"{summary.Mean:0.00}{deviation}"), Invariant($"{theirs(published[0]):0.0}"), Invariant($"{summary.Mean - theirs(published[0]):+0.00;−0.00}"),
            .. published.Skip(1).Select(row => Invariant($"{theirs(row):0.00}")),
        ];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
