namespace TorchSharp.Tests;

/// <summary>Tests that set the number of threads share this collection: it is one number for the whole process.</summary>
[CollectionDefinition(nameof(Work))]
public class WorkCollection;

[Collection(nameof(Work))]
public class WorkTests : IDisposable
{
    private readonly int _threads = Work.Threads;

    public void Dispose()
    {
        Work.Threads = _threads;
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_item_is_worked_on_once(int threads)
    {
        Work.Threads = threads;
        foreach (var count in new[] { 0, 1, 7, 64, 1000, 12_345 })
        {
            var times = new int[count];
            Work.For(count, 100, (start, end) =>
            {
                for (var i = start; i < end; i++)
                    Interlocked.Increment(ref times[i]);
            });
            Assert.All(times, n => Assert.Equal(1, n));
        }
    }

    [Fact]
    public void Pieces_do_not_depend_on_the_number_of_threads()
    {
        var runs = new List<(int, int)[]>();
        foreach (var threads in new[] { 1, 2, 8 })
        {
            Work.Threads = threads;
            var pieces = new List<(int, int)>();
            Work.For(10_000, 77, (start, end) =>
            {
                lock (pieces)
                    pieces.Add((start, end));
            });
            runs.Add([.. pieces.Order()]);
        }
        Assert.True(runs[0].Length > 1);
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
        Assert.All(runs[0], piece => Assert.Equal(0, piece.Item1 % Work.PieceLength(77)));
    }

    [Fact]
    public void Several_threads_take_part()
    {
        Work.Threads = 3;
        var seen = new HashSet<int>();
        using var together = new Barrier(3);
        Work.Pieces(3, 1, (_, _) =>
        {
            // Passes only when three threads hold a piece each.
            Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(30)));
            lock (seen)
                seen.Add(Environment.CurrentManagedThreadId);
        });
        Assert.Equal(3, seen.Count);
    }

    [Fact]
    public void Work_within_work_is_done_on_the_spot()
    {
        Work.Threads = 4;
        long sum = 0;
        Work.Pieces(40, 1, (outer, _) => Work.Pieces(40, 3, (start, end) =>
        {
            for (var i = start; i < end; i++)
                Interlocked.Add(ref sum, outer * 40 + i);
        }));
        Assert.Equal(1600L * 1599 / 2, sum);
    }

    [Fact]
    public async Task Many_callers_at_once_all_get_their_answer()
    {
        Work.Threads = 2;
        var callers = Enumerable.Range(0, 8).Select(caller => Task.Run(() =>
        {
            for (var round = 0; round < 2000; round++)
            {
                long sum = 0;
                Work.Pieces(50, 7, (start, end) => Interlocked.Add(ref sum, (start + end - 1L) * (end - start) / 2));
                Assert.Equal(1225, sum);
            }
        }));
        await Task.WhenAll(callers).WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void An_exception_reaches_the_caller_and_the_next_job_runs()
    {
        Work.Threads = 2;
        for (var round = 0; round < 50; round++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => Work.Pieces(20, 1, (start, _) =>
            {
                if (start == 11)
                    throw new InvalidOperationException("eleven");
            }));
            Assert.Equal("eleven", error.Message);
        }
        var done = 0;
        Work.Pieces(20, 1, (_, _) => Interlocked.Increment(ref done));
        Assert.Equal(20, done);
    }

    [Fact]
    public void Helpers_wake_up_again()
    {
        Work.Threads = 2;
        for (var round = 0; round < 20; round++)
        {
            using var together = new Barrier(2);
            Work.Pieces(2, 1, (_, _) => Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(30))));
            Thread.Sleep(round % 3);
        }
    }

    [Fact]
    public void At_least_one_thread() => Assert.Throws<ArgumentOutOfRangeException>(() => Work.Threads = 0);
}
