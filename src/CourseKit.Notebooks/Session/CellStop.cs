using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CourseKit.Notebooks;

/// <summary>How an interrupted cell stops: its loops and functions ask here, at about a nanosecond. Not to be called by hand.</summary>
/// <remarks>
/// Aborting the thread (<c>ControlledExecution</c>) would also reach loops inside of libraries, but on Unix it takes the whole process
/// down now and then. Code that has been given up goes on being told to stop, for as long as it runs.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellStop
{
    private static readonly Lock Gate = new();
    private static int stoppingCount;

    // Anybody at all is to stop.
    private static volatile bool requested;

    /// <summary>Throws if the code that calls it is to stop; else true.</summary>
    /// <exception cref="OperationCanceledException">It is.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Check()
    {
        if (requested) ThrowIfStopping();
        return true;
    }

    // Tells the code that belongs to a channel to stop, or to go on.
    internal static void Set(OutputChannel channel, bool stopping)
    {
        lock (Gate)
        {
            if (channel.Stopping == stopping) return;
            channel.Stopping = stopping;
            stoppingCount += stopping ? 1 : -1;
            requested = stoppingCount > 0;
        }
    }

    // Tasks and the session's thread catch what is thrown here. A thread that a cell has made itself would take the process down, unless
    // somebody catches what is left over.
    private static void ThrowIfStopping()
    {
        if (OutputChannel.Current is { Stopping: true } channel
            && (channel.IsOnSessionThread || Thread.CurrentThread.IsThreadPoolThread || StrayExceptions.AreCaught))
            throw new CellStoppedException();
    }
}

/// <summary>Ends an interrupted cell.</summary>
internal sealed class CellStoppedException() : OperationCanceledException("The cell was interrupted.");

/// <summary>While it lives, a cancelled token stops the cell on the current thread: loops at their next turn, waits at once.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan ForOtherThreads = TimeSpan.FromMilliseconds(100);

    private readonly object gate = new();
    private readonly Thread thread = Thread.CurrentThread;
    private readonly OutputChannel output;
    private readonly CancellationTokenRegistration registration;
    private bool over;
    private bool requested;

    public Interruption(OutputChannel channel, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        output = channel;
        registration = cancellationToken.UnsafeRegister(_ => Stop(), null);
    }

    public void Dispose()
    {
        registration.Unregister();

        // An interrupt that is still pending strikes at the next wait: let it be one of these.
        while (!over)
            try
            {
                lock (gate)
                {
                    if (requested)
                    {
                        // Threads that the cell has started shall see the request, too.
                        Thread.Sleep(ForOtherThreads);
                        CellStop.Set(output, stopping: false);
                    }
                    over = true;
                }
            }
            catch (ThreadInterruptedException)
            {
            }
    }

    private void Stop()
    {
        lock (gate)
        {
            if (over) return;
            requested = true;
            CellStop.Set(output, stopping: true);
            thread.Interrupt();
        }
    }
}
