using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CourseKit.Notebooks;

/// <summary>How an interrupted cell stops: its loops and functions ask here, at a cost of about a nanosecond. Not to be called by hand.</summary>
/// <remarks>
/// Aborting the thread (<c>ControlledExecution</c>) would also reach loops inside of libraries, but on Unix it takes the whole process
/// down now and then. Code that has been given up goes on being told to stop, for as long as it runs.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellStop
{
    private static readonly Lock s_gate = new();
    private static int s_stopping;

    // Anybody at all is to stop.
    private static volatile bool s_requested;

    /// <summary>Throws if the code that calls it is to stop; else true.</summary>
    /// <exception cref="OperationCanceledException">It is.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Check()
    {
        if (s_requested)
        {
            ThrowIfStopping();
        }

        return true;
    }

    /// <summary>Tells the code that belongs to a channel to stop, or to go on.</summary>
    internal static void Set(OutputChannel channel, bool stopping)
    {
        lock (s_gate)
        {
            if (channel.Stopping != stopping)
            {
                channel.Stopping = stopping;
                s_stopping += stopping ? 1 : -1;
                s_requested = s_stopping > 0;
            }
        }
    }

    // Tasks and the session's thread catch what is thrown here. A thread that a cell has made itself would take the process down, unless
    // somebody catches what is left over.
    private static void ThrowIfStopping()
    {
        if (OutputChannel.Current is { Stopping: true } channel && (channel.IsOnSessionThread || Thread.CurrentThread.IsThreadPoolThread || StrayExceptions.AreCaught))
        {
            throw new CellStoppedException();
        }
    }
}

/// <summary>Ends an interrupted cell.</summary>
internal sealed class CellStoppedException() : OperationCanceledException("The cell was interrupted.");
