namespace CourseKit.Notebooks;

/// <summary>
/// For as long as it lives, a cancelled token stops the cell on the current thread: its loops at their next turn, a sleep or a wait at once.
/// </summary>
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
        {
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
    }

    private void Stop()
    {
        lock (gate)
        {
            if (!over)
            {
                requested = true;
                CellStop.Set(output, stopping: true);
                thread.Interrupt();
            }
        }
    }
}
