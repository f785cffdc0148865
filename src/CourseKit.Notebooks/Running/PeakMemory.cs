using System.Diagnostics;

namespace CourseKit.Notebooks;

/// <summary>
/// The largest working set of the process while this lives. The system keeps only the peak since the process began, so this one is sampled
/// unless the process reaches a new peak meanwhile.
/// </summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(25);

    private readonly Timer _timer;
    private readonly long _before = ProcessPeak();
    private long _sampled;

    public PeakMemory()
    {
        _timer = new Timer(_ => Sample(), null, TimeSpan.Zero, s_interval);
    }

    /// <summary>The peak so far, in bytes.</summary>
    public long Bytes
    {
        get
        {
            Sample();
            long peak = ProcessPeak();
            return peak > _before ? peak : Interlocked.Read(ref _sampled);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        long now = Environment.WorkingSet;
        for (long seen = Interlocked.Read(ref _sampled); now > seen; seen = Interlocked.Read(ref _sampled))
        {
            Interlocked.CompareExchange(ref _sampled, now, seen);
        }
    }

    private static long ProcessPeak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
