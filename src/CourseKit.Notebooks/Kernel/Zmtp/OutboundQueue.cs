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
    private readonly object gate = new();
    private readonly Queue<byte[]> messages = new();
    private long waiting;
    private long lastProgress;
    private bool closed;
    private bool finishing;

    /// <summary>Queues a message, as soon as there is room.</summary>
    /// <returns>False if the queue is closed, or has been closed now because its peer does not read.</returns>
    public bool Add(byte[] message)
    {
        lock (gate)
        {
            if (waiting == 0) lastProgress = Stopwatch.GetTimestamp();
            while (!closed && waiting > 0 && waiting + message.Length > maxBytes)
            {
                var left = patience - Stopwatch.GetElapsedTime(lastProgress);
                if (left <= TimeSpan.Zero) Close();
                else Monitor.Wait(gate, left);
            }
            if (closed || finishing) return false;
            messages.Enqueue(message);
            waiting += message.Length;
            Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>The next message, as soon as there is one; null when the queue is closed, or finished and empty.</summary>
    public byte[]? Take()
    {
        lock (gate)
        {
            while (messages.Count == 0 && !closed && !finishing)
                Monitor.Wait(gate);
            return closed || messages.Count == 0 ? null : messages.Dequeue();
        }
    }

    /// <summary>Says that the peer has taken some of what <see cref="Take"/> gave.</summary>
    public void Progress(int bytes)
    {
        lock (gate)
        {
            waiting -= bytes;
            lastProgress = Stopwatch.GetTimestamp();
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Takes no more messages; those that are waiting are still sent.</summary>
    public void Finish()
    {
        lock (gate)
        {
            finishing = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Drops everything.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            messages.Clear();
            Monitor.PulseAll(gate);
        }
    }
}
