using CourseKit.Exercises;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

internal enum RunStatus
{
    Ok,
    Failed,
    Crashed, // the process ended in a cell, or a cell took too long
    Interrupted,
}

// What run --json writes, as docs/tool.md tells.
internal sealed record RunResults(string Schema, int ExitCode, IReadOnlyList<RunEntry> Notebooks);

internal sealed record RunEntry(
    string Notebook, string File, RunStatus Status, double Seconds, double? PeakMemoryMB, int Cells, int CellsRun, string? Error,
    IReadOnlyList<Headline> Headlines, ExerciseTotals? Exercises, IReadOnlyList<CellTime> CellTimes, string Ipynb, string Html)
{
    public static RunEntry From(NotebookTask task, NotebookOutcome outcome, string folder)
    {
        var reports = ExecutedCells.Reports(task.Document);
        return new RunEntry(
            task.Name,
            task.Path,
            outcome.Status,
            Math.Round(outcome.Seconds, 3),
            outcome.PeakBytes is { } peak ? Math.Round(peak / 1e6, 1) : null,
            task.Document.Cells.Count(cell => cell.Kind == CellKind.Code),
            outcome.Cells.Count(cell => cell.Ok),
            ErrorOf(task, outcome),
            ExecutedCells.Headlines(task.Document),
            reports.Count == 0 ? null : new ExerciseTotals(
                reports.Count, reports.Count(r => r.Status == CheckStatus.Passed), reports.Sum(r => r.Points), reports.Sum(r => r.Max)),
            [.. outcome.Cells.Select(run => TimeOf(task.Document.Cells[run.Cell], run))],
            Path.Combine(folder, task.Name + ".ipynb"),
            Path.Combine(folder, task.Name + ".html"));
    }

    private static CellTime TimeOf(NotebookCell cell, WorkerEvent run) =>
        new(cell.ExecutionCount ?? 0, cell.Id, Math.Round(run.Seconds, 3), Math.Round(run.MemoryBytes / 1e6, 1));

    private static string? ErrorOf(NotebookTask task, NotebookOutcome outcome)
    {
        if (outcome.Status == RunStatus.Ok) return null;
        if (outcome.Status != RunStatus.Failed)
        {
            var place = outcome.StoppedAt is { } cell ? ", " + CellErrors.NameOf(task.Document, cell) : "";
            return $"{task.Name}{place}: {outcome.Reason}; what ran before is saved.";
        }
        var failed = outcome.Cells.First(run => !run.Ok).Cell;
        return $"{task.Name}, {CellErrors.MessageOf(task.Document, failed) ?? CellErrors.NameOf(task.Document, failed) + " failed"}";
    }
}

internal sealed record ExerciseTotals(int Count, int Passed, int Points, int Max);

internal sealed record CellTime(int Cell, string Id, double Seconds, double MemoryMB);
