using static System.FormattableString;
using static TorchSharp.torch;
using Function = System.Func<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;
using Optimizer = TorchSharp.torch.optim.Optimizer;

namespace CourseKit.Exercises.Lesson04;

/// <summary>One step of training a denoising autoencoder.</summary>
internal static class DenoisingStep
{
    private const int Columns = 4, Count = 5;
    private const double LearningRate = 0.5;

    public static Exercise Exercise { get; } = new()
    {
        Id = "cae.denoising-step",
        Notebook = Lesson04.Notebook,
        Title = "One step of denoising",
        Points = 5,
        Difficulty = Difficulty.Medium,
        Minutes = 10,
        Hints =
        [
            "Three images are about: the clean one, the dirty one, the copy. Which goes into the network, which comes out, and which is "
                + "the copy to resemble?",
            "It is the training step of lesson 03 with one thing more: the network is given corrupt(x). Call corrupt once in each step, so "
                + "that the noise is new every time.",
            "using var scope = NewDisposeScope(); var loss = mse_loss(model.call(corrupt(x)), x); optimizer.zero_grad(); loss.backward(); "
                + "optimizer.step(); return loss.item<float>();",
        ],
        EntryPoint = "DenoisingStep",
        Signature = typeof(Func<Network, Optimizer, Tensor, Function, double>),
        Check = check =>
        {
            check.Part(1, "it compares the copy of the dirty image with the clean one", () => ReturnsLoss(check));
            check.Part(2, "one step moves every weight against its gradient", () => MovesWeights(check));
            check.Part(1, "the noise is drawn anew in each step", () => DrawsAnew(check));
            check.Part(1, "many steps teach a network to clean", () => Trains(check));
        },
    };

    private static void ReturnsLoss(Grading check)
    {
        using var model = nn.Linear(Columns, Columns);
        var (x, start) = (check.Rand(Count, Columns), Weights(model));
        var (clean, dirty) = (x.Rows(), Dim(x).Rows());
        using var optimizer = optim.SGD(model.parameters(), LearningRate);

        var got = check.Call<double>(model, optimizer, x, (Function)Dim);

        var right = Loss(start, dirty, clean);
        Expect.Close(
            got, right, 1e-4, Invariant($"The loss of {Count} rows of {Columns} values"),
            (right * Count * Columns, "This is the sum of the squared errors; mse_loss takes their mean over all values of the batch."),
            (Loss(start, clean, clean), "Nothing was corrupted: the network has seen the clean image."),
            (Loss(start, dirty, dirty), "The copy was compared with the dirty image; a denoiser must give back the clean one."),
            (Loss(start, clean, dirty), "Clean and dirty are mixed up: the dirty image goes in, the clean one is the target."),
            (Loss(start, Dim(Dim(x)).Rows(), clean), "The image was corrupted twice."),
            (Loss(Stepped(start, dirty, clean), dirty, clean), "This is the loss after the step; return the one that it was taken from."));
    }

    private static void MovesWeights(Grading check)
    {
        using var model = nn.Linear(Columns, Columns);
        var (x, start) = (check.Rand(Count, Columns), Weights(model));
        var (clean, dirty) = (x.Rows(), Dim(x).Rows());
        using var optimizer = optim.SGD(model.parameters(), LearningRate);

        check.Call<double>(model, optimizer, x, (Function)Dim);
        var once = Weights(model);
        check.Call<double>(model, optimizer, x, (Function)Dim);

        var right = Stepped(start, dirty, clean);
        Expect.Close(
            once, right, 1e-4, Invariant($"The weights after one step of SGD with learning rate {LearningRate}"),
            (start, "No weight has moved. Did backward() run, then optimizer.step(), and no zero_grad() between the two?"),
            (Stepped(start, dirty, clean, -LearningRate), "The weights went uphill, with the gradient instead of against it."),
            (Stepped(start, clean, clean), "The step was taken for the clean image: the network must see the dirty one."),
            (Stepped(start, dirty, dirty), "The step was taken towards the dirty image: the target is the clean one."));
        var (first, second) = (Gradient(start, dirty, clean), Gradient(right, dirty, clean));
        double[] carried = [.. right.Select((w, i) => w - LearningRate * (first[i] + second[i]))];
        Expect.Close(
            Weights(model), Stepped(right, dirty, clean), 1e-4, "The weights after two steps",
            (carried, "The second step used the gradients of the first as well: empty them with optimizer.zero_grad() before backward()."));
    }

    private static void DrawsAnew(Grading check)
    {
        using var model = nn.Linear(Columns, Columns);
        using var optimizer = optim.SGD(model.parameters(), LearningRate);
        var x = check.Rand(Count, Columns);
        var (calls, right) = (0, true);
        Tensor Watched(Tensor given)
        {
            calls++;
            right &= given.shape.SequenceEqual(x.shape) && given.Values().SequenceEqual(x.Values());
            return Dim(given);
        }
        for (var step = 1; step <= 3; step++)
        {
            check.Call<double>(model, optimizer, x, (Function)Watched);
            Expect.True(
                calls == step,
                Invariant($"After {step} step(s) corrupt was called {calls} times; each step corrupts the batch once."));
            Expect.True(right, "corrupt was given something else than the clean batch x.");
        }
    }

    private static void Trains(Grading check)
    {
        using var model = nn.Sequential(nn.Linear(Columns, 16), nn.Tanh(), nn.Linear(16, Columns));
        using var optimizer = optim.Adam(model.parameters(), 0.01);
        // The two halves of each row are equal: what is lost in one stands in the other.
        var half = check.Rand(64, Columns / 2);
        var x = cat([half, half], 1);
        Tensor Corrupt(Tensor clean) => clean * (rand_like(clean) > 0.25);
        var losses = Enumerable.Range(0, 300).Select(_ => check.Call<double>(model, optimizer, x, (Function)Corrupt)).ToArray();
        var (before, after) = (losses[..10].Average(), losses[^30..].Average());
        Expect.True(
            after < 0.5 * before,
            Invariant($"300 steps of Adam should take the loss to less than half; it went from {before:G3} to {after:G3}. ")
                + "Is the step taken with the optimizer that was handed in?");
    }

    private static Tensor Dim(Tensor x) => x * 0.5 + 0.1;

    // Of a dense layer y = W x + b, in double precision and by hand: the weights row by row, then the biases.
    private static double[] Weights(nn.Module model) => [.. model.parameters().SelectMany(one => one.Values())];

    private static double[][] Errors(double[] weights, double[][] from, double[][] to) =>
        [.. from.Zip(to, (input, target) => target.Select((wanted, i) =>
            weights[Columns * Columns + i] + input.Select((value, j) => weights[Columns * i + j] * value).Sum() - wanted).ToArray())];

    private static double Loss(double[] weights, double[][] from, double[][] to) =>
        Errors(weights, from, to).SelectMany(row => row).Average(error => error * error);

    private static double[] Gradient(double[] weights, double[][] from, double[][] to)
    {
        var gradient = new double[weights.Length];
        foreach (var (input, errors) in from.Zip(Errors(weights, from, to)))
        {
            for (var i = 0; i < Columns; i++)
            {
                var share = 2 * errors[i] / (Count * Columns);
                for (var j = 0; j < Columns; j++) gradient[Columns * i + j] += share * input[j];
                gradient[Columns * Columns + i] += share;
            }
        }
        return gradient;
    }

    private static double[] Stepped(double[] weights, double[][] from, double[][] to, double learningRate = LearningRate) =>
        [.. weights.Zip(Gradient(weights, from, to), (weight, slope) => weight - learningRate * slope)];
}
