using System.Collections.Concurrent;

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

    /// <summary>Queues work; the task completes with its result.</summary>
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

    /// <summary>Runs a cell's code to its end on the session's thread, from which this must be called.</summary>
    /// <exception cref="Exception">What the code threw; anything at all, if the token was cancelled while it ran.</exception>
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

    /// <summary>Lets the thread end after the work it has.</summary>
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
