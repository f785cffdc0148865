using System.Diagnostics;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;

namespace CourseKit.Notebooks;

/// <summary>
/// Exceptions that nobody catches on a thread that a cell has started, or in an <c>async void</c>. They would end the process; here they are
/// written to the cell's error stream, and only that thread ends.
/// </summary>
internal static class StrayExceptions
{
    private static readonly Lazy<bool> Caught = new(Catch);

    /// <summary>Whether they are caught. They are not if the host has a handler of its own, of which there can be one in a process.</summary>
    public static bool AreCaught => Caught.Value;

    private static bool Catch()
    {
        try
        {
            ExceptionHandling.SetUnhandledExceptionHandler(Report);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // What is not a cell's is the host's own affair.
    private static bool Report(Exception exception)
    {
        if ((OutputChannel.Current ?? OwnerOf(exception)) is not { } channel) return false;
        channel.Report(exception);
        return true;
    }

    // A timer's callback has left the cell's flow when its exception comes here.
    private static OutputChannel? OwnerOf(Exception exception) => new StackTrace(exception).GetFrames()
        .Select(frame => frame.GetMethod()?.Module.Assembly)
        .OfType<Assembly>()
        .Select(assembly => (AssemblyLoadContext.GetLoadContext(assembly) as SubmissionLoadContext)?.Output)
        .FirstOrDefault(output => output is not null);
}
