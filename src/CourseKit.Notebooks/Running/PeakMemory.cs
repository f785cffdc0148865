using System.Diagnostics;

namespace CourseKit.Notebooks;

/// <summary>
/// The largest working set of the process while this lives. The system keeps only the peak since the process began, so this one is sampled
/// unless the process reaches a new peak meanwhile.
/// </summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    private readonly Timer timer;
    private readonly long before = ProcessPeak();
    private long sampled;

    public PeakMemory() => timer = new Timer(_ => Sample(), null, TimeSpan.Zero, Interval);

    /// <summary>The peak so far, in bytes.</summary>
    public long Bytes
    {
        get
        {
            Sample();
            var peak = ProcessPeak();
            return peak > before ? peak : Interlocked.Read(ref sampled);
        }
    }

    public void Dispose() => timer.Dispose();

    private void Sample()
    {
        var now = Environment.WorkingSet;
        for (var seen = Interlocked.Read(ref sampled); now > seen; seen = Interlocked.Read(ref sampled))
            Interlocked.CompareExchange(ref sampled, now, seen);
    }

    private static long ProcessPeak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
