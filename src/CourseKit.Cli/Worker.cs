namespace CourseKit.Cli;

/// <summary>The process that runs one notebook for the tool; see <see cref="WorkerProtocol"/>.</summary>
internal static class Worker
{
    public static Task<int> RunAsync(string pipe) => throw new NotSupportedException("Running notebooks comes with the runner. " + pipe);
}
