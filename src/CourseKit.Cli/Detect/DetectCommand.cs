using System.CommandLine;
using System.Diagnostics;
using static System.FormattableString;

namespace CourseKit.Cli;

// coursekit detect: learns from one table of one's own what is normal, and finds what is not in another.
internal static class DetectCommand
{
    public static Command Create()
    {
        var train = CommonOptions.Text("--train", "Table of normal rows to learn from: CSV with a line of column names, plain or .gz.");
        var score = CommonOptions.Text("--score", "Table whose rows are to be judged; it has the same columns, in any order.");
        var detector = CommonOptions.Text("--detector", $"One of {DetectorSettings.Names}; isolation-forest if not given.", "NAME");
        var load = CommonOptions.Text("--load", "A saved model instead of --train; it scales as it was trained.", "MODEL");
        var save = CommonOptions.Text("--save", "Keep the model in this file.", "MODEL");
        var output = CommonOptions.Text("--out", "Write row, score and verdict of every row to this CSV file.");
        var report = CommonOptions.Text("--report", "Write a page for the browser to this file.");
        var label = CommonOptions.Text(
            "--label",
            "Column that says 0 for normal and another whole number for an anomaly. Of the training table only rows with 0 are learned "
            + "from; of the other it gives AUROC and the like.",
            "COLUMN");
        var ignore = CommonOptions.Words("--ignore", "Columns to leave out: text, row numbers, dates.", "COLUMN");
        var scale = DetectorSettings.ScaleOption();
        var contamination = CommonOptions.Number<double>(
            "--contamination", "Share of the training rows above the threshold, in (0, 0.5]; 0.05 if not given.", "SHARE");
        var seed = CommonOptions.Number<int>("--seed", "Seed of all that is random; 42 if not given.", "NUMBER");
        var set = DetectorSettings.SetOption();
        return new Command("detect", "Find anomalies in a table of your own.")
        {
            train, score, detector, load, save, output, report, label, ignore, scale, contamination, seed, set,
        }.Runs((parse, cancellationToken) =>
        {
            var settings = new List<string>();
            if (parse.GetValue(contamination) is { } share) settings.Add(Invariant($"Contamination={share}"));
            if (parse.GetValue(seed) is { } number) settings.Add(Invariant($"Seed={number}"));
            var request = new Request(
                parse.GetValue(train), parse.GetValue(score), parse.GetValue(detector), parse.GetValue(load),
                parse.GetValue(save), parse.GetValue(output), parse.GetValue(report), parse.GetValue(label), parse.GetValue(ignore)!,
                parse.GetResult(scale) is { Implicit: false } ? parse.GetValue(scale) : null, [.. settings, .. parse.GetValue(set)!]);
            request.Check();
            return DetectAsync(request, cancellationToken);
        });
    }

    private static async Task<int> DetectAsync(Request request, CancellationToken cancellationToken)
    {
        Table? train, score;
        using (CsvFile? trainFile = Open(request.Train), scoreFile = Open(request.Score))
        {
            request.Check([.. ((CsvFile?[])[trainFile, scoreFile]).OfType<CsvFile>().SelectMany(file => file.Columns)]);
            // Both before the training: a mistake in the second should not cost the time of it.
            (train, score) = (Read(request, trainFile, request.Train), Read(request, scoreFile, request.Score));
        }

        using var model = request.Load is { } path ? Files.Read(path, () => TableModel.Load(path), "model")
            : await TrainedAsync(request, train!, cancellationToken).ConfigureAwait(false);
        if (request.Save is { } target)
        {
            Files.Write(target, () => model.Save(target));
            Screen.Line(target);
        }
        if (score is null) return ExitCodes.Ok;

        var result = Judged(model, score);
        Show(result, request.Score!);
        if (request.Out is { } scores)
        {
            Files.WriteText(scores, result.ToCsv());
            Screen.Line(scores);
        }
        if (request.Report is { } page)
        {
            ReportPage.Save(page, await ReportPage.AssetsAsync(cancellationToken).ConfigureAwait(false), result.Page());
            Screen.Line(page);
        }
        return ExitCodes.Ok;
    }

    private static CsvFile? Open(string? file) => file is null ? null : Files.Read(file, () => CsvFile.Open(file));

    private static Table? Read(Request request, CsvFile? csv, string? file)
    {
        if (csv is null || file is null) return null;
        var labelled = request.Label is not null && csv.Columns.Contains(request.Label);
        try
        {
            return new Table(file, Files.Read(file, () => csv.Read(labelled ? request.Label : null, request.Ignore)), labelled);
        }
        catch (ToolException e) when (e.Message.Contains("expected a finite number", StringComparison.Ordinal))
        {
            throw new ToolException($"{e.Message} Leave such a column out with --ignore, or fill or remove such rows.", e.ExitCode);
        }
    }

