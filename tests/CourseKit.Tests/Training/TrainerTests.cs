using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit.Tests;

public class TrainerTests
{
    /// <summary>y = Wx + b on rows that determine W and b.</summary>
    private static Linear Model(int seed = 1)
    {
        manual_seed(seed);
        return nn.Linear(3, 3);
    }

    private static Tensor Data(int rows = 100)
    {
        using var generator = new Generator(7);
        return randn([rows, 3], generator: generator);
    }

    private static Tensor Loss(Tensor reconstruction, Tensor x) => nn.functional.mse_loss(reconstruction, x);

    [Fact]
    public void OneStepOfGradientDescentByHand()
    {
        // One weight w = 2, no bias, row x = 3, loss (wx - x)²: dL/dw = 2 (6 - 3) 3 = 18, w becomes 2 - 0.01 * 18.
        using var model = nn.Linear(1, 1, hasBias: false);
        using (no_grad()) model.weight!.fill_(2);
        using var sgd = optim.SGD(model.parameters(), 0.01);
        var history = Trainer.Fit(model, sgd, tensor(new[] { 3f }, [1, 1]), Loss, new TrainingOptions { Epochs = 1 });
        Assert.Equal(1.82f, model.weight!.ToSingle(), 1e-6f);
        Assert.Equal(9, history.Epochs.Single().Loss, 1e-5);
    }

    [Fact]
    public void AtAMilestoneTheLearningRateBecomesATenth()
    {
        // The gradient of the loss w is 1: each step of one epoch takes the learning rate away.
        using var model = nn.Linear(1, 1, hasBias: false);
        using (no_grad()) model.weight!.fill_(0);
        using var sgd = optim.SGD(model.parameters(), 1);
        var weights = new List<double>();
        Trainer.Fit((nn.Module)model, sgd, ones(1, 1), batch =>
        {
            weights.Add(model.weight!.ToDouble());
            return model.call(batch).sum();
        }, new TrainingOptions { Epochs = 6, Milestones = [2, 4] });
        Assert.Equal([0, -1, -2, -2.1, -2.2, -2.21], weights, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void TheLossOfAnEpochIsTheMeanOverRowsNotOverBatches()
    {
        // Learning rate 0 keeps the weights: batches of 4 and 1 must give the mean over all 5 rows.
        using var model = Model();
        using var sgd = optim.SGD(model.parameters(), 0);
        var x = Data(5);
        var expected = Loss(model.call(x), x).ToDouble();
        var history = Trainer.Fit(model, sgd, x, Loss, new TrainingOptions { Epochs = 2, BatchSize = 4 }, validation: x);
        Assert.All(history.Loss, loss => Assert.Equal(expected, loss, 1e-5));
        Assert.All(history.ValidationLoss, loss => Assert.Equal(expected, loss, 1e-5));
    }

    [Fact]
    public void EveryRowIsSeenOnceInEachEpochInAnotherOrder()
    {
        using var model = Model();
        using var sgd = optim.SGD(model.parameters(), 0.01);
        var x = arange(0, 30, float32).reshape(10, 3);
        var seen = new List<float>();
        Trainer.Fit((nn.Module)model, sgd, x, batch =>
        {
            seen.AddRange(batch[.., 0].data<float>().ToArray());
            return (model.call(batch / 30) - batch / 30).square().mean();
        }, new TrainingOptions { Epochs = 2, BatchSize = 4 });
        var (first, second) = (seen[..10], seen[10..]);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => 3f * i), first.Order());
        Assert.Equal(Enumerable.Range(0, 10).Select(i => 3f * i), second.Order());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void TheSeedAloneDecidesTheOrder()
    {
        List<float> Order(int seed, int before)
        {
            using var model = Model();
            using var sgd = optim.SGD(model.parameters(), 0.01);
            rand(before); // moves the global stream, which must not matter
            var seen = new List<float>();
            Trainer.Fit((nn.Module)model, sgd, Data(), batch =>
            {
                seen.AddRange(batch[.., 0].data<float>().ToArray());
                return model.call(batch).square().mean();
            }, new TrainingOptions { Epochs = 1, Seed = seed });
            return seen;
        }
        Assert.Equal(Order(1, before: 3), Order(1, before: 4));
        Assert.NotEqual(Order(1, before: 3), Order(2, before: 3));
    }

    [Fact]
    public void LearnsTheIdentityAndReportsEachEpoch()
    {
        using var model = Model();
        using var adam = optim.Adam(model.parameters(), 0.05);
        var reports = new List<TrainingProgress>();
        var history = Trainer.Fit(
            model, adam, Data(), Loss, new TrainingOptions { Epochs = 40, BatchSize = 20 }, Data(10), new Synchronous(reports.Add));
        Assert.True(history.Loss[^1] < 1e-3 * history.Loss[0], $"{history.Loss[0]} -> {history.Loss[^1]}");
        Assert.Equal(40, history.ValidationLoss.Length);
        Assert.False(history.StoppedEarly);
        Assert.False(model.training);
        Assert.Equal(Enumerable.Range(1, 40), reports.Select(report => report.Epoch));
        Assert.All(reports, report => Assert.Equal((40, history.Loss[report.Epoch - 1]), (report.Epochs, report.Loss)));
    }

    [Fact]
    public void NoEpochsLeaveTheModelAlone()
    {
        using var model = Model();
        var before = model.weight!.data<float>().ToArray();
        using var sgd = optim.SGD(model.parameters(), 0.1);
        Assert.Empty(Trainer.Fit(model, sgd, Data(), Loss, new TrainingOptions { Epochs = 0 }).Epochs);
        Assert.Equal(before, model.weight!.data<float>().ToArray());
        Assert.False(model.training);
    }

    [Fact]
    public void CancellingKeepsTheFinishedStepsAndTheEvalMode()
    {
        using var model = Model();
        var before = model.weight!.data<float>().ToArray();
        using var sgd = optim.SGD(model.parameters(), 0.1);
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Trainer.Fit(
            model, sgd, Data(), Loss, new TrainingOptions { Epochs = 1000 }, progress: new Synchronous(report =>
            {
                if (report.Epoch == 3) source.Cancel();
            }), cancellationToken: source.Token));
        Assert.False(model.training);
        Assert.NotEqual(before, model.weight!.data<float>().ToArray());
        Assert.True(model.call(Data()).isfinite().all().item<bool>());
    }

