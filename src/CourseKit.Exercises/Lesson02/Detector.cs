using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson02;

/// <summary>An anomaly detector by prediction residual, trained without libtorch's gradients.</summary>
internal static class Detector
{
    private const int Past = 8;

    public static Exercise Exercise { get; } = new()
    {
        Id = "bp.detector",
        Notebook = Lesson02.Notebook,
        Title = "A detector trained by your own backward pass",
        Points = 9,
        Difficulty = Difficulty.Hard,
        Minutes = 30,
        Hints =
        [
            "The output layer has no tanh. What is then its gradient in A, and what does it hand down to your DenseBackward?",
            "Cut the windows into examples as the lesson does. Hidden layer of 16 tanh neurons, one linear output. In each step: forward, "
                + "dY = 2 (Y − T) / n, the output layer by (2), the hidden one by DenseBackward, then AdamStep for all four tensors. A few "
                + "epochs of batches of 256, learning rate 0.005.",
            "dW2 = dY.t().matmul(H), db2 = dY.sum(0L), dH = dY.matmul(W2), (dW1, db1, _) = DenseBackward(X, W1, H, dH). First weights: "
                + "randn(16, past) / Math.Sqrt(past). The score of a window: the mean of (Y − T)² over its examples.",
        ],
        EntryPoint = "MakeDetector",
        Signature = typeof(Func<Tensor, int, Func<Tensor, double[]>>),
        TimeLimit = TimeSpan.FromSeconds(90),
        Check = check =>
        {
            Func<Tensor, double[]>? score = null;
            Dataset? held = null;
            check.Part(1, "one score for each window, the same every time", () =>
            {
                var healthy = Vibration.Generate(check.Random.Next(), 200, 0);
                held = Vibration.Generate(check.Random.Next(), 600, 300);
                score = Make(check, healthy.X);
                var scores = ScoreOf(check, score, held.X);
                Expect.True(scores.SequenceEqual(ScoreOf(check, score, held.X)), "Scoring the same windows twice gave different scores.");
                Expect.True(scores.Max() > scores.Min(), "All windows get the same score, so nothing can be told apart.");
            });
            check.Part(3, "it hears damaged bearings", () => Bearings(check, score, held));
            check.Part(5, "it learns a rhythm that no straight line can follow", () => Rattle(check));
        },
    };

    // Eight seeds: solution 0.87 to 0.89; loudness 0.49 to 0.56, untrained copies 0.49 to 0.59. ("The last sample again" gets 0.84 to 0.88
    // and passes here; the rattle stops it.)
    private static void Bearings(Grading check, Func<Tensor, double[]>? score, Dataset? held)
    {
        Expect.True(held is not null, "There is no detector to look at: see the first part.");
        bool[] isDamaged = [.. held!.Labels.Select(label => label == 1)];
        var auroc = Evaluation.Auroc(isDamaged, ScoreOf(check, score, held.X));
        var loudness = Evaluation.Auroc(isDamaged, held.X.square().sum(1).Values());
        Expect.True(
            auroc >= 0.4,
            Invariant($"The AUROC on held-out windows is {auroc:0.000}, below one half: is the score upside down? ")
            + "Higher must mean more anomalous.");
        Expect.True(
            auroc >= 0.78,
            Invariant($"The AUROC on held-out windows is {auroc:0.000}; 0.78 is asked for (loudness alone gets {loudness:0.000}). ")
                + "Does the loss fall while you train? Print it now and then.");
    }

    // Eight seeds: solution 1.000; the last sample again 0.500, the best linear prediction 0.50 to 0.51, untrained copies 0.27 to 0.75.
    private static void Rattle(Grading check)
    {
        var (train, test) = (Henon(check.Random, 150), Henon(check.Random, 150));
        var score = Make(check, train);
        bool[] isReversed = [.. Enumerable.Range(0, 300).Select(i => i >= 150)];
        var auroc = Evaluation.Auroc(isReversed, ScoreOf(check, score, cat([test, test.flip(1)], 0)));
        Expect.True(
            auroc >= 0.9,
            Invariant($"Trained on the rattle of section 8, the detector tells it from the same rattle played backwards with an AUROC of ")
                + Invariant($"{auroc:0.000}; 0.9 is asked for. A straight prediction cannot do it: is there a hidden layer with tanh, ")
                + "does every weight move, and is a new network trained on the windows that are handed in?");
    }

    // TorchSharp's tape is off, so the gradients are the student's own.
    private static Func<Tensor, double[]> Make(Grading check, Tensor windows)
    {
        using var off = no_grad();
        try
        {
            return check.Call<Func<Tensor, double[]>>(windows, Past);
        }
        catch (CheckFailedException e) when (e.Message.Contains("does not require grad", StringComparison.Ordinal))
        {
            throw new CheckFailedException(
                "backward() found no tape: it is switched off here. Compute the gradients with your own DenseBackward.");
        }
    }

    private static double[] ScoreOf(Grading check, Func<Tensor, double[]>? score, Tensor windows)
    {
        Expect.True(score is not null, "There is no detector to look at: see the first part.");
        using var off = no_grad();
        var scores = check.Run("Score(windows)", () => score!(windows));
        Expect.True(scores is not null, "The score function returned null.");
        Expect.True(
            scores!.Length == windows.shape[0],
            Invariant($"The score function returned {scores.Length} numbers for {windows.shape[0]} windows; return one for each window."));
        Expect.True(scores.All(double.IsFinite), "A score is not a finite number. Did the training diverge? Try a smaller learning rate.");
        return scores;
    }

    // Windows of Hénon's map with a little noise, each from a start of its own.
    private static Tensor Henon(Random random, int windows)
    {
        var values = new List<float>();
        for (var window = 0; window < windows; window++)
        {
            var (now, before) = (0.2 * random.NextDouble() - 0.1, 0.2 * random.NextDouble() - 0.1);
            for (var i = -50; i < Vibration.Samples; i++)
            {
                (now, before) = (1 - 1.4 * now * now + 0.3 * before, now);
                if (i >= 0) values.Add((float)(now + 0.1 * random.NextDouble() - 0.05));
            }
        }
        return tensor(values, [windows, Vibration.Samples]);
    }
}
