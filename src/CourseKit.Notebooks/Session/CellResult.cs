namespace CourseKit.Notebooks;

/// <summary>How a cell ended.</summary>
public enum CellStatus
{
    /// <summary>It ran to its end.</summary>
    Succeeded,

    /// <summary>It did not compile, or it threw.</summary>
    Failed,

    /// <summary>It was stopped through the cancellation token.</summary>
    Cancelled,
}

/// <summary>Why a cell did not succeed, in the shape of nbformat's <c>error</c> output.</summary>
/// <param name="Name">Name of the exception's type, or <c>CompilationError</c>, <c>DirectiveError</c>, <c>Interrupted</c>.</param>
/// <param name="Message">One line, which names cell and line where they are known.</param>
/// <param name="Traceback">Lines to show: the message, then the places with their source.</param>
/// <param name="Exception">What the cell threw; null when it never ran.</param>
public sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback, Exception? Exception = null);

/// <summary>What came of a cell. Its displayed values and console text have gone to the sink already.</summary>
/// <param name="ExecutionCount">The cell's number in its session, from 1.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Value">Value of the trailing expression; null if there is none.</param>
/// <param name="Result">How <paramref name="Value"/> looks; null if there is none.</param>
/// <param name="Error">Why it did not succeed; null if it did.</param>
public sealed record CellResult(int ExecutionCount, CellStatus Status, object? Value, MimeBundle? Result, CellError? Error);
