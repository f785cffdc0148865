using static System.FormattableString;
using static TorchSharp.torch;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;
using Optimizer = TorchSharp.torch.optim.Optimizer;

namespace CourseKit.Exercises.Lesson03;

/// <summary>One step of training: forward, loss, backward, step.</summary>
internal static class TrainingStep
{
    private const string NotZeroed = "The second step used the gradients of the first as well: backward() adds to what is in .grad "
        + "already. Empty it with optimizer.zero_grad() before backward().";

    public static Exercise Exercise { get; } = new()
    {
        Id = "ae.training-step",
        Notebook = Lesson03.Notebook,
        Title = "One step of training",
        Points = 6,
        Difficulty = Difficulty.Medium,
        Minutes = 10,
        Hints =
        [
            "Which of the five moves writes into .grad, which reads .grad, and which empties it? In what order must they therefore come?",
            "var loss = mse_loss(model.call(x), x); then zero_grad, backward, step. "
                + "The value of loss does not change when the weights do: read it whenever you like.",
            "using var scope = NewDisposeScope(); compute loss as above; optimizer.zero_grad(); loss.backward(); optimizer.step(); "
                + "return loss.item<float>();",
        ],
        EntryPoint = "TrainingStep",
        Signature = typeof(Func<Network, Optimizer, Tensor, double>),
        Check = check =>
        {
            check.Part(1, "it returns the loss of the batch", () => ReturnsLoss(check));
            check.Part(2, "one step moves every weight against its gradient", () => MovesWeights(check));
            check.Part(2, "the next step starts from fresh gradients", () => StartsAfresh(check));
            check.Part(1, "many steps train a network", () => Trains(check));
        },
    };

    private static void ReturnsLoss(Grading check)
    {
        var (model, x) = LinearAutoencoder(check, rows: 5);
        var oracle = DenseOracle.Of(model, "The network");
        var loss = oracle.LinearLoss(x);
        using var optimizer = optim.SGD(model.parameters(), 0.5);

        var got = check.Call<double>(model, optimizer, x);

        Expect.Close(
            got, loss, 1e-4, "The loss of 5 rows of 4 values",
            (loss * 20, "This is the sum of the squared errors; mse_loss takes their mean over all values of the batch."),
            (loss * 4, "This is the sum over the values of each row; mse_loss takes the mean over all values of the batch."),
            (Math.Sqrt(loss), "This is the root of the loss; return the mean squared error itself."),
            (oracle.LinearStep(x, 0.5).After.LinearLoss(x), "This is the loss after the step; "
                + "return the one that the step was taken from."),
            (oracle.LinearStep(x, 10).After.LinearLoss(x), "This is the loss after the step; return the one that the step was taken from."),
            (x.Values().Average(v => v * v), "This is the loss of an output of zeros; compare x with what the model makes of it."));
    }

    private static void MovesWeights(Grading check)
    {
        foreach (var learningRate in new[] { 0.1, 0.7 })
        {
            var (model, x) = LinearAutoencoder(check, rows: 6);
            var before = DenseOracle.Of(model, "The network");
            var (after, gradient) = before.LinearStep(x, learningRate);
            using var optimizer = optim.SGD(model.parameters(), learningRate);
            Tensor Moved(double factor) => before.Parameters - gradient * (factor * learningRate);

            check.Call<double>(model, optimizer, x);

            Expect.Close(
                DenseOracle.Of(model, "The network").Parameters, after.Parameters, 1e-4,
                Invariant($"The weights after one step of SGD with learning rate {learningRate}"),
                (before.Parameters, "No weight has moved. Did backward() run, then optimizer.step(), and no zero_grad() between the two?"),
                (Moved(-1), "The weights went uphill, with the gradient instead of against it."),
                (Moved(24), "The step is as many times too large as the batch has values: take the mean of the squared errors, "
                    + "not their sum."),
                (Moved(2), "The step is twice too large: was the gradient computed twice?"),
                (after.LinearStep(x, learningRate).After.Parameters, "Two steps were taken; one call is one step."));
        }
    }

    private static void StartsAfresh(Grading check)
    {
        const double learningRate = 0.3;
        var (model, first) = LinearAutoencoder(check, rows: 6);
        var second = check.Rand(6, 4);
        var (afterFirst, gradient) = DenseOracle.Of(model, "The network").LinearStep(first, learningRate);
        var expected = afterFirst.LinearStep(second, learningRate).After;
        var carried = afterFirst.LinearStep(second, learningRate, gradient).After;
        using var optimizer = optim.SGD(model.parameters(), learningRate);

        check.Call<double>(model, optimizer, first);
        check.Call<double>(model, optimizer, second);

        Expect.Close(
            DenseOracle.Of(model, "The network").Parameters, expected.Parameters, 1e-4, "The weights after two steps",
            (carried.Parameters, NotZeroed));
    }

    private static void Trains(Grading check)
    {
        using var model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 4));
        var x = check.Rand(32, 4);
        using var optimizer = optim.Adam(model.parameters(), 0.01);
        var losses = Enumerable.Range(0, 60).Select(_ => check.Call<double>(model, optimizer, x)).ToArray();
        Expect.True(
            losses[^1] < 0.5 * losses[0],
            Invariant($"60 steps of Adam should take the loss to less than half; it went from {losses[0]:G3} to {losses[^1]:G3}. ")
                + "Is the step taken with the optimizer that was handed in?");
    }

    private static (Network Model, Tensor X) LinearAutoencoder(Grading check, int rows) =>
        (nn.Sequential(nn.Linear(4, 2), nn.Linear(2, 4)), check.Rand(rows, 4));
}
