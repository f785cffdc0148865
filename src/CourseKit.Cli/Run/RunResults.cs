using CourseKit.Exercises;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

/// <summary>How a notebook's run ended, as the JSON file says it.</summary>
public enum RunStatus
{
    /// <summary>Every cell ran.</summary>
    Ok,

    /// <summary>A cell failed.</summary>
    Failed,

    /// <summary>The process ended in a cell, or a cell took too long.</summary>
    Crashed,

    /// <summary>Ctrl-C.</summary>
    Interrupted,
}

/// <summary>What <c>run --json</c> writes.</summary>
/// <param name="Schema">Always <see cref="SchemaName"/>; a change that breaks readers changes the number.</param>
/// <param name="ExitCode">The tool's exit code.</param>
/// <param name="Notebooks">One entry per notebook that was started.</param>
public sealed record RunResults(string Schema, int ExitCode, IReadOnlyList<RunEntry> Notebooks)
{
    /// <summary>The schema's name and version.</summary>
    public const string SchemaName = "coursekit.run/1";
}

/// <summary>One notebook of <see cref="RunResults"/>.</summary>
/// <param name="Notebook">Its name.</param>
/// <param name="File">The file that was run.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Seconds">Wall time, with the start of its process.</param>
/// <param name="PeakMemoryMB">Peak memory of its process in megabytes; null when that died.</param>
/// <param name="Cells">How many code cells it has.</param>
/// <param name="CellsRun">How many ran to their end.</param>
/// <param name="Error">What went wrong, in one line; null if nothing did.</param>
/// <param name="Headlines">The numbers that it shows as headlines.</param>
/// <param name="Exercises">Its check cells' result; null when it has none.</param>
/// <param name="CellTimes">Each cell that ran.</param>
/// <param name="Ipynb">The executed notebook.</param>
/// <param name="Html">The page.</param>
public sealed record RunEntry(
    string Notebook, string File, RunStatus Status, double Seconds, double? PeakMemoryMB, int Cells, int CellsRun, string? Error,
    IReadOnlyList<Headline> Headlines, ExerciseTotals? Exercises, IReadOnlyList<CellTime> CellTimes, string Ipynb, string Html)
{
    internal static RunEntry From(NotebookTask task, NotebookOutcome outcome, string folder)
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
            [.. outcome.Cells.Select(cell => CellTime.Of(task.Document.Cells[cell.Index], cell))],
            Path.Combine(folder, task.Name + ".ipynb"),
            Path.Combine(folder, task.Name + ".html"));
    }

    private static string? ErrorOf(NotebookTask task, NotebookOutcome outcome)
    {
        if (outcome.Status == RunStatus.Ok) return null;
        if (outcome.Status != RunStatus.Failed)
        {
            var place = outcome.StoppedAt is { } cell ? ", " + CellErrors.NameOf(task.Document, cell) : "";
            return $"{task.Name}{place}: {outcome.Reason}; what ran before is saved.";
        }
        var failed = outcome.Cells.First(cell => !cell.Ok).Index;
        return $"{task.Name}, {CellErrors.MessageOf(task.Document, failed) ?? CellErrors.NameOf(task.Document, failed) + " failed"}";
    }
}

/// <summary>Sums over a notebook's check cells.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Passed">How many have all points.</param>
/// <param name="Points">Points reached.</param>
/// <param name="Max">Points there are.</param>
public sealed record ExerciseTotals(int Count, int Passed, int Points, int Max);

/// <summary>Time and memory of a cell.</summary>
/// <param name="Cell">Its number among the code cells, from 1: the one in brackets beside it.</param>
/// <param name="Id">Its id.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="MemoryMB">Memory of the process after it, in megabytes.</param>
public sealed record CellTime(int Cell, string Id, double Seconds, double MemoryMB)
{
    internal static CellTime Of(NotebookCell cell, CellOutcome run) =>
        new(cell.ExecutionCount ?? 0, cell.Id, Math.Round(run.Seconds, 3), Math.Round(run.MemoryBytes / 1e6, 1));
}
