using System.Text;

namespace CourseKit.Notebooks;

/// <summary>
/// Carries what a session's code writes and displays, from any thread, to the sink of the cell that is running. The channel follows the
/// flow of execution, so that threads and tasks started by a cell reach the right session.
/// </summary>
/// <remarks>
/// Writers only queue, and wait when too much is queued: they may hold the console's lock, which a sink that writes to the real console
/// wants as well. The sink is called from a timer, and at the end of the cell.
/// </remarks>
internal sealed class OutputChannel : IDisposable
{
    private const int LateTextLimit = 256 * 1024;

    // As much as may wait for the sink before writers wait as well: who prints faster than anybody reads must not fill the memory.
    private const int MaxWaiting = 16 * 1024 * 1024;

    // What a displayed value counts for in addition to its texts: a chart is JSON, which nobody measures here.
    private const int DisplayWeight = 16 * 1024;

    // Not for ever: a writer may hold the lock that the sink is waiting for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);
    private static readonly AsyncLocal<OutputChannel?> Flow = new();

    private readonly Lock gate = new();
    private readonly Lock delivery = new();
    private readonly ManualResetEventSlim room = new(true);
    private readonly Timer timer;
    private Func<Exception, string> tell;
    private List<Action<IOutputSink>> queue = [];
    private StringBuilder? pending;
    private ConsoleStream pendingStream;
    private int lateText;
    private int waiting;
    private IOutputSink? receiver;
    private Exception? sinkFailure;
    private bool scheduled;
    private bool closed;

    public OutputChannel(CellInput input, Func<Exception, string> describe)
    {
        (Input, tell) = (input, describe);

        // A timer keeps the flow that created it; this one belongs to nobody's.
        using (ExecutionContext.SuppressFlow())
        {
            timer = new Timer(_ => Deliver());
        }
    }

    // The channel of the session whose code runs here, or null outside of any session.
    public static OutputChannel? Current
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }

    public CellInput Input { get; }

    public CancellationToken Interrupted { get; set; }

    // Whether the code is to stop; CellStop sets it.
    public bool Stopping { get; set; }

    public Thread? SessionThread { get; set; }

    public bool IsOnSessionThread => Thread.CurrentThread == SessionThread;

    // Sends outputs to this sink from now on, beginning with what came since the last cell ended.
    public void Attach(IOutputSink sink)
    {
        lock (gate)
        {
            receiver = sink;
            lateText = 0;
            Schedule();
        }
    }

    // Delivers what is queued, and keeps what comes later for the next sink.
    public void Detach()
    {
        Deliver();
        lock (gate) receiver = null;
        if (Interlocked.Exchange(ref sinkFailure, null) is { } failure)
            throw new InvalidOperationException($"The receiver of the cell's outputs failed: {failure.Message}", failure);
    }

    public void Write(ConsoleStream stream, ReadOnlySpan<char> text)
    {
        room.Wait(Patience);
        lock (gate) Append(stream, text);
    }

    public void Display(MimeBundle bundle, string displayId) => Enqueue(sink => sink.Display(bundle, displayId), Weight(bundle));
    public void Update(MimeBundle bundle, string displayId) => Enqueue(sink => sink.Update(bundle, displayId), Weight(bundle));
    public void Clear(bool wait) => Enqueue(sink => sink.Clear(wait), DisplayWeight);

    // Writes to the error stream what nobody has caught; the end of interrupted code is not worth a word.
    public void Report(Exception exception)
    {
        if (exception is not CellStoppedException)
            Write(ConsoleStream.Error, $"Nobody has caught this, on a thread of the cell's own or in an async void:\n{tell(exception)}\n");
    }

    // Waits until the sink has what is queued; it is called on a thread of its own, where no interrupt reaches it.
    public void Flush()
    {
        using (ExecutionContext.SuppressFlow())
        {
            Task.Run(Deliver).Wait();
        }
    }

    // Drops everything that is still to come: the code behind it has been given up.
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            receiver = null;
            queue.Clear();
            pending = null;
            tell = exception => exception.ToString(); // lets go of the session
            room.Set();
            timer.Dispose();
        }
    }

    private void Append(ConsoleStream stream, ReadOnlySpan<char> text)
    {
        if (closed || text.IsEmpty || (receiver is null && (lateText += text.Length) > LateTextLimit)) return;
        Count(text.Length);
        if (pending is null || stream != pendingStream)
        {
            CloseText();
            (pending, pendingStream) = (new StringBuilder(), stream);
        }

        // Windows ends lines in two characters; a notebook is the same everywhere.
        pending.Append(text.SequenceEqual("\r\n") ? "\n" : text);
        Schedule();
    }

    private static int Weight(MimeBundle bundle) => DisplayWeight + bundle.Data.Sum(entry => bundle.Text(entry.Key)?.Length ?? 0);

    private void Count(int weight)
    {
        if (receiver is not null && (waiting += weight) > MaxWaiting) room.Reset();
    }

    private void Enqueue(Action<IOutputSink> call, int weight)
    {
        room.Wait(Patience);
        lock (gate)
        {
            if (closed) return;
            Count(weight);
            CloseText();
            queue.Add(call);
            Schedule();
        }
    }

    private void CloseText()
    {
        if (pending?.ToString() is not { } text) return;
        var stream = pendingStream;
        queue.Add(sink => sink.Write(stream, text));
        pending = null;
    }

    private void Schedule()
    {
        if (scheduled || receiver is null || closed) return;
        scheduled = true;
        timer.Change(Delay, Timeout.InfiniteTimeSpan);
    }

    private void Deliver()
    {
        lock (delivery)
        {
            List<Action<IOutputSink>> calls;
            IOutputSink? sink;
            lock (gate)
            {
                scheduled = false;
                sink = receiver;
                if (sink is null) return;
                CloseText();
                (calls, queue) = (queue, []);
                waiting = 0;
                room.Set();
            }
            try
            {
                foreach (var call in calls)
                    call(sink);
            }
            catch (Exception e)
            {
                // Nobody to tell on a timer's thread; the end of the cell reports it.
                sinkFailure ??= e;
            }
        }
    }
}
