namespace CourseKit.Notebooks;

/// <summary>
/// Brings a cell back to the session's thread after an <c>await</c> if that thread is waiting for it; if it is not, the continuation goes
/// to the thread pool. So blocking on a task (<c>.Result</c>) cannot deadlock as it would under a queue.
/// </summary>
internal sealed class HandoffContext : SynchronizationContext
{
    private readonly object _gate = new();
    private (SendOrPostCallback Callback, object? State)? _handedOver;
    private bool _waiting;

    /// <summary>Runs continuations until the task has completed.</summary>
    public void RunUntilCompleted(Task task)
    {
        task.ContinueWith(_ => Pulse(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            while (WaitForWork(task) is { } work)
            {
                work.Callback(work.State);
            }
        }
        finally
        {
            lock (_gate)
            {
                _waiting = false;
            }
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            if (_waiting)
            {
                _waiting = false;
                _handedOver = (d, state);
                Monitor.Pulse(_gate);
                return;
            }
        }

        ThreadPool.QueueUserWorkItem(_ =>
        {
            SetSynchronizationContext(this);
            d(state);
        });
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    private (SendOrPostCallback Callback, object? State)? WaitForWork(Task task)
    {
        lock (_gate)
        {
            while (_handedOver is null)
            {
                if (task.IsCompleted)
                {
                    return null;
                }

                _waiting = true;
                Monitor.Wait(_gate);
            }

            var work = _handedOver;
            _handedOver = null;
            _waiting = false;
            return work;
        }
    }

    private void Pulse()
    {
        lock (_gate)
        {
            Monitor.Pulse(_gate);
        }
    }
}
