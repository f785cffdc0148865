using static TorchSharp.torch;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;
using Optimizer = TorchSharp.torch.optim.Optimizer;

namespace CourseKit.Exercises.Lesson05;

/// <summary>One training step of an autoencoder whose layers each pay for their activations.</summary>
internal static class LayerPenalty
{
    private const double LearningRate = 0.1;

    public static Exercise Exercise { get; } = new()
    {
        Id = "sae.layer-penalty",
        Notebook = Lesson05.Notebook,
        Title = "A price on every layer",
        Points = 5,
        Difficulty = Difficulty.Medium,
        Minutes = 15,
        Hints =
        [
            "Calling the whole network hides what its layers say. What do you have to hold in your hand after each layer "
                + "to be able to add its penalty?",
            "var h = x; for each layer: h = layer.call(h), then loss += omega[i] * (the mean over the rows of Σ|h|). "
                + "After the loop h is the reconstruction: add half its squared distance from x, again as a mean over the rows.",
            "h.abs().sum(1).mean() is the mean l1 norm of the rows, 0.5 * (h - x).square().sum(1).mean() the error. Then the moves of "
                + "lesson 03: zero_grad, backward, step, and return loss.item<float>().",
        ],
        EntryPoint = "SparseStep",
        Signature = typeof(Func<Network[], Optimizer, Tensor, double[], double>),
        Check = check =>
        {
            check.Part(1, "without prices it is half the squared distance", () => ReturnsLoss(check, [0, 0, 0]));
            check.Part(2, "each layer pays its own price", () =>
            {
                ReturnsLoss(check, [0, 0.3, 0]);
                ReturnsLoss(check, [0.2, 0.7, 0.05]);
            });
            check.Part(1, "the step follows the gradient of error and penalty", () => MovesWeights(check, steps: 1));
            check.Part(1, "the next step starts from fresh gradients", () => MovesWeights(check, steps: 2));
        },
    };

    private static void ReturnsLoss(Grading check, double[] omega)
    {
        var layers = Layers();
        var x = check.Rand(5, 4);
        var of = new Oracle(layers).Terms(x);
        double Loss(double[] prices) => of.Error + prices.Zip(of.Norms, (price, norm) => price * norm).Sum();
        using var optimizer = optim.SGD(layers.SelectMany(layer => layer.parameters()), LearningRate);

        var got = check.Call<double>(layers, optimizer, x, omega);

        Expect.Close(
            got, Loss(omega), 1e-4, $"The loss of 5 rows with the prices {string.Join(", ", omega.Select(Text))}",
            (Loss([0, 0, 0]), "The penalty is missing: this is the error alone."),
            (Loss(omega) + of.Error, "The squared distance counts twice here: the loss has ½ in front of it."),
            (5 * Loss(omega), "This is the sum over the rows; take the mean, so that the loss does not depend on the size of the batch."),
            (2 * Loss(omega) / 4, "This is the mean over all values of the batch; add up over the values of each row first."),
            (2 * of.Error / 4, "This is mse_loss, a mean over all values; the loss here is half the squared distance of each row, "
                + "then the mean over the rows."),
            (2 * of.Error / 4 + Loss(omega) - of.Error, "The error is a mean over all values; it is half the squared distance of each "
                + "row, then the mean over the rows."),
            (of.Error + omega.Zip(of.Norms.Zip(of.Widths), (price, one) => price * one.First / one.Second).Sum(),
                "The penalty is the mean over the units; ‖h‖₁ adds them up in each row, and only the rows are averaged."),
            (of.Error + 5 * (Loss(omega) - of.Error), "The penalty is added up over all rows; take its mean over the rows."),
            (of.Error + omega.Zip(of.Signed, (price, sum) => price * sum).Sum(), "Positive and negative activations cancel: "
                + "the l1 norm adds up their absolute values."),
            (of.Error + omega[1] * of.Norms[1], "Only the code pays; each layer has its own price, and those of the others count, too."),
            (of.Error + omega.Max() * of.Norms.Sum(), "All layers pay the same price; layer i pays omega[i]."),
            (Loss([omega[2], omega[0], omega[1]]), "The prices are shifted by one layer: omega[i] belongs to what layer i gives out, "
                + "not to what it gets."),
            (Loss([omega[1], omega[2], omega[0]]), "The prices are shifted by one layer: omega[i] belongs to what layer i gives out."));
    }

