namespace CourseKit.Notebooks;

/// <summary>How to run a notebook.</summary>
public sealed record RunOptions
{
    /// <summary>The folder that the notebook's relative paths count from, as a rule its own.</summary>
    public required string Folder { get; init; }

    /// <summary>Run the cells after one that failed, too.</summary>
    public bool ContinueOnError { get; init; }
}

/// <summary>A cell begins, or has ended.</summary>
/// <param name="Index">Which of the notebook's code cells, from 0.</param>
/// <param name="Count">How many code cells there are.</param>
/// <param name="CellId">The cell's id.</param>
/// <param name="FirstLine">The cell's first line that is not blank.</param>
/// <param name="Elapsed">Time since the run began.</param>
/// <param name="Result">How it ended; null when it begins.</param>
public sealed record CellProgress(int Index, int Count, string CellId, string FirstLine, TimeSpan Elapsed, CellRun? Result);

/// <summary>One cell's run.</summary>
/// <param name="Index">Which of the notebook's code cells, from 0.</param>
/// <param name="CellId">The cell's id.</param>
/// <param name="FirstLine">The cell's first line that is not blank.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Elapsed">Wall-clock time, compilation included.</param>
/// <param name="AllocatedBytes">What the process allocated on the managed heap meanwhile.</param>
/// <param name="WorkingSetBytes">The process's working set at the cell's end.</param>
/// <param name="ErrorExpected">The cell failed and its tag <c>raises-exception</c> says that it should.</param>
public sealed record CellRun(
    int Index, string CellId, string FirstLine, CellResult Result, TimeSpan Elapsed, long AllocatedBytes, long WorkingSetBytes,
    bool ErrorExpected)
{
    /// <summary>The cell did what it should.</summary>
    public bool Succeeded => Result.Status == CellStatus.Succeeded || ErrorExpected;
}

/// <summary>What came of running a notebook; its outputs are in the notebook itself.</summary>
/// <param name="Cells">The code cells that ran, in order.</param>
/// <param name="CellCount">How many code cells the notebook has.</param>
/// <param name="Elapsed">Wall-clock time of the whole.</param>
/// <param name="PeakWorkingSetBytes">The process's largest working set meanwhile.</param>
public sealed record NotebookRun(IReadOnlyList<CellRun> Cells, int CellCount, TimeSpan Elapsed, long PeakWorkingSetBytes)
{
    /// <summary>Every code cell ran and did what it should.</summary>
    public bool Succeeded => Cells.Count == CellCount && Cells.All(cell => cell.Succeeded);

    /// <summary>The run was stopped through the cancellation token.</summary>
    public bool Cancelled => Cells.Any(cell => cell.Result.Status == CellStatus.Cancelled);

    /// <summary>The first cell that did not do what it should, or null.</summary>
    public CellRun? FirstFailure => Cells.FirstOrDefault(cell => !cell.Succeeded);
}
