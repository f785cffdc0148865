using System.Text.RegularExpressions;
using CourseKit.Exercises;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

// Grades a notebook: runs it, then the tool's own check of every exercise in the same session. Outputs already in the file and the
// student's own check cells do not count. A cell that kills the process or never ends is left out and the rest graded in a fresh process.
internal sealed partial class SubmissionGrader(NotebookTask task, TimeSpan cellLimit)
{
    // Each restart costs a run of the notebook; a file with more killers than this does not get more of the machine.
    private const int Restarts = 4;

    private readonly IReadOnlyList<Exercise> exercises = ExerciseCells.Expected(task.Document, task.Name);
    private readonly Dictionary<int, string> leftOut = [];
    private readonly Dictionary<string, string> killers = [];

    // The limit is for one cell, or the check of one exercise.
    public async Task<CheckEntry> GradeAsync(CancellationToken cancellationToken)
    {
        if (exercises.Count == 0) return Entry([], $"{task.Name} has no exercises; is it the right file?");
        for (var attempt = 0; ; attempt++)
        {
            var pending = exercises.Where(exercise => !killers.ContainsKey(exercise.Id)).ToList();
            var (document, origin) = Prepare(pending);
            var outcome = await (task with { Document = document }).RunAsync(continueOnError: true, cellLimit, cancellationToken)
                .ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();

            if (outcome.Status == RunStatus.Crashed && attempt < Restarts && outcome.StoppedAt is { } stopped)
            {
                var reason = $"{outcome.Reason}; the answer was stopped there.";
                if (stopped >= origin.Count) killers[pending[stopped - origin.Count].Id] = reason;
                else leftOut[origin[stopped]] = outcome.Reason!;
                continue;
            }
            return Entry([.. exercises.Select(exercise => ReportFor(exercise, pending, document, origin, outcome))], null);
        }
    }

    // The notebook without the cells left out, followed by one check per exercise; and where its cells came from.
    private (NotebookDocument Document, List<int> Origin) Prepare(List<Exercise> pending)
    {
        var document = task.Document.Clone();
        var origin = Enumerable.Range(0, document.Cells.Count).Where(i => !leftOut.ContainsKey(i)).ToList();
        // Check cells would only do the same work twice.
        foreach (var cell in document.Cells.Where(cell => cell.Kind == CellKind.Code && CheckCell().IsMatch(cell.Source))) cell.Source = "";
        foreach (var i in leftOut.Keys.OrderDescending()) document.Cells.RemoveAt(i);
        foreach (var exercise in pending)
        {
            if (ExerciseCells.IndexOf(document, exercise.Id) is var cell and >= 0)
                document.Cells[cell].Source = WithoutStatic(document.Cells[cell].Source, exercise.EntryPoint);
            // Full names: whatever the notebook calls Check or ExerciseBook is not asked.
            var source = $"global::CourseKit.Exercises.ExerciseBook.Check(\"{exercise.Id}\", {exercise.EntryPoint})";
            document.Cells.Add(NotebookCell.Code(source));
        }
        return (document, origin);
    }

    private CheckReport ReportFor(
        Exercise exercise, List<Exercise> pending, NotebookDocument document, List<int> origin, NotebookOutcome outcome)
    {
        if (killers.TryGetValue(exercise.Id, out var killer)) return Missing(exercise, killer);
        var check = document.Cells[origin.Count + pending.IndexOf(exercise)];
        if (ExecutedCells.ReportOf(check) is { } report && report.Id == exercise.Id) return report;

        var cell = ExerciseCells.IndexOf(task.Document, exercise.Id);
        if (cell < 0)
            return Missing(exercise,
                $"There is no cell that begins with \"// Exercise {exercise.Id}\", and no method {exercise.EntryPoint}.");
        var name = CellErrors.NameOf(task.Document, cell);
        if (leftOut.TryGetValue(cell, out var reason)) return Missing(exercise, $"The answer in {name} was stopped: {reason}.");
        if (CellErrors.MessageOf(document, origin.IndexOf(cell)) is { } error)
            return Missing(exercise, "The answer does not run: " + error);
        var message = CellErrors.MessageOf(document, origin.Count + pending.IndexOf(exercise));
        return Missing(exercise, message is null ? $"The notebook did not get this far: {outcome.Reason}."
            : NoSuchMethod().IsMatch(message) ? $"There is no method {exercise.EntryPoint} in {name}; keep its name."
            : $"{exercise.EntryPoint} in {name} cannot be checked: {Unplaced(message)}");
    }

    // The place is in a cell that the student has never seen.
    private static string Unplaced(string message) => message[(message.IndexOf(": ", StringComparison.Ordinal) + 2)..];

    private CheckEntry Entry(IReadOnlyList<CheckReport> reports, string? error) => new(
        task.Path, exercises.Count == 0 ? null : exercises[0].Notebook,
        reports.Sum(report => report.Points), exercises.Sum(e => e.Points), error, reports);

    private static CheckReport Missing(Exercise exercise, string reason) => new(
        exercise.Id, exercise.Title, CheckStatus.Failed, 0, exercise.Points, reason, exercise.HintCommand, []);

    // The compiler cannot make a delegate of a static method of an earlier cell; the word makes no other difference in a notebook.
    private static string WithoutStatic(string source, string entryPoint) =>
        Regex.Replace(source, $@"^((?:public |private |internal )?)static (?=[^\n]*\b{entryPoint}\s*\()", "$1", RegexOptions.Multiline);

    // No such name; or it is only that of a type somewhere.
    [GeneratedRegex(@"\bCS(0103|0119|0122)\b")]
    private static partial Regex NoSuchMethod();

    [GeneratedRegex("""^\s*Check\("[a-z0-9.-]+",\s*\w+\);?\s*$""")]
    private static partial Regex CheckCell();
}
