namespace CourseKit.Notebooks;

/// <summary>A cell begins, or has ended.</summary>
/// <param name="Index">Which of the notebook's code cells, from 0.</param>
/// <param name="Result">How it ended; null when it begins.</param>
public sealed record CellProgress(int Index, CellRun? Result);

/// <summary>One code cell's run.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="Elapsed">Wall-clock time, compilation included.</param>
/// <param name="WorkingSetBytes">The process's working set at the cell's end.</param>
/// <param name="Succeeded">It did what it should: it ran to its end, or failed as its tag <c>raises-exception</c> says.</param>
public sealed record CellRun(CellResult Result, TimeSpan Elapsed, long WorkingSetBytes, bool Succeeded);

/// <summary>What came of running a notebook; its outputs are in the notebook itself.</summary>
/// <param name="Cells">The code cells that ran, in order.</param>
/// <param name="PeakWorkingSetBytes">The process's largest working set so far.</param>
public sealed record NotebookRun(IReadOnlyList<CellRun> Cells, long PeakWorkingSetBytes);