    [Fact]
    public void EarlyStoppingGoesBackToTheBestWeights()
    {
        // The gradient is -1 everywhere, so the weight goes 0, 1, 2, …; the loss is (w - 3)².
        using var model = nn.Linear(1, 1, hasBias: false);
        using (no_grad()) model.weight!.fill_(0);
        using var sgd = optim.SGD(model.parameters(), 1);
        var history = Trainer.Fit((nn.Module)model, sgd, ones(4, 1), _ =>
        {
            var w = model.weight!;
            return (w.detach() - w + (w.detach() - 3).square()).sum();
        }, new TrainingOptions { Epochs = 50, Patience = 4 }, validation: ones(1, 1));
        // After epoch e the weight is e: best after 3, then 4 more.
        Assert.Equal([4, 1, 0, 1, 4, 9, 16], history.ValidationLoss);
        Assert.True(history.StoppedEarly);
        Assert.Equal(3, model.weight!.ToSingle());
    }

    [Fact]
    public void WithoutPatienceTheLastWeightsStay()
    {
        using var model = nn.Linear(1, 1, hasBias: false);
        using (no_grad()) model.weight!.fill_(0);
        using var sgd = optim.SGD(model.parameters(), 1);
        Trainer.Fit((nn.Module)model, sgd, ones(4, 1), _ => -model.weight!.sum(), new TrainingOptions { Epochs = 5 });
        Assert.Equal(5, model.weight!.ToSingle());
    }

    [Fact]
    public void ADivergingLossIsSaid()
    {
        using var model = Model();
        using var sgd = optim.SGD(model.parameters(), 1e20);
        var error = Assert.Throws<InvalidOperationException>(() =>
            Trainer.Fit(model, sgd, Data(), Loss, new TrainingOptions { BatchSize = 10 }));
        Assert.Contains("learning rate", error.Message);
        Assert.False(model.training);
    }

    [Fact]
    public void NoRowsAreSaid()
    {
        using var model = Model();
        using var sgd = optim.SGD(model.parameters(), 0.1);
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => Trainer.Fit(model, sgd, zeros(0, 3), Loss)).Message);
        Assert.Contains("'validation'",
            Assert.Throws<ArgumentException>(() => Trainer.Fit(model, sgd, Data(), Loss, validation: zeros(0, 3))).Message);
    }

    [Fact]
    public void BadOptionsAreNamed()
    {
        Assert.Contains("Epochs", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { Epochs = -1 }).Message);
        Assert.Contains("BatchSize", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { BatchSize = 0 }).Message);
        Assert.Contains("Patience", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { Patience = 0 }).Message);
    }

    [Fact]
    public void NoTensorOutlivesItsStep()
    {
        using var model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 64));
        using var adam = optim.Adam(model.parameters());
        using var x = rand(2000, 64);
        // Whatever escapes from the loop's own scopes is caught by this one.
        using var scope = NewDisposeScope();
        Trainer.Fit(model, adam, x, Loss, new TrainingOptions { Epochs = 10, BatchSize = 100, Patience = 2 }, validation: x);
        Assert.Equal(0, scope.DisposablesCount);
    }

    /// <summary>Progress that reports at once, on the same thread.</summary>
    private sealed class Synchronous(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
