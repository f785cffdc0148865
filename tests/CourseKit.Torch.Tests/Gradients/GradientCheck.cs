using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

/// <summary>Compares the gradients of a function with central differences in double precision.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-6;
    private const double Tolerance = 2e-6;

    /// <summary>f of the inputs, weighted by random numbers and summed, must have the same derivatives both ways.</summary>
    internal static void Holds(Func<Tensor[], Tensor> f, params Tensor[] inputs)
    {
        using var scope = NewDisposeScope();
        var leaves = inputs.Select(x => x.detach().clone().requires_grad_()).ToArray();
        var y = f(leaves);
        Assert.True(y.requires_grad, "the result has no gradient");
        var random = new Random(7);
        var weights = tensor(Enumerable.Range(0, (int)y.numel()).Select(_ => random.NextDouble() + 0.5).ToArray(), y.shape);
        if (y.numel() > 0) (y * weights).sum().backward();
        for (var k = 0; k < leaves.Length; k++)
        {
            var x = leaves[k];
            Assert.NotNull(x.grad);
            Assert.Equal(x.shape, x.grad.shape);
            var analytic = x.grad.data<double>().ToArray();
            var values = x.detach().data<double>();
            for (var i = 0; i < analytic.Length; i++)
            {
                var numeric = Difference(() => Loss(f, leaves, weights), v => values[i] = v, values[i]);
                Assert.True(Math.Abs(analytic[i] - numeric) <= Tolerance * (1 + Math.Abs(numeric)),
                    string.Create(CultureInfo.InvariantCulture, $"input {k}, element {i}: gradient {analytic[i]}, difference {numeric}"));
            }
        }
    }

    /// <summary>The same for the gradient itself as a function: second derivatives.</summary>
    internal static void HoldsTwice(Func<Tensor[], Tensor> f, params Tensor[] inputs) => Holds(leaves =>
    {
        var y = f(leaves);
        var grads = autograd.grad([(y * y).sum()], leaves, create_graph: true);
        return cat(grads.Select(g => g.reshape(-1)).ToArray());
    }, inputs);

    private static double Loss(Func<Tensor[], Tensor> f, Tensor[] leaves, Tensor weights)
    {
        using var scope = NewDisposeScope();
        // Recorded as well, since some functions differentiate inside.
        return (f([.. leaves.Select(x => x.detach().requires_grad_())]) * weights).sum().item<double>();
    }

    private static double Difference(Func<double> loss, Action<double> set, double x)
    {
        set(x + Step);
        var above = loss();
        set(x - Step);
        var below = loss();
        set(x);
        return (above - below) / (2 * Step);
    }
}
