using System.CommandLine;
using CourseKit.Exercises;
using Spectre.Console;

namespace CourseKit.Cli;

/// <summary><c>coursekit check</c>: grades the exercises of notebooks.</summary>
internal static class CheckCommand
{
    private static readonly TimeSpan DefaultCellLimit = TimeSpan.FromSeconds(120);

    public static Command Create()
    {
        var notebooks = new Argument<string[]>("NOTEBOOK") { Description = "Paths, names or numbers of notebooks, from the course or handed in.", Arity = ArgumentArity.OneOrMore };
        var solutions = new Option<bool>("--solutions") { Description = "Put the solutions into the exercise cells first." };
        var json = new Option<string?>("--json") { Description = "Write the results to this file as well.", HelpName = "FILE" };
        var limit = CommonOptions.CellLimit(FormattableString.Invariant($"{DefaultCellLimit.TotalSeconds:0}"));
        var command = new Command("check", "Grade the exercises of notebooks: points, reason, next hint.") { notebooks, solutions, json, limit };
        command.SetAction((parse, cancellationToken) => CheckAsync(
            parse.GetValue(notebooks)!, parse.GetValue(solutions), parse.GetValue(json), parse.GetValue(limit) ?? DefaultCellLimit, cancellationToken));
        return command;
    }

    private static async Task<int> CheckAsync(string[] names, bool solutions, string? json, TimeSpan limit, CancellationToken cancellationToken)
    {
        var course = CourseFolders.Find();
        var entries = new List<CheckEntry>();
        var exitCode = ExitCodes.Ok;
        foreach (var name in names)
        {
            try
            {
                var entry = await SubmissionGrader.GradeAsync(NotebookTask.Load(course, name, solutions), limit, cancellationToken).ConfigureAwait(false);
                entries.Add(entry);
                Show(entry);
                if (exitCode == ExitCodes.Ok && (entry.Error is not null || entry.Points < entry.Max)) exitCode = ExitCodes.PointsMissing;
            }
            catch (ToolException e)
            {
                // One broken submission does not stop the batch.
                Console.Error.WriteLine("coursekit: " + e.Message);
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
            JsonFile.Write(json, new CheckResults(CheckResults.SchemaName, exitCode, entries.Sum(e => e.Points), entries.Sum(e => e.Max), entries));
        return exitCode;
    }

    private static void Show(CheckEntry entry)
    {
        Screen.Line($"{CourseFolders.Shorten(entry.File)}: {StatusText.Points(entry.Points, entry.Max)}");
        if (entry.Error is not null) Console.Error.WriteLine("coursekit: " + entry.Error);
        if (entry.Exercises.Count == 0) return;
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns(new TableColumn("Exercise"), new TableColumn("Title"), new TableColumn("Points").RightAligned().NoWrap(), new TableColumn("Status").NoWrap(), new TableColumn("Reason"));
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
