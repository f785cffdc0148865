using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Cross-correlation along the last dimension: [n, c, l] (or [c, l]) with weights [filters, c / groups, k].</summary>
            /// <exception cref="ExternalException">Shapes that do not fit.</exception>
            public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                Convolve(input, weight, bias, [stride ?? 1], [padding ?? 0], [dilation ?? 1], groups);

            /// <summary>As <see cref="conv1d"/>, with padding that keeps the length (for a stride of 1), or none.</summary>
            public static Tensor conv1d_padding(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, Padding padding = Padding.Valid, long? dilation = null, long groups = 1) =>
                Padded(input, weight, bias, [stride ?? 1], padding, [dilation ?? 1], groups);

            /// <summary>Cross-correlation along the last two dimensions: [n, c, h, w] (or [c, h, w]) with weights [filters, c / groups, kh, kw].</summary>
            /// <exception cref="ExternalException">Shapes that do not fit.</exception>
            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Convolve(input, weight, bias, strides ?? [1, 1], padding ?? [0, 0], dilation ?? [1, 1], groups);

            /// <summary>As <see cref="conv2d"/>, with padding that keeps the size (for a stride of 1), or none.</summary>
            public static Tensor conv2d_padding(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1) =>
                Padded(input, weight, bias, strides ?? [1, 1], padding, dilation ?? [1, 1], groups);

            /// <summary>The adjoint of <see cref="conv1d"/>: [n, c, l] (or [c, l]) with weights [c, filters / groups, k].</summary>
            public static Tensor conv_transpose1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? output_padding = null, long? dilation = null, long groups = 1) =>
                ConvolveBack(input, weight, bias, [stride ?? 1], [padding ?? 0], [output_padding ?? 0], [dilation ?? 1], groups);

            /// <summary>The adjoint of <see cref="conv2d"/>: [n, c, h, w] (or [c, h, w]) with weights [c, filters / groups, kh, kw].</summary>
            public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                ConvolveBack(input, weight, bias, strides ?? [1, 1], padding ?? [0, 0], output_padding ?? [0, 0], dilation ?? [1, 1], groups);

            private static Tensor Padded(Tensor input, Tensor weight, Tensor? bias, long[] stride, Padding padding, long[] dilation, long groups)
            {
                var d = stride.Length;
                dilation = Sizes(dilation, d);
                var before = new long[d];
                if (padding == Padding.Same && weight.Impl.Shape.Length == d + 2)
                {
                    if (stride.Any(s => s != 1)) throw new ExternalException("padding='same' is not supported for strided convolutions");
                    var both = new long[2 * d]; // last dimension first
                    var odd = false;
                    for (var i = 0; i < d; i++)
                    {
                        var total = dilation[i] * (weight.Impl.Shape[i + 2] - 1);
                        before[i] = total / 2;
                        odd |= total % 2 != 0;
                        both[(2 * (d - 1 - i)) + 1] = total % 2; // an odd one goes behind
                    }
                    if (odd) input = pad(input, both);
                }
                return Convolve(input, weight, bias, stride, before, dilation, groups);
            }

            private static Tensor Convolve(Tensor input, Tensor weight, Tensor? bias, long[] stride, long[] padding, long[] dilation, long groups)
            {
                var (x, w, d) = (input.Impl.Shape, weight.Impl.Shape, stride.Length);
                Check(input, weight, bias, d, stride, padding, dilation, groups, false);
                if (x.Length == d + 1) return Convolve(input.unsqueeze(0), weight, bias, stride, padding, dilation, groups).squeeze(0);
                var extents = new Extent[d];
                for (var i = 0; i < d; i++)
                {
                    var reach = (dilation[i] * (w[i + 2] - 1)) + 1;
                    var padded = x[i + 2] + (2 * padding[i]);
                    if (padded < reach)
                    {
                        throw new ExternalException($"Calculated padded input size per channel: ({Joined(x, padding, d)}). "
                            + $"Kernel size: ({string.Join(" x ", w[2..].Select((k, j) => (dilation[j] * (k - 1)) + 1))}). Kernel size can't be greater than actual input size");
                    }
                    extents[i] = Direction(x[i + 2], ((padded - reach) / stride[i]) + 1, w[i + 2], stride[i], padding[i], dilation[i]);
                }
                var s = Geometry(x[0], groups, x[1], w[0], extents);
                var y = ConvolutionOp.Maps(Flat(input, s.ImageShape, d), Flat(weight, s.WeightShape, d), bias, s);
                return d == 2 ? y : y.reshape([x[0], w[0], extents[0].Output]);
            }

            private static string Joined(long[] x, long[] padding, int d) => string.Join(" x ", Enumerable.Range(0, d).Select(i => x[i + 2] + (2 * padding[i])));

            internal static Tensor ConvolveBack(Tensor input, Tensor weight, Tensor? bias, long[] stride, long[] padding, long[] outputPadding, long[] dilation, long groups)
            {
                var (x, w, d) = (input.Impl.Shape, weight.Impl.Shape, stride.Length);
                Check(input, weight, bias, d, stride, padding, dilation, groups, true);
                if (x.Length == d + 1) return ConvolveBack(input.unsqueeze(0), weight, bias, stride, padding, outputPadding, dilation, groups).squeeze(0);
                var extents = new Extent[d];
                for (var i = 0; i < d; i++)
                {
                    if (outputPadding[i] < 0) throw new ExternalException("negative output_padding is not supported");
                    if (outputPadding[i] >= stride[i] && outputPadding[i] >= dilation[i])
                    {
                        throw new ExternalException("output padding must be smaller than either stride or dilation, but got "
                            + string.Join(" ", Names(d).Select((n, j) => $"output_padding_{n}: {outputPadding[j]}")) + " " + string.Join(" ", Names(d).Select((n, j) => $"stride_{n}: {stride[j]}"))
                            + " " + string.Join(" ", Names(d).Select((n, j) => $"dilation_{n}: {dilation[j]}")));
                    }
                    var size = ((x[i + 2] - 1) * stride[i]) - (2 * padding[i]) + (dilation[i] * (w[i + 2] - 1)) + outputPadding[i] + 1;
                    if (size <= 0)
                    {
                        throw new ExternalException($"Given input size per channel: ({string.Join(" x ", x[2..])}). Calculated output size per channel is too small: "
                            + $"{size} in dimension {i}");
                    }
                    extents[i] = Direction(size, x[i + 2], w[i + 2], stride[i], padding[i], dilation[i]);
                }
                var s = Geometry(x[0], groups, w[1] * groups, x[1], extents);
                var y = ConvolutionOp.Images(Flat(input, s.MapShape, d), Flat(weight, s.WeightShape, d), bias, s);
                return d == 2 ? y : y.reshape([x[0], w[1] * groups, extents[0].Input]);
            }

            private static string[] Names(int d) => d == 1 ? ["width"] : ["height", "width"];

            private static Extent Direction(long input, long output, long kernel, long stride, long padding, long dilation) =>
                new(checked((int)input), checked((int)output), checked((int)kernel), checked((int)stride), checked((int)padding), checked((int)dilation));

            // One dimension is two of which the first has size 1.
            private static ConvolutionShape Geometry(long images, long groups, long channels, long filters, Extent[] extents) =>
                new(checked((int)images), checked((int)groups), checked((int)channels), checked((int)filters), extents.Length == 2 ? extents[0] : new(1, 1, 1, 1, 0, 1), extents[^1]);

            private static Tensor Flat(Tensor t, long[] shape, int d) => d == 2 ? t : t.reshape(shape);

            /// <summary>One number for all directions, or one each.</summary>
            internal static long[] Sizes(long[] given, int d) => given.Length == 1 ? [.. Enumerable.Repeat(given[0], d)] : given;

            private static void Check(Tensor input, Tensor weight, Tensor? bias, int d, long[] stride, long[] padding, long[] dilation, long groups, bool transposed)
            {
                var (x, w) = (input.Impl.Shape, weight.Impl.Shape);
                foreach (var (given, name) in new[] { (stride, "stride"), (padding, "padding"), (dilation, "dilation") })
                    if (given.Length != d) throw new ExternalException($"expected {name} to be a single integer value or a list of {d} values to match the convolution dimensions, but got {name}={Shape.Text(given)}");
                if (w.Length != d + 2)
                    throw new ExternalException($"weight should have at least three dimensions: expected {d + 2}-dimensional weight, but got {w.Length}-dimensional weight of size {Shape.Text(w)} instead");
                var of = $"Given {(transposed ? "transposed=1" : $"groups={groups}")}, weight of size {Shape.Text(w)}";
                if (x.Length != d + 2 && x.Length != d + 1)
                {
                    throw new ExternalException($"Expected {d + 1}D (unbatched) or {d + 2}D (batched) input to {(transposed ? "conv_transpose" : "conv")}{d}d, but got input of size: {Shape.Text(x)}");
                }
                if (padding.Any(p => p < 0)) throw new ExternalException("negative padding is not supported");
                if (stride.Any(s => s <= 0)) throw new ExternalException("non-positive stride is not supported");
                if (dilation.Any(s => s <= 0)) throw new ExternalException("dilation should be greater than zero");
                if (groups <= 0) throw new ExternalException("non-positive groups is not supported");
                var channels = x[^(d + 1)];
                if (w[0] < groups) throw new ExternalException($"Given groups={groups}, expected weight to be at least {groups} at dimension 0, but got weight of size {Shape.Text(w)} instead");
                if (w[0] % groups != 0)
                    throw new ExternalException($"Given groups={groups}, expected weight to be divisible by {groups} at dimension 0, but got weight of size {Shape.Text(w)} instead");
                if (w.AsSpan(1).Contains(0)) throw new ExternalException($"Expected a weight without empty dimensions, but got weight of size {Shape.Text(w)}");
                var wanted = transposed ? w[0] : w[1] * groups;
                if (channels != wanted)
                    throw new ExternalException($"{of}, expected input{Shape.Text(x)} to have {wanted} channels, but got {channels} channels instead");
                var outputs = transposed ? w[1] * groups : w[0];
                if (bias is not null && !Shape.Same(bias.Impl.Shape, [outputs]))
                    throw new ExternalException($"{of}, expected bias to be 1-dimensional with {outputs} elements, but got bias of size {Shape.Text(bias.Impl.Shape)} instead");
                if (input.dtype != weight.dtype) throw new ExternalException($"expected scalar type {input.dtype.TorchName()} but found {weight.dtype.TorchName()}");
                if (bias is not null && bias.dtype != input.dtype)
                    throw new ExternalException($"Input type ({input.dtype.TorchName()}) and bias type ({bias.dtype.TorchName()}) should be the same");
                if (input.dtype is not (ScalarType.Float32 or ScalarType.Float64)) throw new ExternalException($"\"slow_conv{d}d_cpu\" not implemented for '{input.dtype.TorchName()}'");
            }
        }
    }
}