    private static void MovesWeights(Grading check, int steps)
    {
        double[] omega = [0.3, 0.5, 0.1];
        var layers = Layers();
        var oracle = new Oracle(layers);
        var start = oracle.Weights;
        using var optimizer = optim.SGD(layers.SelectMany(layer => layer.parameters()), LearningRate);
        var (expected, free, carried, before) = (start, start, start, new double[start.Length]);
        for (var step = 0; step < steps; step++)
        {
            var x = check.Rand(6, 4);
            double[] Down(double[] weights, double[] gradient) => [.. weights.Zip(gradient, (w, g) => w - LearningRate * g)];
            before = [.. before.Zip(oracle.Gradient(carried, x, omega), (sum, g) => sum + g)];
            carried = Down(carried, before);
            expected = Down(expected, oracle.Gradient(expected, x, omega));
            free = Down(free, oracle.Gradient(free, x, [0, 0, 0]));
            check.Call<double>(layers, optimizer, x, omega);
        }

        Expect.Close(
            new Oracle(layers).Weights, expected, 1e-4, $"The weights after {(steps == 1 ? "one step" : "two steps")} of SGD",
            (start, "No weight has moved. Did backward() run, then optimizer.step()?"),
            (free, "The weights moved as if nothing had to be paid: the penalty is not part of what backward() was called on. "
                + "Is it added as a tensor, before backward()?"),
            (carried, "The second step used the gradients of the first as well: call optimizer.zero_grad() before backward()."));
    }

    // Widths that all differ from the number of rows; tanh, so that activations have both signs.
    private static Network[] Layers() =>
        [nn.Sequential(nn.Linear(4, 3), nn.Tanh()), nn.Sequential(nn.Linear(3, 7), nn.ReLU()), nn.Linear(7, 4)];

    private static string Text(double price) => price.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // The network and its loss in plain numbers; the gradient by finite differences.
    private sealed class Oracle(Network[] layers)
    {
        private static readonly (int In, int Out, Func<double, double> Activation)[] Shape =
            [(4, 3, Math.Tanh), (3, 7, a => Math.Max(0, a)), (7, 4, a => a)];

        public double[] Weights { get; } = [.. layers.SelectMany(layer => layer.parameters()).SelectMany(one => one.Values())];

        public (double Error, double[] Norms, double[] Signed, int[] Widths) Terms(Tensor x) => Terms(Weights, x.Rows());

        public double[] Gradient(double[] weights, Tensor x, double[] omega)
        {
            const double h = 1e-6;
            var rows = x.Rows();
            double Loss(int place, double move)
            {
                double[] moved = [.. weights];
                moved[place] += move;
                var terms = Terms(moved, rows);
                return terms.Error + terms.Norms.Zip(omega, (norm, price) => price * norm).Sum();
            }
            return [.. weights.Select((_, place) => (Loss(place, h) - Loss(place, -h)) / (2 * h))];
        }

        // Means over the rows: half the squared distance, and for each layer the sum of the sizes and the sum of its activations.
        private static (double Error, double[] Norms, double[] Signed, int[] Widths) Terms(double[] weights, double[][] rows)
        {
            var (error, norms, signed) = (0.0, new double[Shape.Length], new double[Shape.Length]);
            foreach (var row in rows)
            {
                var (now, next) = (row, 0);
                for (var layer = 0; layer < Shape.Length; layer++)
                {
                    var (inputs, outputs, activation) = Shape[layer];
                    var (w, b, below) = (next, next + inputs * outputs, now);
                    now = [.. Enumerable.Range(0, outputs).Select(i =>
                        activation(weights[b + i] + Enumerable.Range(0, inputs).Sum(j => weights[w + i * inputs + j] * below[j])))];
                    next = b + outputs;
                    norms[layer] += now.Sum(Math.Abs) / rows.Length;
                    signed[layer] += now.Sum() / rows.Length;
                }
                error += now.Zip(row, (got, wanted) => (got - wanted) * (got - wanted)).Sum() / 2 / rows.Length;
            }
            return (error, norms, signed, [.. Shape.Select(layer => layer.Out)]);
        }
    }
}
