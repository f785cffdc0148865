using System.CommandLine;
using CourseKit.Exercises;
using Spectre.Console;

namespace CourseKit.Cli;

// coursekit check: grades the exercises of notebooks.
internal static class CheckCommand
{
    private static readonly TimeSpan DefaultCellLimit = TimeSpan.FromSeconds(120);

    public static Command Create()
    {
        var notebooks = CommonOptions.Names(
            "NOTEBOOK", "Paths, names or numbers of notebooks, from the course or handed in.", ArgumentArity.OneOrMore);
        var (solutions, json) = (CommonOptions.Solutions(), CommonOptions.Json());
        var limit = CommonOptions.CellLimit(FormattableString.Invariant($"{DefaultCellLimit.TotalSeconds:0}"));
        return new Command("check", "Grade the exercises of notebooks: points, reason, next hint.")
        {
            notebooks, solutions, json, limit,
        }.Runs((parse, cancellationToken) => CheckAsync(
            parse.GetValue(notebooks)!, parse.GetValue(solutions), parse.GetValue(json), parse.GetValue(limit) ?? DefaultCellLimit,
            cancellationToken));
    }

    private static async Task<int> CheckAsync(
        string[] names, bool solutions, string? json, TimeSpan limit, CancellationToken cancellationToken)
    {
        var course = CourseFolders.Find();
        var entries = new List<CheckEntry>();
        var exitCode = ExitCodes.Ok;
        foreach (var name in names)
        {
            try
            {
                var task = NotebookTask.Load(course, name, solutions);
                var entry = await new SubmissionGrader(task, limit).GradeAsync(cancellationToken).ConfigureAwait(false);
                entries.Add(entry);
                Show(entry);
                if (exitCode == ExitCodes.Ok && (entry.Error is not null || entry.Points < entry.Max)) exitCode = ExitCodes.PointsMissing;
            }
            catch (ToolException e)
            {
                // One broken submission does not stop the batch.
                Screen.Warn(e.Message);
                entries.Add(new CheckEntry(Path.GetFullPath(name), null, 0, 0, e.Message, []));
                exitCode = e.ExitCode;
            }
            catch (OperationCanceledException)
            {
                exitCode = ExitCodes.Interrupted;
                break;
            }
        }
        if (json is not null)
            Files.WriteJson(json, new CheckResults(
                "coursekit.check/1", exitCode, entries.Sum(e => e.Points), entries.Sum(e => e.Max), entries));
        return exitCode;
    }

    private static void Show(CheckEntry entry)
    {
        Screen.Line($"{CourseFolders.Shorten(entry.File)}: {StatusText.Points(entry.Points, entry.Max)}");
        if (entry.Error is not null) Screen.Warn(entry.Error);
        if (entry.Exercises.Count == 0) return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("Exercise", "Title", "Points", "Status", "Reason");
        table.Columns[2].RightAligned().NoWrap();
        table.Columns[3].NoWrap();
        foreach (var report in entry.Exercises)
        {
            var colour = report.Status switch { CheckStatus.Passed => "green", CheckStatus.Failed => "yellow", _ => "grey" };
            table.AddRow(
                Markup.Escape(report.Id),
                Markup.Escape(report.Title),
                FormattableString.Invariant($"{report.Points}/{report.Max}"),
                $"[{colour}]{StatusText.Mark(report.Status)} {StatusText.Words(report.Status)}[/]",
                Markup.Escape(report.Reason));
        }
        Screen.Out.Write(table);
        if (entry.Exercises.FirstOrDefault(report => report.Hint is not null) is { } next) Screen.Line($"Next hint: {next.Hint}");
    }
}

// What check --json writes, as docs/tool.md tells.
internal sealed record CheckResults(string Schema, int ExitCode, int Points, int Max, IReadOnlyList<CheckEntry> Notebooks);

// Error: why it could not be graded as it should, in one line.
internal sealed record CheckEntry(
    string File, string? Lesson, int Points, int Max, string? Error, IReadOnlyList<CheckReport> Exercises);
