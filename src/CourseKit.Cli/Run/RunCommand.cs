using System.CommandLine;
using System.Text.RegularExpressions;
using CourseKit.Exercises;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

// coursekit run: executes notebooks and keeps what they show.
internal static partial class RunCommand
{
    public static Command Create()
    {
        var notebooks = CommonOptions.Names(
            "NOTEBOOK", "Paths, names or numbers of notebooks; all of the course if none is named.", ArgumentArity.ZeroOrMore);
        var (solutions, json) = (CommonOptions.Solutions(), CommonOptions.Json());
        var output = CommonOptions.Default("--out", "out", "Folder for the executed notebooks and pages.", "DIR");
        var limit = CommonOptions.CellLimit("no limit");
        var times = new Option<bool>("--write-times")
        {
            Description = "Also write the measured run time into the first cell of each notebook itself; for authors, on a quiet machine.",
        };
        return new Command("run", "Run notebooks from top to bottom; writes each as .ipynb and as a page to open in a browser.")
        {
            notebooks, solutions, output, json, limit, times,
        }.Runs((parse, cancellationToken) => RunAsync(
            parse.GetValue(notebooks)!, parse.GetValue(solutions), parse.GetValue(output)!, parse.GetValue(json), parse.GetValue(limit),
            parse.GetValue(times), cancellationToken));
    }

    private static async Task<int> RunAsync(
        string[] names, bool solutions, string output, string? json, TimeSpan? limit, bool writeTimes,
        CancellationToken cancellationToken)
    {
        var course = CourseFolders.Find();
        // Load all before running any: a misspelt name should not cost a minute.
        var tasks = (names.Length > 0 ? names : course.AllNotebooks()).Select(name => NotebookTask.Load(course, name, solutions)).ToList();
        if (tasks.Count == 0)
            throw new ToolException($"There are no notebooks in {CourseFolders.Shorten(course.Notebooks)}.", ExitCodes.NotFound);
        Files.Write(output, () => Directory.CreateDirectory(output));

        // Already cached as a rule; the first time, npm runs beside the first notebook.
        var restoring = RestoreAsync(cancellationToken);
        var entries = new List<RunEntry>();
        foreach (var task in tasks)
        {
            var outcome = await task.RunAsync(continueOnError: false, limit, cancellationToken).ConfigureAwait(false);
            var entry = RunEntry.From(task, outcome, output);
            Save(task, entry, await restoring.ConfigureAwait(false));
            Report(entry);
            entries.Add(entry);
            if (writeTimes && entry.Status == RunStatus.Ok) WriteTime(task.Path, entry.Seconds);
            if (outcome.Status == RunStatus.Interrupted) break;
        }

        var exitCode = entries.Exists(entry => entry.Status == RunStatus.Interrupted) ? ExitCodes.Interrupted
            : entries.TrueForAll(entry => entry.Status == RunStatus.Ok) ? ExitCodes.Ok
            : ExitCodes.CellFailed;
        if (json is not null) Files.WriteJson(json, new RunResults("coursekit.run/1", exitCode, entries));
        return exitCode;
    }

    private static async Task<WebAssets> RestoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReportPage.AssetsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return WebAssets.Linked; // the page of what ran so far is still written
        }
    }

    private static void Save(NotebookTask task, RunEntry entry, WebAssets assets) => Files.Write(entry.Html, () =>
    {
        task.Document.Save(entry.Ipynb);
        HtmlExporter.Save(task.Document, entry.Html, new HtmlExportOptions { Folder = task.Folder, Assets = assets, Warn = Screen.Warn });
    });

    // In the file as it is, of which nothing else changes.
    private static void WriteTime(string notebook, double seconds)
    {
        var text = Files.Read(notebook, () => File.ReadAllText(notebook));
        if (!RunTime().IsMatch(text))
            throw new ToolException($"{CourseFolders.Shorten(notebook)} has no \"**Run time** | … s\" to write to.", ExitCodes.Unreadable);
        Files.WriteText(notebook, RunTime().Replace(text, FormattableString.Invariant($"{Math.Ceiling(seconds):0} s"), 1));
    }

    private static void Report(RunEntry entry)
    {
        var mark = entry.Status == RunStatus.Ok ? "✓" : "✗";
        var memory = entry.PeakMemoryMB is { } peak ? FormattableString.Invariant($", {peak:0} MB at most") : "";
        Screen.Line(FormattableString.Invariant(
            $"{mark} {entry.Notebook}: {entry.CellsRun} of {entry.Cells} cells in {entry.Seconds:0.0} s{memory}"));
        foreach (var headline in entry.Headlines) Screen.Line($"    {headline.Name}: {headline.Text}");
        if (entry.Exercises is { } all)
            Screen.Line(FormattableString.Invariant(
                $"    exercises: {all.Passed} of {all.Count} passed, {StatusText.Points(all.Points, all.Max)}"));
        Screen.Line($"    {entry.Html}");
        if (entry.Error is not null) Screen.Warn(entry.Error);
    }

    [GeneratedRegex(@"(?<=\*\*Run time\*\* \| )\d+ s\b")]
    private static partial Regex RunTime();
}
