namespace CourseKit.Notebooks;

/// <summary>
/// For as long as it lives, a cancelled token stops the cell on the current thread: its loops at their next turn, a sleep or a wait at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan s_forOtherThreads = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly Thread _thread = Thread.CurrentThread;
    private readonly OutputChannel _channel;
    private readonly CancellationTokenRegistration _registration;
    private bool _over;
    private bool _requested;

    public Interruption(OutputChannel channel, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _channel = channel;
        _registration = cancellationToken.UnsafeRegister(_ => Stop(), null);
    }

    public void Dispose()
    {
        _registration.Unregister();

        // An interrupt that is still pending strikes at the next wait: let it be one of these.
        while (!_over)
        {
            try
            {
                lock (_gate)
                {
                    if (_requested)
                    {
                        // Threads that the cell has started shall see the request, too.
                        Thread.Sleep(s_forOtherThreads);
                        CellStop.Set(_channel, stopping: false);
                    }

                    _over = true;
                }
            }
            catch (ThreadInterruptedException)
            {
            }
        }
    }

    private void Stop()
    {
        lock (_gate)
        {
            if (!_over)
            {
                _requested = true;
                CellStop.Set(_channel, stopping: true);
                _thread.Interrupt();
            }
        }
    }
}
