using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

/// <summary>Random shapes and values, and the same values in awkward memory layouts.</summary>
internal sealed class Cases(int seed)
{
    private readonly Random random = new(seed);

    internal int Int(int from, int to) => random.Next(from, to + 1);

    internal long[] Shape(int rank) => [.. Enumerable.Range(0, rank).Select(_ => (long)Int(1, 4))];

    /// <summary>Values from a range, all different and at least 0.001 apart, so that ties and kinks are not hit.</summary>
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
        switch (Int(0, 4))
        {
            case 0:
                return x => x;
            case 1:
                return x => x.dim() < 2 ? x : x.transpose(0, -1).contiguous().transpose(0, -1);
            case 2:
                // Every second element of a larger tensor, with foreign values between.
                return x => x.dim() == 0 ? x : stack([x, x.detach() * 0 + 99], x.dim()).flatten(-2)[TensorIndex.Ellipsis, TensorIndex.Slice(0, null, 2)];
            case 3:
                return x => x.dim() == 0 ? x : cat([full_like(x, 77).detach(), x, full_like(x, -77).detach()], 0).narrow(0, x.shape[0], x.shape[0]);
            default:
                return x => x.unsqueeze(0).expand([3, .. x.shape]).select(0, 1);
        }
    }

    /// <summary>A shape that broadcasts with the given one: leading sizes left out, others 1.</summary>
    internal long[] Broadcastable(long[] shape) =>
        [.. shape.Skip(Int(0, shape.Length)).Select(n => Int(0, 2) == 0 ? 1 : n)];
}
