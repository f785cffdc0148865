namespace CourseKit.Notebooks;

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

    /// <summary>A value that was displayed.</summary>
    /// <param name="bundle">How it looks.</param>
    /// <param name="displayId">What a later <see cref="Update"/> calls this output; unique in the process.</param>
    void Display(MimeBundle bundle, string displayId);

    /// <summary>A displayed value has changed; the output may belong to an earlier cell.</summary>
    void Update(MimeBundle bundle, string displayId);

    /// <summary>Takes away what the cell has put out so far.</summary>
    /// <param name="wait">Only when the next output comes, so that the page does not flicker.</param>
    void Clear(bool wait);
}
