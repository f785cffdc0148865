using System.Diagnostics;

namespace CourseKit.Notebooks;

/// <summary>
/// What is on its way to one peer. Nothing is ever left out: when the peer reads too slowly, the sender waits for it; when it has read
/// nothing at all for a while, it has been left behind and the queue closes.
/// </summary>
/// <param name="maxBytes">How much may wait.</param>
/// <param name="patience">How long a peer may take nothing while that much is waiting.</param>
internal sealed class OutboundQueue(long maxBytes, TimeSpan patience)
{
    private readonly object _gate = new();
    private readonly Queue<byte[]> _messages = new();
    private long _bytes;
    private long _lastProgress;
    private bool _closed;
    private bool _finishing;

    /// <summary>Queues a message, as soon as there is room.</summary>
    /// <returns>False if the queue is closed, or has been closed now because its peer does not read.</returns>
    public bool Add(byte[] message)
    {
        lock (_gate)
        {
            if (_bytes == 0)
            {
                _lastProgress = Stopwatch.GetTimestamp();
            }

            while (!_closed && _bytes > 0 && _bytes + message.Length > maxBytes)
            {
                var left = patience - Stopwatch.GetElapsedTime(_lastProgress);
                if (left <= TimeSpan.Zero)
                {
                    CloseInside();
                }
                else
                {
                    Monitor.Wait(_gate, left);
                }
            }

            if (_closed || _finishing)
            {
                return false;
            }

            _messages.Enqueue(message);
            _bytes += message.Length;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>The next message, as soon as there is one; null when the queue is closed, or finished and empty.</summary>
    public byte[]? Take()
    {
        lock (_gate)
        {
            while (_messages.Count == 0 && !_closed && !_finishing)
            {
                Monitor.Wait(_gate);
            }

            return _closed || _messages.Count == 0 ? null : _messages.Dequeue();
        }
    }

    /// <summary>Says that the peer has taken some of what <see cref="Take"/> gave.</summary>
    public void Progress(int bytes)
    {
        lock (_gate)
        {
            _bytes -= bytes;
            _lastProgress = Stopwatch.GetTimestamp();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes no more messages; those that are waiting are still sent.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            _finishing = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Drops everything.</summary>
    public void Close()
    {
        lock (_gate)
        {
            CloseInside();
        }
    }

    private void CloseInside()
    {
        _closed = true;
        _messages.Clear();
        Monitor.PulseAll(_gate);
    }
}
