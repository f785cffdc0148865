using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace TorchSharp;

/// <summary>
/// Splits work over the cores. The pieces depend only on the amount of work, never on the number of threads, so whoever sums
/// per piece gets the same bits on every machine.
/// </summary>
/// <remarks>
/// One job at a time owns the helper threads. Work asked for meanwhile, from another thread or from inside a piece, runs on the
/// thread that asks: nothing ever waits for a free helper, so nothing can deadlock.
/// </remarks>
internal static class Work
{
    /// <summary>Cost of a piece, in units of about a nanosecond: long enough to be worth handing over, short enough to share evenly.</summary>
    public const long PieceCost = 16_384;

    private static readonly List<Helper> Helpers = [];
    private static int s_threads = Environment.ProcessorCount;
    private static int s_busy;

    /// <summary>Threads that work on one job, the caller's included; as <c>torch.set_num_threads</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than one.</exception>
    public static int Threads
    {
        get => Volatile.Read(ref s_threads);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref s_threads, value);
        }
    }

    /// <summary>Items in a piece when an item costs about <paramref name="itemCost"/> nanoseconds.</summary>
    public static int PieceLength(long itemCost) => (int)Math.Clamp(PieceCost / Math.Max(itemCost, 1), 1, int.MaxValue);

    /// <summary>
    /// Calls <paramref name="body"/>(start, end) for every piece of 0..<paramref name="count"/>, in any order and on any thread.
    /// Pieces are <see cref="PieceLength"/> items long (the last may be shorter): start / PieceLength is a piece's number.
    /// </summary>
    /// <exception cref="Exception">The first one a piece threw; the pieces not yet begun are left out.</exception>
    public static void For(int count, long itemCost, Action<int, int> body) => Pieces(count, PieceLength(itemCost), body);

    /// <summary>As <see cref="For"/>, with the length of a piece given.</summary>
    public static void Pieces(int count, int length, Action<int, int> body)
    {
        if (count <= 0)
            return;
        var job = new Job(count, length, body);
        var helpers = Math.Min(Threads, job.Pieces) - 1;
        if (helpers > 0 && Interlocked.CompareExchange(ref s_busy, 1, 0) == 0)
        {
            Call(helpers, job);
            job.Run();
            job.Wait();
            Volatile.Write(ref s_busy, 0);
        }
        else
        {
            job.Run();
        }
        job.ThrowIfFailed();
    }

    private static void Call(int helpers, Job job)
    {
        // Only the owner of the helpers comes here.
        while (Helpers.Count < helpers)
            Helpers.Add(new Helper());
        for (var i = 0; i < helpers; i++)
            Helpers[i].Offer(job);
    }

    private sealed class Job(int count, int length, Action<int, int> body)
    {
        private int _next;
        private int _running;
        private ExceptionDispatchInfo? _error;

        public int Pieces { get; } = (int)(((long)count + length - 1) / length);

        /// <summary>Takes pieces until none is left.</summary>
        public void Run()
        {
            // Counted before the first piece is taken: when the caller finds none left, whoever took one is counted.
            Interlocked.Increment(ref _running);
            try
            {
                int piece;
                while ((piece = Interlocked.Increment(ref _next) - 1) < Pieces)
                {
                    var start = piece * length;
                    body(start, start + Math.Min(length, count - start));
                }
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(error), null);
                Volatile.Write(ref _next, Pieces);
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }

        /// <summary>Waits for the pieces that helpers have begun. To be called after <see cref="Run"/>: no piece is left to take.</summary>
        public void Wait()
        {
            var spinner = new SpinWait();
            while (Volatile.Read(ref _running) != 0)
                spinner.SpinOnce(sleep1Threshold: -1);
        }

        public void ThrowIfFailed() => _error?.Throw();
    }

    /// <summary>A background thread that works on what it is offered: at first it looks out for more, then it sleeps.</summary>
    private sealed class Helper
    {
        private const int SpinMicroseconds = 250;

        private readonly SemaphoreSlim _wake = new(0);
        private Job? _offered;
        private int _asleep;

        public Helper()
        {
            var thread = new Thread(Loop) { IsBackground = true, Name = "Tensor helper" };
            thread.Start();
        }

        public void Offer(Job job)
        {
            Interlocked.Exchange(ref _offered, job);
            if (Interlocked.Exchange(ref _asleep, 0) == 1)
                _wake.Release();
        }

        private void Loop()
        {
            while (true)
            {
                var job = Interlocked.Exchange(ref _offered, null) ?? LookOut();
                if (job is not null)
                    job.Run();
                else
                    Sleep();
            }
        }

        private Job? LookOut()
        {
            var start = Stopwatch.GetTimestamp();
            do
            {
                for (var i = 0; i < 16; i++)
                {
                    Thread.SpinWait(1);
                    if (Volatile.Read(ref _offered) is not null)
                        return Interlocked.Exchange(ref _offered, null);
                }
            }
            while (Stopwatch.GetElapsedTime(start).TotalMicroseconds < SpinMicroseconds);
            return null;
        }

        private void Sleep()
        {
            Volatile.Write(ref _asleep, 1);
            Interlocked.MemoryBarrier();
            // An offer made before the flag was seen would otherwise be slept through.
            if (Volatile.Read(ref _offered) is not null && Interlocked.Exchange(ref _asleep, 0) == 1)
                return;
            _wake.Wait();
        }
    }
}