    private static async Task<TableModel> TrainedAsync(Request request, Table train, CancellationToken cancellationToken)
    {
        var kind = DetectorSettings.Find(request.Detector ?? "isolation-forest");
        var all = train.Data;
        if (train.Labelled && !all.Labels.Contains(0))
            throw new ToolException(
                $"'{train.File}' has no row with the label 0: there is nothing normal to learn from.", ExitCodes.Unreadable);
        var rows = TrainingSet.Whole(train.Labelled ? all.Where(one => one == 0) : all);
        WarnOfLabels(rows);
        var options = DetectorSettings.Apply(kind.ForTable(rows.Count, rows.Features), request.Settings);
        var detector = kind.Create(options);
        TableModel Fit(Action<int, string> report) => TableModel.Fit(
            rows, detector, DetectorSettings.Scaling(request.Scale ?? "minmax"),
            new Relay<TrainingProgress>(now => Tell(report, now)), cancellationToken);
        try
        {
            var clock = Stopwatch.StartNew();
            var model = await Screen.WithProgressAsync(
                kind.Name, Math.Max(1, DetectorSettings.Epochs(options)), report => Task.Run(() => Fit(report)), tenths: true)
                .ConfigureAwait(false);
            var left = all.Count - rows.Count;
            Screen.Line(Invariant(
                $"{kind.Name}: learned from {rows.Count} rows of {rows.Features} columns in {clock.Elapsed.TotalSeconds:0.00} s")
                + (left > 0 ? Invariant($"; {left} rows with other labels than 0 were left out") : ""));
            return model;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            detector.Dispose();
            throw new ToolException($"{kind.Name} cannot learn from '{train.File}': {DetectorSettings.Plain(e)}", ExitCodes.FitFailed);
        }
    }

    private static void Tell(Action<int, string> report, TrainingProgress now)
    {
        var validation = now.ValidationLoss is { } loss ? Invariant($", validation {loss:G4}") : "";
        report(now.Epoch - 1, Invariant($"epoch {now.Epoch}: loss {now.Loss:G4}{validation}"));
    }

    // A column that looks like the truth and is taken as a measurement would make any result worthless.
    private static void WarnOfLabels(Dataset data)
    {
        foreach (var column in data.Columns.Where(
            column => column.ToLowerInvariant() is "label" or "class" or "target" or "anomaly" or "is_anomaly"))
            Screen.Warn($"'{column}' is taken as a measurement like any other. If it says what is an anomaly, add --label {column}.");
    }

    private static DetectResult Judged(TableModel model, Table table)
    {
        try
        {
            var scores = model.Score(table.Data);
            int[] top = [.. Enumerable.Range(0, scores.Length).OrderByDescending(row => scores[row]).ThenBy(row => row)
                .Take(DetectResult.MaxExplained)];
            bool[]? truth = table.Labelled ? [.. table.Data.Labels.Select(label => label != 0)] : null;
            return new DetectResult(model, table.Data, scores, truth, top, Attribution.Of(model, table.Data, top, 3));
        }
        catch (ArgumentException e)
        {
            throw new ToolException(DetectorSettings.Plain(e), ExitCodes.Unreadable);
        }
    }

    private static void Show(DetectResult result, string file)
    {
        var (scores, threshold) = (result.Scores, result.Model.Detector.Threshold);
        Screen.Line(CourseFolders.Shorten(file)
            + Invariant($": {result.Flagged} of {scores.Length} rows flagged, with a score above the threshold {threshold:G5}"));
        foreach (var line in result.Quality()) Screen.Line("    " + line);
        foreach (var (row, columns) in result.Top.Zip(result.Attributions).Take(5))
            Screen.Line(Invariant(
                $"    row {row + 1}: score {scores[row]:G5}{(columns.Count > 0 ? ", for " : "")}{string.Join(", ", columns)}"));
    }

    // A table that was read.
    private sealed record Table(string File, Dataset Data, bool Labelled);

    // What coursekit detect was asked for.
    private sealed record Request(
        string? Train, string? Score, string? Detector, string? Load, string? Save, string? Out, string? Report, string? Label,
        string[] Ignore, string? Scale, string[] Settings)
    {
        public void Check()
        {
            Require(Train is null != Load is null, "give either --train FILE, to learn, or --load MODEL, to use what was learned.");
            Require(
                Load is null || (Detector is null && Scale is null && Save is null && Settings.Length == 0),
                "a model that is loaded keeps its detector, options, threshold and scaling: "
                + "leave out --detector, --scale, --contamination, --seed, --set and --save.");
            Require(Score is not null || Save is not null, "give --score FILE, or --save MODEL to learn only.");
            Require(Score is not null || (Out is null && Report is null), "--out and --report need --score FILE.");
        }

        // The columns are those of all files together.
        public void Check(string[] columns)
        {
            var known = $"the columns are {string.Join(", ", columns.Distinct().Take(20))}.";
            Require(Label is null || columns.Contains(Label), $"there is no column '{Label}'; {known}");
            foreach (var unknown in Ignore.Except(columns)) Require(false, $"--ignore {unknown}: there is no such column; {known}");
        }

        private static void Require(bool condition, string message) => CommonOptions.Require(condition, $"detect: {message}");
    }
}
