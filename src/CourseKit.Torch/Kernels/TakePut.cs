using System.Numerics;

namespace TorchSharp;

/// <summary>
/// Reads and writes at listed positions: what all indexing comes down to. A position counts elements of a contiguous tensor and stands for a
/// block of neighbours, so that choosing rows copies rows.
/// </summary>
internal static class TakePut
{
    internal static torch.Tensor Take(torch.Tensor x, long[] positions, int block, long[] shape)
    {
        var source = x.AsContiguous();
        var y = torch.Tensor.Empty(shape, x.Impl.Dtype);
        switch (x.Impl.Dtype.Size())
        {
            case 1: Take(source.Span<byte>(), positions, block, y.Span<byte>()); break;
            case 2: Take(source.Span<short>(), positions, block, y.Span<short>()); break;
            case 4: Take(source.Span<int>(), positions, block, y.Span<int>()); break;
            default: Take(source.Span<long>(), positions, block, y.Span<long>()); break;
        }
        if (!ReferenceEquals(source, x)) source.Dispose();
        return y;
    }

    private static void Take<T>(ReadOnlySpan<T> x, long[] positions, int block, Span<T> y)
    {
        if (block == 1)
            for (var i = 0; i < positions.Length; i++) y[i] = x[checked((int)positions[i])];
        else
            for (var i = 0; i < positions.Length; i++) x.Slice(checked((int)positions[i]), block).CopyTo(y.Slice(i * block, block));
    }

    /// <summary>Writes the contiguous <paramref name="values"/> into the contiguous <paramref name="target"/>, in order; later ones win or are added.</summary>
    internal static void Put(torch.Tensor target, long[] positions, int block, torch.Tensor values, bool accumulate) =>
        Numeric.Run(target.Impl.Dtype, new PutKernel(target, positions, block, values, accumulate));

    private readonly struct PutKernel(torch.Tensor target, long[] positions, int block, torch.Tensor values, bool accumulate) : INumericKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var y = target.Span<T>();
            var v = values.Span<T>();
            for (var i = 0; i < positions.Length; i++)
            {
                var to = y.Slice(checked((int)positions[i]), block);
                var from = v.Slice(i * block, block);
                if (!accumulate) from.CopyTo(to);
                else
                    for (var k = 0; k < block; k++) to[k] += from[k];
            }
        }
    }
}
