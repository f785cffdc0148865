namespace CourseKit.Cli;

// README.md lists them for users.
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int PointsMissing = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int Unreadable = 4;
    public const int CellFailed = 5;
    public const int FitFailed = CellFailed;
    public const int NotBuilt = 6; // also where libtorch cannot be loaded; the launchers use it, too
    public const int Internal = 70; // a mistake in the tool itself
    public const int Interrupted = 130;
}

// Says in one line what is wrong and what to do about it.
internal sealed class ToolException(string message, int exitCode) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
