using static TorchSharp.torch;

namespace TorchSharp.Tests.Determinism;

/// <summary>2,000 steps of training leave the memory as it was after the first hundred.</summary>
[Collection(nameof(Work))]
public sealed class MemoryTests
{
    public static TheoryData<string> Kinds => [.. Training.Kinds];

    /// <summary>What is alive in the managed heap after a full collection: tensors, graphs, and the buffers that the pool holds.</summary>
    private static long Alive()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static void Steps(Training training, int count, bool scoped)
    {
        for (var i = 0; i < count; i++)
        {
            using var scope = scoped ? NewDisposeScope() : null;
            training.Step();
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_in_dispose_scopes_take_no_new_buffer(string kind)
    {
        using var training = new Training(kind, 8);
        Steps(training, 100, scoped: true);
        var (bytes, buffers) = (Alive(), BufferPool.Made);
        var living = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Steps(training, 2000, scoped: true);
        Assert.Equal(buffers, BufferPool.Made);
        Assert.Equal(living, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.InRange(Alive() - bytes, long.MinValue, 100_000);
    }

    /// <summary>Without scopes the collector frees what the steps left; one megabyte is a hundredth of what 2,000 steps allocate.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_without_scopes_leave_nothing_behind(string kind)
    {
        using var training = new Training(kind, 8);
        Steps(training, 100, scoped: false);
        var bytes = Alive();
        Steps(training, 2000, scoped: false);
        Assert.InRange(Alive() - bytes, long.MinValue, 1_000_000);
    }
}
