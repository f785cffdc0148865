namespace CourseKit.Notebooks;

/// <summary>
/// A file is not a notebook that can be read. The message is one line and names the file, the line where known, and what to do about it.
/// </summary>
public sealed class NotebookFormatException : Exception
{
    /// <summary>Creates the exception; its message is <c>file(line): problem Remedy.</c></summary>
    /// <param name="file">Path or name of the notebook.</param>
    /// <param name="line">1-based line in the file, or null when the problem has no place.</param>
    /// <param name="problem">What is wrong, a sentence.</param>
    /// <param name="remedy">What to do about it, a sentence.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public NotebookFormatException(string file, int? line, string problem, string remedy, Exception? inner = null)
        : base(FormattableString.Invariant($"{file}{(line is null ? "" : $"({line})")}: {problem} {remedy}"), inner)
    {
        File = file;
        Line = line;
        Remedy = remedy;
    }

    /// <summary>Path or name of the notebook.</summary>
    public string File { get; }

    /// <summary>1-based line in the file, or null when the problem has no place.</summary>
    public int? Line { get; }

    /// <summary>What to do about it, a sentence.</summary>
    public string Remedy { get; }
}
