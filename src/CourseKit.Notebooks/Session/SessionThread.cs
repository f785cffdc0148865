using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;

namespace CourseKit.Notebooks;

/// <summary>The one thread on which a session's cells run, so that what a library keeps per thread lasts from cell to cell.</summary>
internal sealed class SessionThread : IDisposable
{
    // A recursive function that a student writes should reach its end before the stack does.
    private const int StackBytes = 64 * 1024 * 1024;

    private readonly BlockingCollection<Action> work = [];

    public SessionThread(OutputChannel output)
    {
        var thread = new Thread(() => Run(output), StackBytes) { IsBackground = true, Name = "notebook cells" };
        thread.UnsafeStart();
    }

    public Task<T> InvokeAsync<T>(Func<T> function)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                completion.SetResult(function());
            }
            catch (Exception e)
            {
                completion.SetException(e);
            }
        });
        return completion.Task;
    }

    // Runs a cell's code to its end on the session's thread, from which this must be called.
    public static void RunInterruptibly(Func<Task> code, CancellationToken cancellationToken)
    {
        var context = new HandoffContext();
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            using var interruption = new Interruption(OutputChannel.Current!, cancellationToken);
            var task = code();
            context.RunUntilCompleted(task);
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    public void Dispose() => work.CompleteAdding();

    private void Run(OutputChannel output)
    {
        OutputChannel.Current = output;
        output.SessionThread = Thread.CurrentThread;
        foreach (var action in work.GetConsumingEnumerable())
            action();
        CellStop.Set(output, stopping: false); // for code that had been given up, and has ended now
    }
}

/// <summary>
/// Brings a cell back to the session's thread after an <c>await</c> if that thread is waiting for it; if it is not, the continuation goes
/// to the thread pool. So blocking on a task (<c>.Result</c>) cannot deadlock as it would under a queue.
/// </summary>
internal sealed class HandoffContext : SynchronizationContext
{
    private readonly object gate = new();
    private (SendOrPostCallback Callback, object? State)? handedOver;
    private bool waiting;

    public void RunUntilCompleted(Task task)
    {
        task.ContinueWith(_ => Pulse(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            while (WaitForWork(task) is { } work)
                Run(work.Callback, work.State);
        }
        finally
        {
            lock (gate) waiting = false;
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (gate)
        {
            if (waiting)
            {
                waiting = false;
                handedOver = (d, state);
                Monitor.Pulse(gate);
                return;
            }
        }
        ThreadPool.QueueUserWorkItem(_ =>
        {
            SetSynchronizationContext(this);
            Run(d, state);
        });
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);
    public override SynchronizationContext CreateCopy() => this;

    // A continuation's exceptions are its task's. An async void has none, and throws here.
    private static void Run(SendOrPostCallback callback, object? state)
    {
        try
        {
            callback(state);
        }
        catch (Exception e) when (e is not ThreadInterruptedException && OutputChannel.Current is not null)
        {
            OutputChannel.Current?.Report(e);
        }
    }

    private (SendOrPostCallback Callback, object? State)? WaitForWork(Task task)
    {
        lock (gate)
        {
            while (handedOver is null)
            {
                if (task.IsCompleted) return null;
                waiting = true;
                Monitor.Wait(gate);
            }
            var work = handedOver;
            (handedOver, waiting) = (null, false);
            return work;
        }
    }

    private void Pulse()
    {
        lock (gate) Monitor.Pulse(gate);
    }
}

/// <summary>
/// Exceptions that nobody catches on a thread that a cell has started, or in an <c>async void</c>. They would end the process; here they
/// are written to the cell's error stream, and only that thread ends.
/// </summary>
internal static class StrayExceptions
{
    private static readonly Lazy<bool> Caught = new(Catch);

    // Whether they are caught; not if the host has a handler of its own, of which a process has one.
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
