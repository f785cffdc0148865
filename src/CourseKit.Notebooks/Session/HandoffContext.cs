namespace CourseKit.Notebooks;

/// <summary>
/// Brings a cell back to the session's thread after an <c>await</c> if that thread is waiting for it; if it is not, the continuation goes
/// to the thread pool. So blocking on a task (<c>.Result</c>) cannot deadlock as it would under a queue.
/// </summary>
internal sealed class HandoffContext : SynchronizationContext
{
    private readonly object gate = new();
    private (SendOrPostCallback Callback, object? State)? handedOver;
    private bool waiting;

    /// <summary>Runs continuations until the task has completed.</summary>
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
            handedOver = null;
            waiting = false;
            return work;
        }
    }

    private void Pulse()
    {
        lock (gate) Monitor.Pulse(gate);
    }
}
