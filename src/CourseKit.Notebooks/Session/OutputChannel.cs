using System.Text;

namespace CourseKit.Notebooks;

/// <summary>
/// Carries what a session's code writes and displays, from any thread, to the sink of the cell that is running. The channel follows the
/// flow of execution, so that threads and tasks started by a cell reach the right session.
/// </summary>
/// <remarks>
/// Writers only queue, and wait when too much is queued: they may hold the console's lock, which a sink that writes to the real console wants as well. The sink is called
/// from a timer, and at the end of the cell.
/// </remarks>
internal sealed class OutputChannel : IDisposable
{
    private const int LateTextLimit = 256 * 1024;

    // As much as may wait for the sink before writers wait as well: who prints faster than anybody reads must not fill the memory.
    private const int MaxWaiting = 16 * 1024 * 1024;

    // What a displayed value counts for in addition to its texts: a chart is JSON, which nobody measures here.
    private const int DisplayWeight = 16 * 1024;

    // Not for ever: a writer may hold the lock that the sink is waiting for.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(20);
    private static readonly AsyncLocal<OutputChannel?> s_current = new();

    private readonly Lock _gate = new();
    private readonly Lock _delivery = new();
    private readonly ManualResetEventSlim _room = new(true);
    private readonly Timer _timer;
    private Func<Exception, string> _describe;
    private List<Action<IOutputSink>> _queue = [];
    private StringBuilder? _text;
    private ConsoleStream _stream;
    private int _lateText;
    private int _waiting;
    private IOutputSink? _sink;
    private Exception? _sinkFailure;
    private bool _scheduled;
    private bool _closed;

    public OutputChannel(CellInput input, Func<Exception, string> describe)
    {
        (Input, _describe) = (input, describe);

        // A timer keeps the flow that created it; this one belongs to nobody's.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = new Timer(_ => Deliver());
        }
    }

    /// <summary>The channel of the session whose code runs here, or null outside of any session.</summary>
    public static OutputChannel? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    /// <summary>What the session's code reads.</summary>
    public CellInput Input { get; }

    /// <summary>Cancelled when the running cell is interrupted.</summary>
    public CancellationToken Interrupted { get; set; }

    /// <summary>Whether the code is to stop; <see cref="CellStop"/> sets it.</summary>
    public bool Stopping { get; set; }

    /// <summary>The thread on which the cells run.</summary>
    public Thread? SessionThread { get; set; }

    public bool IsOnSessionThread => Thread.CurrentThread == SessionThread;

    /// <summary>Sends outputs to this sink from now on, beginning with what came since the last cell ended.</summary>
    public void Attach(IOutputSink sink)
    {
        lock (_gate)
        {
            _sink = sink;
            _lateText = 0;
            Schedule();
        }
    }

    /// <summary>Delivers what is queued, and keeps what comes later for the next sink.</summary>
    public void Detach()
    {
        Deliver();
        lock (_gate)
        {
            _sink = null;
        }

        if (Interlocked.Exchange(ref _sinkFailure, null) is { } failure)
        {
            throw new InvalidOperationException($"The receiver of the cell's outputs failed: {failure.Message}", failure);
        }
    }

    public void Write(ConsoleStream stream, ReadOnlySpan<char> text)
    {
        _room.Wait(s_patience);
        lock (_gate)
        {
            Append(stream, text);
        }
    }

    public void Display(MimeBundle bundle, string displayId) => Enqueue(sink => sink.Display(bundle, displayId), Weight(bundle));

    public void Update(MimeBundle bundle, string displayId) => Enqueue(sink => sink.Update(bundle, displayId), Weight(bundle));

    public void Clear(bool wait) => Enqueue(sink => sink.Clear(wait), DisplayWeight);

    /// <summary>Writes to the error stream what nobody has caught; the end of interrupted code is not worth a word.</summary>
    public void Report(Exception exception)
    {
        if (exception is not CellStoppedException)
        {
            Write(ConsoleStream.Error, $"Nobody has caught this, on a thread of the cell's own or in an async void:\n{_describe(exception)}\n");
        }
    }

    /// <summary>Waits until the sink has what is queued. The sink is called on a thread of its own, where no interrupt reaches it.</summary>
    public void Flush()
    {
        using (ExecutionContext.SuppressFlow())
        {
            Task.Run(Deliver).Wait();
        }
    }

    /// <summary>Drops everything that is still to come: the code behind it has been given up.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _sink = null;
            _queue.Clear();
            _text = null;
            _describe = exception => exception.ToString(); // lets go of the session
            _room.Set();
            _timer.Dispose();
        }
    }

    private void Append(ConsoleStream stream, ReadOnlySpan<char> text)
    {
        if (_closed || text.IsEmpty || (_sink is null && (_lateText += text.Length) > LateTextLimit))
        {
            return;
        }

        Count(text.Length);
        if (_text is null || stream != _stream)
        {
            CloseText();
            (_text, _stream) = (new StringBuilder(), stream);
        }

        // Windows ends lines in two characters; a notebook is the same everywhere.
        _text.Append(text.SequenceEqual("\r\n") ? "\n" : text);
        Schedule();
    }

    private static int Weight(MimeBundle bundle) => DisplayWeight + bundle.Data.Sum(entry => bundle.Text(entry.Key)?.Length ?? 0);

    private void Count(int weight)
    {
        if (_sink is not null && (_waiting += weight) > MaxWaiting)
        {
            _room.Reset();
        }
    }

    private void Enqueue(Action<IOutputSink> call, int weight)
    {
        _room.Wait(s_patience);
        lock (_gate)
        {
            if (!_closed)
            {
                Count(weight);
                CloseText();
                _queue.Add(call);
                Schedule();
            }
        }
    }

    private void CloseText()
    {
        if (_text?.ToString() is { } text)
        {
            var stream = _stream;
            _queue.Add(sink => sink.Write(stream, text));
            _text = null;
        }
    }

    private void Schedule()
    {
        if (!_scheduled && _sink is not null && !_closed)
        {
            _scheduled = true;
            _timer.Change(s_delay, Timeout.InfiniteTimeSpan);
        }
    }

    private void Deliver()
    {
        lock (_delivery)
        {
            List<Action<IOutputSink>> calls;
            IOutputSink? sink;
            lock (_gate)
            {
                _scheduled = false;
                sink = _sink;
                if (sink is null)
                {
                    return;
                }

                CloseText();
                (calls, _queue) = (_queue, []);
                _waiting = 0;
                _room.Set();
            }

            try
            {
                foreach (var call in calls)
                {
                    call(sink);
                }
            }
            catch (Exception e)
            {
                // Nobody to tell on a timer's thread; the end of the cell reports it.
                _sinkFailure ??= e;
            }
        }
    }
}
