using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Maxima of windows of the last dimension of [n, c, l] or [c, l].</summary>
            public static Tensor max_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode).output;

            /// <summary>Maxima of windows of the last dimension, and their places in it.</summary>
            public static (Tensor output, Tensor indices) max_pool1d_with_indices(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
            {
                CheckDimensions(input, 1, "max_pool1d");
                var (y, at) = MaxPool(input.unsqueeze(-2), [1, kernel_size], [1, stride ?? kernel_size], [0, padding ?? 0], [1, dilation ?? 1], ceil_mode);
                return (y.squeeze(-2), at.squeeze(-2));
            }

            /// <summary>Maxima of windows of the last two dimensions of [n, c, h, w] or [c, h, w]; the stride is the window unless given.</summary>
            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                max_pool2d_with_indices(input, kernel_size, strides, padding, dilation, ceil_mode).output;

            /// <inheritdoc cref="max_pool2d(Tensor, long[], long[], long[], long[], bool)"/>
            public static Tensor max_pool2d(Tensor input, Size kernel_size, Size? stride = null, Size? padding = null, Size? dilation = null, bool ceil_mode = false) =>
                max_pool2d_with_indices(input, Sizes(kernel_size, 1), Sizes(stride, kernel_size), Sizes(padding, 0), Sizes(dilation, 1), ceil_mode).output;

            /// <summary>As <see cref="max_pool2d(Tensor, long[], long[], long[], long[], bool)"/>, with the maxima's places in their planes, row by row (int64).</summary>
            public static (Tensor output, Tensor indices) max_pool2d_with_indices(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false)
            {
                CheckDimensions(input, 2, "max_pool2d");
                return MaxPool(input, Sizes(kernel_size, 1), Sizes(strides, kernel_size), Sizes(padding, 0), Sizes(dilation, 1), ceil_mode);
            }

            /// <summary>Maxima of windows that divide the last two dimensions into a given number of parts.</summary>
            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size)
            {
                CheckDimensions(input, 2, "adaptive_max_pool2d");
                var size = Sizes(output_size, 1);
                LineWindows Line(int d)
                {
                    var (n, o) = ((int)input.Impl.Shape[^(2 - d)], Shape.Line(size[d]));
                    var parts = Parts(n, o);
                    return new(n, [.. parts.Select(p => p.First)], [.. parts.Select(p => p.End - p.First)], 1);
                }
                return MaxPoolOp.Find(input, Line(0), Line(1), "AdaptiveMaxPool2DBackward0").Values;
            }

            private static (int First, int End)[] Parts(int n, int parts) => parts < 0
                ? throw new ExternalException($"adaptive pooling: elements of output_size must be greater than or equal to 0, but got {parts}")
                : [.. Enumerable.Range(0, parts).Select(o => ((int)((long)o * n / parts), (int)((((o + 1L) * n) + parts - 1) / parts)))];

            /// <summary>Puts maxima back to their places among zeros: the way back of <see cref="max_pool1d_with_indices"/>.</summary>
            public static Tensor max_unpool1d(Tensor input, Tensor indices, long kernel_size, long? stride = null, long? padding = null, long[]? output_size = null)
            {
                CheckDimensions(input, 1, "max_unpool1d");
                return Unpool(input.unsqueeze(-2), indices.unsqueeze(-2), [1, kernel_size], [1, stride ?? kernel_size], [0, padding ?? 0], output_size is null ? null : [1, output_size[^1]]).squeeze(-2);
            }

            /// <summary>Puts maxima back to their places among zeros: the way back of <see cref="max_pool2d_with_indices"/>.</summary>
            /// <exception cref="ExternalException">A place is outside the output.</exception>
            public static Tensor max_unpool2d(Tensor input, Tensor indices, long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? output_size = null)
            {
                CheckDimensions(input, 2, "max_unpool2d");
                return Unpool(input, indices, Sizes(kernel_size, 1), Sizes(stride, kernel_size), Sizes(padding, 0), output_size?[^2..]);
            }

            private static Tensor Unpool(Tensor input, Tensor indices, long[] kernel, long[] stride, long[] padding, long[]? size)
            {
                if (indices.dtype != ScalarType.Int64) throw new ExternalException($"elements in indices should be type int64 but got: {indices.dtype.TorchName()}");
                if (!Shape.Same(input.Impl.Shape, indices.Impl.Shape))
                    throw new ExternalException($"Expected shape of indices to be same as that of the input tensor ({Shape.Text(input.Impl.Shape)}) but got indices tensor with shape: {Shape.Text(indices.Impl.Shape)}");
                if (size is null)
                {
                    size = new long[2];
                    for (var d = 0; d < 2; d++)
                        size[d] = ((input.Impl.Shape[^(2 - d)] - 1) * Shape.Int(stride[d])) - (2L * Shape.Int(padding[d])) + Shape.Int(kernel[d]);
                }
                if (size.Any(n => n < 0)) throw new ExternalException($"Trying to create tensor with negative dimension {size.Min()}: {Shape.Text(size)}");
                var volume = (long)Shape.Int(size[0]) * Shape.Int(size[1]);
                foreach (var i in indices.AsContiguous().Span<long>())
                    if (i < 0 || i >= volume) throw new ExternalException($"Found an invalid max index: {i} (output volumes are of size {size[0]}x{size[1]}");
                return MaxPoolOp.Put(input, indices, Shape.Int(size[0]), Shape.Int(size[1]), false);
            }

            private static (Tensor output, Tensor indices) MaxPool(Tensor input, long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceil)
            {
                LineWindows Line(int d)
                {
                    var n = (int)input.Impl.Shape[^(2 - d)];
                    var count = Windows(input, d, kernel, stride, padding, dilation, ceil);
                    var (first, lengths) = (new int[count], new int[count]);
                    for (var o = 0; o < count; o++)
                    {
                        var start = (o * stride[d]) - padding[d];
                        var skipped = start < 0 ? (-start + dilation[d] - 1) / dilation[d] : 0; // taps in front of the line
                        first[o] = (int)(start + (skipped * dilation[d]));
                        lengths[o] = (int)(Math.Min(kernel[d], (n - start + dilation[d] - 1) / dilation[d]) - skipped);
                        if (lengths[o] <= 0) throw new ExternalException($"a window of size {kernel[d]} with dilation {dilation[d]} and pad {padding[d]} has no element of an input of size {n}");
                    }
                    return new(n, first, lengths, (int)dilation[d]);
                }
                return MaxPoolOp.Find(input, Line(0), Line(1), "MaxPool2DWithIndicesBackward0");
            }

            /// <summary>The number of windows along a dimension, with PyTorch's errors.</summary>
            private static int Windows(Tensor input, int d, long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceil)
            {
                if (new[] { kernel, stride, padding, dilation }.Any(each => each.Length != 2))
                    throw new ExternalException("kernel_size, stride, padding and dilation must each be a single int, or a tuple of two ints");
                var (k, s, p, by) = (kernel[d], stride[d], padding[d], dilation[d]);
                foreach (var number in (ReadOnlySpan<long>)[k, s, by, p]) Shape.Int(number);
                if (k <= 0) throw new ExternalException("kernel size should be greater than zero, but got " + Shape.Text(kernel));
                if (s <= 0) throw new ExternalException("stride should be greater than zero, but got " + Shape.Text(stride));
                if (by <= 0) throw new ExternalException("dilation should be greater than zero, but got " + Shape.Text(dilation));
                if (p < 0) throw new ExternalException($"pad must be non-negative, but got pad: {p}");
                if (p > ((by * (k - 1)) + 1) / 2)
                    throw new ExternalException($"pad should be at most half of effective kernel size, but got pad={p}, kernel_size={k} and dilation={by}");
                var n = input.Impl.Shape[^(2 - d)];
                var room = n + (2 * p) - (by * (k - 1)) - 1;
                var count = (long)Math.Floor((room + (ceil ? s - 1 : 0)) / (double)s) + 1;
                if (ceil && (count - 1) * s >= n + p) count--; // a window that would begin behind the line
                if (count < 1 || n < 1)
                    throw new ExternalException($"Given input size: ({string.Join('x', input.Impl.Shape[^3..])}). Calculated output size in dimension {d}: {count}. Output size is too small");
                return Shape.Line(count);
            }

            private static void CheckDimensions(Tensor input, int d, string name)
            {
                var n = input.Impl.Shape.Length;
                if (n != d + 1 && n != d + 2) throw new ExternalException($"{name}: Expected {d + 1}D or {d + 2}D (batch mode) tensor for input, but got: {Shape.Text(input.Impl.Shape)}");
            }
        }
    }
}
