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

/// <summary>The two console streams; nbformat calls them <c>stdout</c> and <c>stderr</c>.</summary>
public enum ConsoleStream
{
    /// <summary>What was written to <see cref="Console.Out"/>.</summary>
    Out,

    /// <summary>What was written to <see cref="Console.Error"/>.</summary>
    Error,
}

/// <summary>
/// Receives a cell's outputs while it runs: one call at a time, in the order they were made, on a thread that is not the cell's.
/// What the sink itself writes to the console goes to the real console.
/// </summary>
public interface IOutputSink
{
    /// <summary>Text written to the console; writes that follow each other closely arrive together.</summary>
    void Write(ConsoleStream stream, string text);

    /// <summary>A value that was displayed; <see cref="Update"/> names the output by the id, unique in the process.</summary>
    void Display(MimeBundle bundle, string displayId);

    /// <summary>A displayed value has changed; the output may belong to an earlier cell.</summary>
    void Update(MimeBundle bundle, string displayId);

    /// <summary>Takes away what the cell has put out so far; with wait only when the next output comes, so that nothing flickers.</summary>
    void Clear(bool wait);
}
