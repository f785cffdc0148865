namespace CourseKit.Cli;

/// <summary>The tool's exit codes; README.md lists them for users.</summary>
public static class ExitCodes
{
    /// <summary>Everything ran; with <c>check</c>: every exercise has all its points.</summary>
    public const int Ok = 0;

    /// <summary><c>check</c>: points are missing.</summary>
    public const int PointsMissing = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>There is no such notebook, exercise, solution, data set, detector or file.</summary>
    public const int NotFound = 3;

    /// <summary>A file is not a notebook, table or model, or cannot be read or written.</summary>
    public const int Unreadable = 4;

    /// <summary><c>run</c>: a cell failed.</summary>
    public const int CellFailed = 5;

    /// <summary><c>detect</c>, <c>evaluate</c>: a detector could not be fitted to the data.</summary>
    public const int FitFailed = CellFailed;

    /// <summary>The library is not built, or the .NET SDK is missing (the launcher uses this one, too).</summary>
    public const int NotBuilt = 6;

    /// <summary>A mistake in the tool itself.</summary>
    public const int Internal = 70;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}

/// <summary>An error to show as one line, with its exit code.</summary>
/// <param name="message">What is wrong and what to do about it, in one line.</param>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
public sealed class ToolException(string message, int exitCode) : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
