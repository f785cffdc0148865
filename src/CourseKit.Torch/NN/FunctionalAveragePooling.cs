using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Means of windows of the last dimension of [n, c, l] or [c, l].</summary>
            public static Tensor avg_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true)
            {
                CheckDimensions(input, 1, "avg_pool1d");
                return AveragePool(input.unsqueeze(-2), [1, kernel_size], [1, stride ?? kernel_size], [0, padding ?? 0], ceil_mode, count_include_pad, null).squeeze(-2);
            }

            /// <summary>
            /// Means of windows of the last two dimensions of [n, c, h, w] or [c, h, w]. The padding counts as zeros, or not at all; a divisor
            /// takes the place of the number of pixels.
            /// </summary>
            public static Tensor avg_pool2d(Tensor input, Size kernel_size, Size? stride = null, Size? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
            {
                CheckDimensions(input, 2, "avg_pool2d");
                return AveragePool(input, Sizes(kernel_size, 1), Sizes(stride, kernel_size), Sizes(padding, 0), ceil_mode, count_include_pad, divisor_override);
            }

            private static Tensor AveragePool(Tensor input, long[] kernel, long[] stride, long[] padding, bool ceil, bool countPadding, long? divisor)
            {
                if (divisor == 0) throw new ExternalException("divisor must be not zero");
                LineMap Line(int d)
                {
                    var n = input.Impl.Shape[^(2 - d)];
                    var terms = new IEnumerable<(int, double)>[Windows(input, d, kernel, stride, padding, [1, 1], ceil)];
                    for (var o = 0; o < terms.Length; o++)
                    {
                        var start = (o * stride[d]) - padding[d];
                        var end = Math.Min(start + kernel[d], n + padding[d]);
                        var (first, last) = (Math.Max(start, 0), Math.Min(end, n));
                        var weight = divisor is { } by ? d == 0 ? 1 : 1.0 / by : 1.0 / (countPadding ? end - start : last - first);
                        terms[o] = Enumerable.Range((int)first, (int)(last - first)).Select(i => (i, weight));
                    }
                    return new((int)n, terms);
                }
                return PlaneOp.Apply(input, Line(0), Line(1), "AvgPool2DBackward0");
            }

            /// <summary>Means of windows that divide the last dimension into a given number of parts.</summary>
            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size)
            {
                CheckDimensions(input, 1, "adaptive_avg_pool1d");
                return AdaptiveAverage(input.unsqueeze(-2), [1, output_size]).squeeze(-2);
            }

            /// <summary>Means of windows that divide the last two dimensions into given numbers of parts.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, Size output_size)
            {
                CheckDimensions(input, 2, "adaptive_avg_pool2d");
                return AdaptiveAverage(input, Sizes(output_size, 1));
            }

            private static Tensor AdaptiveAverage(Tensor input, long[] size)
            {
                LineMap Line(int d)
                {
                    var n = (int)input.Impl.Shape[^(2 - d)];
                    if (size[d] < 0) throw new ExternalException($"adaptive_avg_pool2d: elements of output_size must be greater than or equal to 0 but received {Shape.Text(size)}");
                    if (n == 0) throw new ExternalException($"adaptive_avg_pool2d(): Expected input to have non-zero size for non-batch dimensions, but input has sizes {Shape.Text(input.Impl.Shape)}");
                    return new(n, [.. Parts(n, Shape.Line(size[d])).Select(p => Enumerable.Range(p.First, p.End - p.First).Select(i => (i, 1.0 / (p.End - p.First))))]);
                }
                return PlaneOp.Apply(input, Line(0), Line(1), "AdaptiveAvgPool2DBackward0");
            }
        }
    }
}
