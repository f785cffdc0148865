using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

/// <summary>Random shapes and values, and the same values in awkward memory layouts.</summary>
internal sealed class Cases(Recipe recipe)
{
    private readonly Random random = new(recipe.Seed);

    internal int Int(int from, int to) => random.Next(from, to + 1);

    internal bool Coin() => Int(0, 1) == 0;

    /// <summary>A size from 1 to 4, or to the recipe's largest.</summary>
    internal int Size() => Math.Min(Int(1, 4), recipe.Largest);

    internal long[] Shape(int rank)
    {
        long[] shape = [.. Enumerable.Range(0, rank).Select(_ => (long)Size())];
        if (recipe.Empty && rank > 0) shape[Int(0, rank - 1)] = 0;
        return shape;
    }

    /// <summary>Values from a range, all different and far from each other, so that ties and kinks are not hit.</summary>
    internal Tensor Values(long[] shape, double from = -2, double to = 2)
    {
        var n = (int)shape.Aggregate(1L, (a, b) => a * b);
        var values = Enumerable.Range(0, n).Select(i => from + ((to - from) * (i + 0.25 + (random.NextDouble() / 2)) / Math.Max(n, 1))).ToArray();
        random.Shuffle(values);
        return tensor(values, shape);
    }

    /// <summary>A function that gives a tensor of the same values and shape in another layout, through differentiable views.</summary>
    internal Func<Tensor, Tensor> Layout()
    {
        var choice = Int(0, 5);
        return recipe.Plain ? x => x : choice switch
        {
            0 => x => x,
            1 => x => x.dim() < 2 ? x : x.transpose(0, -1).contiguous().transpose(0, -1),
            // Every second element of a larger tensor, with foreign values between.
            2 => x => x.dim() == 0 ? x : stack([x, x.detach() * 0 + 99], x.dim()).flatten(-2)[TensorIndex.Ellipsis, TensorIndex.Slice(0, null, 2)],
            3 => x => x.dim() == 0 ? x : cat([full_like(x, 77).detach(), x, full_like(x, -77).detach()], 0).narrow(0, x.shape[0], x.shape[0]),
            4 => x => x.unsqueeze(0).expand([3, .. x.shape]).select(0, 1),
            // The rows of a matrix that has further columns on both sides.
            _ => x => x.dim() == 0 ? x : cat([full_like(x, 88).detach(), x, full_like(x, -88).detach()], -1).narrow(-1, x.shape[^1], x.shape[^1]),
        };
    }

    /// <summary>A shape that broadcasts with the given one: leading sizes left out, others 1.</summary>
    internal long[] Broadcastable(long[] shape) =>
        [.. shape.Skip(Int(0, shape.Length)).Select(n => Int(0, 2) == 0 ? 1 : n)];
}
