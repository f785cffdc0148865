using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>Run after all other tests, alone: it looks at the memory of the whole process.</summary>
[Collection(nameof(TrainingMemoryTests))]
public class TrainingMemoryTests
{
    [Fact]
    [Trait("Kind", "Training")]
    public void TwentyThousandStepsLeaveNothingBehind()
    {
        using var model = nn.Sequential(nn.Linear(64, 16), nn.ReLU(), nn.Linear(16, 64));
        using var adam = optim.Adam(model.parameters());
        using var x = rand(2000, 64);
        void Train(int epochs) => Trainer.Fit(
            model, adam, x, (reconstruction, batch) => nn.functional.mse_loss(reconstruction, batch),
            new TrainingOptions { Epochs = epochs, BatchSize = 10 }, validation: x);
        Train(2); // gradients, moments and buffers of the allocator are there now
        AreFlat(60_000_000, () => Train(100)); // 200 steps each, some 20 kB of tensors in each
    }

    [Fact]
    [Trait("Kind", "Training")]
    public void TwoHundredFitsLeaveNothingBehind()
    {
        using var x = rand(40, 5);
        void Fit(string kind)
        {
            using var detector = DetectorContractTests.Make(kind);
            detector.Fit(x);
            detector.Fit(x); // the old one is freed as well
            detector.Score(x);
        }
        string[] kinds = [.. DetectorCatalogue.All.Select(kind => kind.Name)];
        foreach (var kind in kinds) Fit(kind);
        AreFlat(60_000_000, () =>
        {
            for (var i = 0; i < 100; i++) Fit(kinds[i % kinds.Length]);
        });
    }

    /// <summary>No tensor more is alive afterwards, and outside of .NET's own heap the process is not much larger.</summary>
    private static void AreFlat(long bytes, Action work)
    {
        var (live, before) = (DisposeScopeManager.Statistics.ThreadTotalLiveCount, Native());
        work();
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.InRange(Native() - before, long.MinValue, bytes);
    }

    // How far .NET's heap grows before it is collected depends on the machine: 60 MB and more.
    private static long Native()
    {
        GC.Collect();
        return Environment.WorkingSet - GC.GetGCMemoryInfo().TotalCommittedBytes;
    }
}

[CollectionDefinition(nameof(TrainingMemoryTests), DisableParallelization = true)]
public class TrainingMemoryCollection;
