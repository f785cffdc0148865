using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

/// <summary>Compares the gradients of a function with central differences in double precision.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-6;
    private const double Tolerance = 2e-6;
    private const int MostElements = 16;

    /// <summary>
    /// f of the inputs, weighted by random numbers and summed, must have the same derivatives both ways. Inputs that are not
    /// <paramref name="wanted"/> are constants; <paramref name="times"/> says how often the function is evaluated on the same leaves.
    /// </summary>
    internal static void Holds(Func<Tensor[], Tensor> f, Tensor[] inputs, bool[]? wanted = null, int times = 1)
    {
        using var scope = NewDisposeScope();
        wanted ??= [.. inputs.Select(_ => true)];
        var leaves = inputs.Select((x, k) => x.detach().clone().requires_grad_(wanted[k])).ToArray();
        var random = new Random(7);
        var loss = tensor(0.0);
        Tensor weights = loss, total = loss;
        for (var i = 0; i < times; i++)
        {
            var y = f(leaves);
            Assert.True(y.requires_grad, "the result has no gradient");
            weights = tensor(Enumerable.Range(0, (int)y.numel()).Select(_ => random.NextDouble() + 0.5).ToArray(), y.shape);
            total = total + weights;
            loss = loss + (y * weights).sum();
        }
        loss.backward();
        // What cancels in the difference of two sums of this size.
        var noise = 1e-15 / Step * loss.abs().item<double>();
        for (var k = 0; k < leaves.Length; k++)
        {
            var x = leaves[k];
            if (!wanted[k])
            {
                Assert.Null(x.grad);
                continue;
            }
            Assert.NotNull(x.grad);
            Assert.Equal(x.shape, x.grad.shape);
            var analytic = x.grad.data<double>().ToArray();
            var values = x.detach().data<double>();
            // Large inputs are sampled.
            var step = (analytic.Length + MostElements - 1) / MostElements;
            for (var i = step > 1 ? random.Next(step) : 0; i < analytic.Length; i += step)
            {
                var numeric = Difference(() => Loss(f, leaves, total), v => values[i] = v, values[i]);
                Assert.True(Math.Abs(analytic[i] - numeric) <= (Tolerance * (1 + Math.Abs(numeric))) + noise,
                    string.Create(CultureInfo.InvariantCulture, $"input {k} of shape [{string.Join(", ", x.shape)}], element {i}: gradient {analytic[i]}, difference {numeric}"));
            }
        }
    }

    /// <summary>The gradient itself as a function, whose derivatives are the second ones.</summary>
    internal static Func<Tensor[], Tensor> GradientOf(Func<Tensor[], Tensor> f) => leaves =>
    {
        var y = f(leaves);
        var grads = autograd.grad([(y * y).sum()], leaves, create_graph: true);
        return cat(grads.Select(g => g.reshape(-1)).ToArray());
    };

    /// <summary>The values and gradients in float32 are those in float64 of the same (rounded) inputs, but for a tolerance relative to the largest number.</summary>
    internal static void SingleAgrees(Func<Tensor[], Tensor> f, Tensor[] inputs, double tolerance)
    {
        using var scope = NewDisposeScope();
        var single = inputs.Select(x => x.detach().to(float32)).ToArray();
        var (got, want) = (Evaluate(f, single), Evaluate(f, [.. single.Select(x => x.to(float64))]));
        for (var k = 0; k < got.Length; k++)
        {
            Assert.Equal(want[k].shape, got[k].shape);
            if (want[k].numel() == 0) continue;
            var error = (got[k].to(float64) - want[k]).abs().max().item<double>();
            var largest = want[k].abs().max().item<double>();
            Assert.True(error <= tolerance * (1 + largest),
                string.Create(CultureInfo.InvariantCulture, $"float32 {(k == 0 ? "value" : $"gradient of input {k - 1}")} is off by {error}; largest number {largest}"));
        }
    }

    private static Tensor[] Evaluate(Func<Tensor[], Tensor> f, Tensor[] inputs)
    {
        var leaves = inputs.Select(x => x.clone().requires_grad_()).ToArray();
        var y = f(leaves);
        y.sum().backward();
        Assert.All(leaves, x => Assert.Equal(x.dtype, x.grad!.dtype));
        return [y.detach(), .. leaves.Select(x => x.grad!)];
    }

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
