using static TorchSharp.torch;

namespace CourseKit.Exercises;

/// <summary>
/// A stack of dense layers as the formulas say, in double precision: matrix products and gradients by hand, without modules, autograd
/// or optimizers, so that it can judge answers that use those. The weights are copied when it is made.
/// </summary>
internal sealed class DenseOracle
{
    private readonly (Tensor Weight, Tensor Bias)[] layers;

    private DenseOracle((Tensor Weight, Tensor Bias)[] layers) => this.layers = layers;

    public IReadOnlyList<(long In, long Out)> Sizes => [.. layers.Select(layer => (layer.Weight.shape[1], layer.Weight.shape[0]))];

    // All weights and biases one after the other, in the order of the module's parameters.
    public Tensor Parameters => cat([.. layers.SelectMany(layer => new[] { layer.Weight.flatten(), layer.Bias })]);

    // Copies a module whose parameters are a weight and a bias for each layer, in their order. What: its name, when they are not.
    public static DenseOracle Of(nn.Module module, string what)
    {
        Tensor[] values = [.. module.named_parameters().Select(one => one.parameter.detach().to_type(ScalarType.Float64))];
        (Tensor Weight, Tensor Bias)[] pairs = [.. values.Chunk(2).Select(pair => (pair[0], pair[^1]))];
        var fits = values.Length > 0 && values.Length % 2 == 0
            && pairs.All(pair => pair.Weight.dim() == 2 && pair.Bias.dim() == 1 && pair.Weight.shape[0] == pair.Bias.shape[0]);
        if (fits) return new DenseOracle(pairs);
        var shapes = string.Join(", ", values.Select(value => $"[{string.Join(", ", value.shape)}]"));
        throw new CheckFailedException(
            $"{what} has the parameters {shapes}; expected a stack of Linear layers, each with a weight matrix and a bias.");
    }

    // The outputs for some rows, [n, m]: after each layer y = W x + b comes an activation.
    public Tensor Forward(Tensor rows, Func<Tensor, Tensor> between, Func<Tensor, Tensor> last)
    {
        var now = rows.to_type(ScalarType.Float64);
        for (var i = 0; i < layers.Length; i++)
            now = (i < layers.Length - 1 ? between : last)(now.mm(layers[i].Weight.t()) + layers[i].Bias);
        return now;
    }

    // Mean of (x̂ − x)² over all values, taking the stack as a linear autoencoder.
    public double LinearLoss(Tensor x) => (Forward(x, a => a, a => a) - x).Values().Average(e => e * e);

    /// <summary>
    /// One step of gradient descent on <see cref="LinearLoss"/>, by hand: with R = ∂L/∂x̂ in rows, a layer Y = A Wᵀ + b has
    /// ∂L/∂W = Rᵀ A and ∂L/∂b = Σ R over the rows, and passes R W down.
    /// </summary>
    /// <param name="carried">Gradient left over from earlier, to see what forgetting zero_grad does.</param>
    public (DenseOracle After, Tensor Gradient) LinearStep(Tensor x, double learningRate, Tensor? carried = null)
    {
        var inputs = new List<Tensor> { x.to_type(ScalarType.Float64) };
        foreach (var (weight, bias) in layers) inputs.Add(inputs[^1].mm(weight.t()) + bias);
        var r = (inputs[^1] - inputs[0]) * (2.0 / (x.shape[0] * x.shape[1]));
        var gradients = new Stack<Tensor>();
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            gradients.Push(cat([r.t().mm(inputs[i]).flatten(), r.sum(0L)]));
            r = r.mm(layers[i].Weight);
        }
        var gradient = cat([.. gradients]);
        if (carried is not null) gradient += carried;
        return (With(Parameters - gradient * learningRate), gradient);
    }

    private DenseOracle With(Tensor values)
    {
        var pieces = values.split([.. layers.SelectMany(layer => new[] { layer.Weight.numel(), layer.Bias.numel() })]);
        return new DenseOracle([.. layers.Select((layer, i) => (pieces[2 * i].reshape(layer.Weight.shape), pieces[2 * i + 1]))]);
    }
}
