using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>The slots that a kernel fills are filled by hand here, while no other test runs: they belong to the whole process.</summary>
[Collection(nameof(TrainingMemoryTests))]
public class TrainingProgressBarTests
{
    [Fact]
    public void WithoutAKernelThereAreFewLines()
    {
        var lines = Lines(() =>
        {
            var bar = new TrainingProgressBar();
            for (var epoch = 1; epoch <= 300; epoch++)
                bar.Report(new TrainingProgress(epoch, 300, 1.0 / epoch, null) { IsLast = epoch == 300 });
        });
        Assert.Equal("epoch   1 of 300   loss 1.0000", lines[0]);
        Assert.Equal("epoch 300 of 300   loss 0.0033", lines[^1]);
        Assert.InRange(lines.Length, 10, 12);
    }

    [Fact]
    public void EarlyStoppingIsToldInTheLastLine()
    {
        var lines = Lines(() =>
        {
            var bar = new TrainingProgressBar();
            bar.Report(new TrainingProgress(1, 100, 0.5, 0.25));
            bar.Report(new TrainingProgress(2, 100, 0.4, 0.26) { IsLast = true });
        });
        Assert.Equal(["epoch   1 of 100   loss 0.5000   validation 0.2500",
            "epoch   2 of 100   loss 0.4000   validation 0.2600   stopped early"], lines);
    }

    [Fact]
    public void InAKernelOneBarIsFilledForEachTraining()
    {
        var events = new List<string>();
        var lines = Lines(() => WithSlot("Notebook.Display", new Func<object, Action<object>?>(first =>
        {
            events.Add("new " + Html(first));
            return next => events.Add("update " + Html(next));
        }), () =>
        {
            var bar = new TrainingProgressBar();
            foreach (var _ in Enumerable.Range(0, 2))
                Train(epochs: 40, bar);
        }));
        Assert.Equal([""], lines.DefaultIfEmpty(""));
        Assert.Equal(2, events.Count(text => text.StartsWith("new", StringComparison.Ordinal)));
        Assert.StartsWith("new", events[0], StringComparison.Ordinal);
        Assert.Contains("value=\"1\" max=\"40\"", events[0], StringComparison.Ordinal);
        Assert.StartsWith("update", events[^1], StringComparison.Ordinal);
        Assert.Contains("value=\"40\" max=\"40\"", events[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void AnInterruptOfTheCellStopsATrainingThatHasNoTokenOfItsOwn()
    {
        using var interrupt = new CancellationTokenSource();
        var seen = 0;
        WithSlot("Notebook.Interrupted", new Func<CancellationToken>(() => interrupt.Token), () =>
        {
            Assert.ThrowsAny<OperationCanceledException>(() => Train(epochs: 1000, new Synchronous(report =>
            {
                seen = report.Epoch;
                if (report.Epoch == 3) interrupt.Cancel();
            })));
            using var detector = new Autoencoder(new AutoencoderOptions { HiddenSizes = [4], CodeSize = 1, Epochs = 1000 });
            Assert.ThrowsAny<OperationCanceledException>(() => detector.Fit(rand(20, 3)));
        });
        Assert.Equal(3, seen);
        Train(epochs: 1, null);
    }

    private static void Train(int epochs, IProgress<TrainingProgress>? progress)
    {
        using var model = nn.Linear(2, 2);
        using var sgd = optim.SGD(model.parameters(), 0.01);
        Trainer.Fit(model, sgd, rand(8, 2), (xHat, x) =>
            nn.functional.mse_loss(xHat, x), new TrainingOptions { Epochs = epochs, BatchSize = 4 }, progress: progress);
    }

    private static string Html(object value)
    {
        using var writer = new StringWriter();
        var formatter = new TrainingProgressFormatters().CreateTypeFormatters().Cast<MimeFormatter>()
            .First(item => item.MimeType == "text/html");
        Assert.True(formatter.Format(value, writer));
        return writer.ToString();
    }

    private static void WithSlot(string name, object value, Action action)
    {
        AppContext.SetData(name, value);
        try
        {
            action();
        }
        finally
        {
            AppContext.SetData(name, null);
        }
    }

    private static string[] Lines(Action action)
    {
        var before = Console.Out;
        using var text = new StringWriter();
        Console.SetOut(text);
        try
        {
            action();
        }
        finally
        {
            Console.SetOut(before);
        }
        return text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class Synchronous(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
