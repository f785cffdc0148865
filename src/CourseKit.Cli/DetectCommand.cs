using System.CommandLine;
using System.Globalization;

namespace CourseKit.Cli;

/// <summary><c>coursekit detect</c>: learns from one table of one's own what is normal, and finds what is not in another.</summary>
internal static class DetectCommand
{
    public static Command Create()
    {
        var train = new Option<string?>("--train") { Description = "Table of normal rows to learn from: CSV with a line of column names, plain or .gz.", HelpName = "FILE" };
        var score = new Option<string?>("--score") { Description = "Table whose rows are to be judged; it has the same columns, in any order.", HelpName = "FILE" };
        var detector = new Option<string?>("--detector") { Description = $"One of {string.Join(", ", DetectorCatalogue.All.Select(kind => kind.Name))}; isolation-forest if not given.", HelpName = "NAME" };
        var load = new Option<string?>("--load") { Description = "A saved model instead of --train; it scales as it was trained.", HelpName = "MODEL" };
        var save = new Option<string?>("--save") { Description = "Keep the model in this file.", HelpName = "MODEL" };
        var output = new Option<string?>("--out") { Description = "Write row, score and verdict of every row to this CSV file.", HelpName = "FILE" };
        var report = new Option<string?>("--report") { Description = "Write a page for the browser to this file.", HelpName = "FILE" };
        var label = new Option<string?>("--label") { Description = "Column that says 0 for normal and another whole number for an anomaly. Of the training table only rows with 0 are learned from; of the other it gives AUROC and the like.", HelpName = "COLUMN" };
        var ignore = new Option<string[]>("--ignore") { Description = "Columns to leave out: text, row numbers, dates.", HelpName = "COLUMN", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var scale = DetectorSettings.ScaleOption();
        var contamination = new Option<double?>("--contamination") { Description = "Share of the training rows above the threshold, in (0, 0.5]; 0.05 if not given.", HelpName = "SHARE" };
        var seed = new Option<int?>("--seed") { Description = "Seed of all that is random; 42 if not given.", HelpName = "NUMBER" };
        var set = DetectorSettings.SetOption();
        var command = new Command("detect", "Find anomalies in a table of your own.") { train, score, detector, load, save, output, report, label, ignore, scale, contamination, seed, set };
        command.SetAction((parse, cancellationToken) =>
        {
            string[] settings =
            [
                .. parse.GetValue(contamination) is { } share ? [FormattableString.Invariant($"Contamination={share}")] : (string[])[],
                .. parse.GetValue(seed) is { } number ? [FormattableString.Invariant($"Seed={number}")] : (string[])[],
                .. parse.GetValue(set)!,
            ];
            var request = new DetectRequest(
                parse.GetValue(train), parse.GetValue(score), parse.GetValue(detector), parse.GetValue(load), parse.GetValue(save), parse.GetValue(output), parse.GetValue(report),
                parse.GetValue(label), parse.GetValue(ignore)!, parse.GetResult(scale) is { Implicit: false } ? parse.GetValue(scale) : null, settings);
            return DetectAsync(request, cancellationToken);
        });
        return command;
    }

    private static async Task<int> DetectAsync(DetectRequest request, CancellationToken cancellationToken)
    {
        request.Check();
        using var model = request.Load is { } path ? Loaded(path) : await TrainedAsync(request, cancellationToken).ConfigureAwait(false);
        if (request.Save is { } target)
        {
            try
            {
                model.Save(target);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ToolException($"Cannot write {target}: {e.Message}", ExitCodes.Unreadable);
            }
            Screen.Line(target);
        }
        if (request.Score is not { } file) return ExitCodes.Ok;

        var labelled = request.Label is { } label && Tables.Has(file, label);
        var data = Tables.Load(file, labelled ? request.Label : null, request.Ignored(file));
        var result = Judge(model, data, labelled);
        Show(result, file);
        if (request.Out is { } scores)
        {
            JsonFile.WriteText(scores, result.ToCsv());
            Screen.Line(scores);
        }
        if (request.Report is { } page)
        {
            JsonFile.WriteText(page, DetectPage.Render(result));
            Screen.Line(page);
        }
        return ExitCodes.Ok;
    }

    private static TableModel Loaded(string path)
    {
        try
        {
            return TableModel.Load(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException($"There is no model {path}.", ExitCodes.NotFound);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new ToolException(e.Message, ExitCodes.Unreadable);
        }
    }

    private static async Task<TableModel> TrainedAsync(DetectRequest request, CancellationToken cancellationToken)
    {
        var file = request.Train!;
        var kind = DetectorSettings.Find(request.Detector ?? "isolation-forest");
        var labelled = request.Label is { } label && Tables.Has(file, label);
        var all = Tables.Load(file, labelled ? request.Label : null, request.Ignored(file));
        if (labelled && !all.Labels.Contains(0)) throw new ToolException($"'{file}' has no row with the label 0: there is nothing normal to learn from.", ExitCodes.Unreadable);
        var rows = TrainingSet.Whole(labelled ? all.Where(one => one == 0) : all);
        Tables.WarnOfLabels(rows);
        var options = DetectorSettings.Apply(kind.ForTable(rows.Count, rows.Features), request.Settings);
        var detector = kind.Create(options);
        try
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var model = await FittingProgress.RunAsync(kind.Name, options, progress =>
                TableModel.Fit(rows, detector, DetectorSettings.Scaling(request.Scale ?? "minmax"), progress, cancellationToken)).ConfigureAwait(false);
            var left = all.Count - rows.Count;
            Screen.Line(string.Create(CultureInfo.InvariantCulture,
                $"{kind.Name}: learned from {rows.Count} rows of {rows.Features} columns in {clock.Elapsed.TotalSeconds:0.00} s{(left > 0 ? $"; {left} rows with other labels than 0 were left out" : "")}"));
            return model;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            detector.Dispose();
            throw new ToolException($"{kind.Name} cannot learn from '{file}': {DetectorSettings.Plain(e)}", ExitCodes.FitFailed);
        }
    }

    private static DetectResult Judge(TableModel model, Dataset data, bool labelled)
    {
        try
        {
            var scores = model.Score(data);
            int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(row => scores[row]).ThenBy(row => row).Take(DetectResult.MostShown)];
            return new DetectResult(model, data, scores, labelled ? [.. data.Labels.Select(label => label != 0)] : null, order, StandingOut.Explain(model, data, order, 3));
        }
        catch (ArgumentException e)
        {
            throw new ToolException(DetectorSettings.Plain(e), ExitCodes.Unreadable);
        }
    }

    private static void Show(DetectResult result, string file)
    {
        Screen.Line(string.Create(CultureInfo.InvariantCulture,
            $"{CourseFolders.Shorten(file)}: {result.Flagged} of {result.Scores.Length} rows flagged, with a score above the threshold {result.Model.Detector.Threshold:G5}"));
        foreach (var line in result.Quality()) Screen.Line("    " + line);
        foreach (var (row, columns) in result.Top.Zip(result.Reasons).Take(5))
            Screen.Line(string.Create(CultureInfo.InvariantCulture, $"    row {row + 1}: score {result.Scores[row]:G5}{(columns.Count > 0 ? ", for " : "")}{string.Join(", ", columns.Select(DetectResult.Words))}"));
    }
}
