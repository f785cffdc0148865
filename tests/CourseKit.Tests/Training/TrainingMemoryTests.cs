using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>Run after all other tests, alone: it looks at the memory of the whole process.</summary>
[Collection(nameof(TrainingMemoryTests))]
public class TrainingMemoryTests
{
    [Fact]
    public void MemoryIsFlat()
    {
        using var model = nn.Sequential(nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 256));
        using var adam = optim.Adam(model.parameters());
        using var x = rand(2000, 256);
        void Train(int epochs) => Trainer.Fit(
            model, adam, x, (reconstruction, batch) => nn.functional.mse_loss(reconstruction, batch), new TrainingOptions { Epochs = epochs, BatchSize = 100 });
        Train(2);
        var before = Environment.WorkingSet;
        Train(20); // 400 steps, each of which makes about 1 MB of tensors
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 60_000_000);
    }
}

[CollectionDefinition(nameof(TrainingMemoryTests), DisableParallelization = true)]
public class TrainingMemoryCollection;
