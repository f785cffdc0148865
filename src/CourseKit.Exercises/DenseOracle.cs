using static TorchSharp.torch;

namespace CourseKit.Exercises;

/// <summary>
/// A stack of dense layers worked out with plain loops in double precision: an oracle for answers that use the engine, and independent
/// of it. The weights are copied when it is made.
/// </summary>
internal sealed class DenseOracle
{
    private readonly (double[][] Weight, double[] Bias)[] layers;

    private DenseOracle((double[][] Weight, double[] Bias)[] layers) => this.layers = layers;

    /// <summary>Inputs and outputs of each layer.</summary>
    public IReadOnlyList<(int In, int Out)> Sizes => [.. layers.Select(layer => (layer.Weight[0].Length, layer.Weight.Length))];

    /// <summary>All weights and biases one after the other, in the order of the module's parameters.</summary>
    public double[] Values => [.. layers.SelectMany(layer => layer.Weight.SelectMany(row => row).Concat(layer.Bias))];

    /// <summary>Copies the dense layers of a module.</summary>
    /// <param name="module">The module; its parameters must be a weight and a bias for each layer, in the order of the layers.</param>
    /// <param name="what">What to call it when they are not.</param>
    public static DenseOracle Of(nn.Module module, string what)
    {
        var parameters = module.named_parameters().Select(one => one.parameter).ToArray();
        var fits = parameters.Length > 0 && parameters.Length % 2 == 0
            && Enumerable.Range(0, parameters.Length / 2).All(i =>
                parameters[2 * i].dim() == 2 && parameters[2 * i + 1].dim() == 1 && parameters[2 * i].shape[0] == parameters[2 * i + 1].shape[0]);
        if (!fits)
        {
            throw new CheckFailedException(
                $"{what} has the parameters {string.Join(", ", parameters.Select(p => $"[{string.Join(", ", p.shape)}]"))}; expected a stack of Linear layers, each with a weight matrix and a bias.");
        }
        return new DenseOracle([.. Enumerable.Range(0, parameters.Length / 2)
            .Select(i => (parameters[2 * i].Rows(), parameters[2 * i + 1].Values()))]);
    }

    /// <summary>The outputs for some rows.</summary>
    /// <param name="rows">The inputs.</param>
    /// <param name="between">Activation after each layer but the last.</param>
    /// <param name="last">Activation after the last layer.</param>
    public double[][] Forward(double[][] rows, Func<double, double> between, Func<double, double> last)
    {
        var now = rows;
        for (var i = 0; i < layers.Length; i++) now = Apply(layers[i], now, i < layers.Length - 1 ? between : last);
        return now;
    }

    /// <summary>Mean of (x̂ − x)² over all values, taking the stack as a linear autoencoder.</summary>
    public double LinearLoss(double[][] x) =>
        Forward(x, a => a, a => a).Zip(x, (xHat, row) => xHat.Zip(row, (a, b) => (a - b) * (a - b)).Sum()).Sum() / (x.Length * x[0].Length);

    /// <summary>
    /// One step of gradient descent on <see cref="LinearLoss"/>, by hand: with R = ∂L/∂x̂, a layer y = W a + b has ∂L/∂W = Σ R aᵀ, ∂L/∂b = Σ R,
    /// and passes Wᵀ R down.
    /// </summary>
    /// <param name="x">The batch.</param>
    /// <param name="learningRate">Factor of the gradient.</param>
    /// <param name="carried">Gradient left over from earlier, to see what forgetting zero_grad does.</param>
    /// <returns>The stack after the step, and the gradient used, in the order of <see cref="Values"/>.</returns>
    public (DenseOracle After, double[] Gradient) LinearStep(double[][] x, double learningRate, double[]? carried = null)
    {
        var inputs = new List<double[][]> { x };
        foreach (var layer in layers) inputs.Add(Apply(layer, inputs[^1], a => a));
        var scale = 2.0 / (x.Length * x[0].Length);
        var r = inputs[^1].Zip(x, (xHat, row) => xHat.Zip(row, (a, b) => scale * (a - b)).ToArray()).ToArray();
        var gradients = new Stack<double[]>();
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            var (weight, a) = (layers[i].Weight, inputs[i]);
            var dWeight = weight.SelectMany((row, o) => row.Select((_, j) => r.Zip(a, (rn, an) => rn[o] * an[j]).Sum()));
            var dBias = weight.Select((_, o) => r.Sum(rn => rn[o]));
            gradients.Push([.. dWeight, .. dBias]);
            r = [.. r.Select(rn => weight[0].Select((_, j) => weight.Select((row, o) => row[j] * rn[o]).Sum()).ToArray())];
        }
        double[] gradient = [.. gradients.SelectMany(one => one)];
        if (carried is not null) gradient = [.. gradient.Zip(carried, (a, b) => a + b)];
        return (With([.. Values.Zip(gradient, (value, slope) => value - learningRate * slope)]), gradient);
    }

    private DenseOracle With(double[] values)
    {
        var place = 0;
        double[] Take(int count) => values[place..(place += count)];
        return new DenseOracle([.. layers.Select(layer => (layer.Weight.Select(row => Take(row.Length)).ToArray(), Take(layer.Bias.Length)))]);
    }

    private static double[][] Apply((double[][] Weight, double[] Bias) layer, double[][] rows, Func<double, double> activation) =>
        [.. rows.Select(row => layer.Weight.Select((weights, o) => activation(layer.Bias[o] + weights.Zip(row, (w, v) => w * v).Sum())).ToArray())];
}
