using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Sums over all but the channels of [n, c, s], in double across rows, and the affine maps that normalisation is made of.</summary>
internal static class ChannelNorm
{
    /// <summary>Mean and variance (divided by the number) of each channel.</summary>
    internal static void Moments<T>(torch.Tensor x, int channels, int size, double[] mean, double[] variance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = Rows(x, channels, size);
        Work.For(channels, Cost(n, size), (start, end) =>
        {
            for (var c = start; c < end; c++)
            {
                // Row by row, while a row is in the cache; Chan et al. (1979) tell how the squares of two parts become those of both.
                double sum = 0, squares = 0;
                for (var i = 0; i < n; i++)
                {
                    ReadOnlySpan<T> row = x.Span<T>().Slice(((i * channels) + c) * size, size);
                    var part = double.CreateTruncating(TensorPrimitives.Sum(row));
                    var m = T.CreateTruncating(part / size);
                    squares += Products(row, row, m, m);
                    if (i > 0)
                    {
                        var difference = (sum / i / size) - double.CreateTruncating(m);
                        squares += difference * difference * size * i / (i + 1);
                    }
                    sum += part;
                }
                mean[c] = sum / ((double)n * size);
                variance[c] = squares / ((double)n * size);
            }
        });
    }

    /// <summary>y = (x − mean) · scale + shift, by channel.</summary>
    internal static void Scale<T>(torch.Tensor x, torch.Tensor y, int channels, int size, double[] mean, double[] scale, double[] shift) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = Rows(x, channels, size);
        Work.For(n * channels, Math.Max(1, size / 4), (start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                var c = row % channels;
                Combine(x.Span<T>().Slice(row * size, size), x.Span<T>().Slice(row * size, size), y.Span<T>().Slice(row * size, size),
                    T.CreateTruncating(mean[c]), T.CreateTruncating(scale[c]), T.Zero, T.CreateTruncating(shift[c]));
            }
        });
    }

    /// <summary>The sum of each channel.</summary>
    internal static void Sums<T>(torch.Tensor x, int channels, int size, double[] sums) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = Rows(x, channels, size);
        Work.For(channels, Cost(n, size), (start, end) =>
        {
            for (var c = start; c < end; c++)
                for (var i = 0; i < n; i++) sums[c] += double.CreateTruncating(TensorPrimitives.Sum<T>(x.Span<T>().Slice(((i * channels) + c) * size, size)));
        });
    }

    /// <summary>By channel: the sum of g, and of g · (x − mean).</summary>
    internal static void GradientSums<T>(torch.Tensor x, torch.Tensor g, int channels, int size, double[] mean, double[] sums, double[] products) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = Rows(x, channels, size);
        Work.For(channels, Cost(n, size), (start, end) =>
        {
            for (var c = start; c < end; c++)
            {
                var m = T.CreateTruncating(mean[c]);
                for (var i = 0; i < n; i++)
                {
                    var at = ((i * channels) + c) * size;
                    ReadOnlySpan<T> rows = g.Span<T>().Slice(at, size);
                    sums[c] += double.CreateTruncating(TensorPrimitives.Sum(rows));
                    products[c] += Products(x.Span<T>().Slice(at, size), rows, m, T.Zero);
                }
            }
        });
    }

    /// <summary>y = (x − mean) · a + g · b + d, by channel.</summary>
    internal static void Gradient<T>(torch.Tensor x, torch.Tensor g, torch.Tensor y, int channels, int size, double[] mean, double[] a, double[] b, double[] d) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = Rows(x, channels, size);
        Work.For(n * channels, Math.Max(1, size / 4), (start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                var c = row % channels;
                Combine(x.Span<T>().Slice(row * size, size), g.Span<T>().Slice(row * size, size), y.Span<T>().Slice(row * size, size),
                    T.CreateTruncating(mean[c]), T.CreateTruncating(a[c]), T.CreateTruncating(b[c]), T.CreateTruncating(d[c]));
            }
        });
    }

    private static int Rows(torch.Tensor x, int channels, int size) => (int)(x.Impl.Count / Math.Max(1, (long)channels * size));

    private static long Cost(int n, int size) => Math.Max(1, (long)n * size / 4);

    /// <summary>Σ (x − m) · (g − k).</summary>
    private static double Products<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> g, T m, T k) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<Vector<T>> xs = MemoryMarshal.Cast<T, Vector<T>>(x), gs = MemoryMarshal.Cast<T, Vector<T>>(g);
        Vector<T> sum = default, vm = new(m), vk = new(k);
        for (var v = 0; v < xs.Length; v++) sum += (xs[v] - vm) * (gs[v] - vk);
        double total = 0;
        for (var lane = 0; lane < Vector<T>.Count; lane++) total += double.CreateTruncating(sum[lane]);
        for (var i = xs.Length * Vector<T>.Count; i < x.Length; i++) total += double.CreateTruncating((x[i] - m) * (g[i] - k));
        return total;
    }

    private static void Combine<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> g, Span<T> y, T mean, T a, T b, T d) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<Vector<T>> xs = MemoryMarshal.Cast<T, Vector<T>>(x), gs = MemoryMarshal.Cast<T, Vector<T>>(g);
        var ys = MemoryMarshal.Cast<T, Vector<T>>(y);
        Vector<T> vMean = new(mean), vd = new(d);
        var i = ys.Length * Vector<T>.Count;
        if (b == T.Zero)
        {
            // Without g: it may hold infinities that must not become NaN.
            for (var v = 0; v < ys.Length; v++) ys[v] = ((xs[v] - vMean) * a) + vd;
            for (; i < x.Length; i++) y[i] = ((x[i] - mean) * a) + d;
            return;
        }
        for (var v = 0; v < ys.Length; v++) ys[v] = ((xs[v] - vMean) * a) + (gs[v] * b) + vd;
        for (; i < x.Length; i++) y[i] = ((x[i] - mean) * a) + (g[i] * b) + d;
    }
}
