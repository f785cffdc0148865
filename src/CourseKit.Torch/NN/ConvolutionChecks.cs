using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>A number for each direction: those given, one given for all, or what holds where none is given.</summary>
            internal static long[] Sizes(Size? given, Size otherwise, int d = 2)
            {
                var s = given is { Length: > 0 } g ? g.Shape : otherwise.Shape;
                return s.Length == 1 ? [.. Enumerable.Repeat(s[0], d)] : s;
            }

            private static long[] OutputSize(long[] x, long[] kernel, long[] stride, long[] padding, long[] dilation, long[]? outputPadding)
            {
                long[] reach = [.. kernel.Zip(dilation, (k, by) => (by * (k - 1)) + 1)];
                if (outputPadding is null)
                {
                    long[] padded = [.. x.Zip(padding, (n, p) => n + (2 * p))];
                    if (padded.Zip(reach).Any(e => e.First < e.Second))
                    {
                        throw new ExternalException($"Calculated padded input size per channel: ({string.Join(" x ", padded)}). "
                            + $"Kernel size: ({string.Join(" x ", reach)}). Kernel size can't be greater than actual input size");
                    }
                    return [.. stride.Select((s, i) => ((padded[i] - reach[i]) / s) + 1)];
                }
                if (outputPadding.Any(p => p < 0)) throw new ExternalException("negative output_padding is not supported");
                if (outputPadding.Select((p, i) => p >= stride[i] && p >= dilation[i]).Any(large => large))
                {
                    string Named(string name, long[] values) => string.Join(" ", values.Select((v, i) => $"{name}_{(i == values.Length - 1 ? "width" : "height")}: {v}"));
                    throw new ExternalException("output padding must be smaller than either stride or dilation, but got "
                        + $"{Named("output_padding", outputPadding)} {Named("stride", stride)} {Named("dilation", dilation)}");
                }
                long[] size = [.. x.Select((n, i) => ((n - 1) * stride[i]) - (2 * padding[i]) + reach[i] + outputPadding[i])];
                return size.All(n => n > 0) ? size : throw new ExternalException($"Given input size per channel: ({string.Join(" x ", x)}). "
                    + $"Calculated output size per channel: ({string.Join(" x ", size)}). Output size is too small");
            }

            /// <summary>PyTorch's errors for what does not fit together.</summary>
            private static void CheckConvolution(Tensor input, Tensor weight, Tensor? bias, long[] stride, long[] padding, long[] dilation, long groups, bool transposed)
            {
                var (x, w, d) = (input.Impl.Shape, weight.Impl.Shape, stride.Length);
                foreach (var (given, name) in new[] { (stride, "stride"), (padding, "padding"), (dilation, "dilation") })
                    if (given.Length != d) throw new ExternalException($"expected {name} to be a single integer value or a list of {d} values to match the convolution dimensions, but got {name}={Shape.Text(given)}");
                if (w.Length != d + 2) throw new ExternalException($"weight should have at least three dimensions: expected {d + 2}-dimensional weight, but got {w.Length}-dimensional weight of size {Shape.Text(w)} instead");
                if (x.Length != d + 2 && x.Length != d + 1) throw new ExternalException($"Expected {d + 1}D (unbatched) or {d + 2}D (batched) input to {(transposed ? "conv_transpose" : "conv")}{d}d, but got input of size: {Shape.Text(x)}");
                foreach (var number in (ReadOnlySpan<long>)[.. stride, .. padding, .. dilation, groups]) Shape.Int(number);
                if (padding.Any(p => p < 0)) throw new ExternalException("negative padding is not supported");
                if (stride.Any(s => s <= 0)) throw new ExternalException("non-positive stride is not supported");
                if (dilation.Any(s => s <= 0)) throw new ExternalException("dilation should be greater than zero");
                if (groups <= 0) throw new ExternalException("non-positive groups is not supported");
                if (w[0] < groups) throw new ExternalException($"Given groups={groups}, expected weight to be at least {groups} at dimension 0, but got weight of size {Shape.Text(w)} instead");
                if (w[0] % groups != 0) throw new ExternalException($"Given groups={groups}, expected weight to be divisible by {groups} at dimension 0, but got weight of size {Shape.Text(w)} instead");
                if (w.AsSpan(1).Contains(0)) throw new ExternalException($"Expected a weight without empty dimensions, but got weight of size {Shape.Text(w)}");
                var (inputs, outputs) = transposed ? (w[0], w[1] * groups) : (w[1] * groups, w[0]);
                string Given() => $"Given {(transposed ? "transposed=1" : $"groups={groups}")}, weight of size {Shape.Text(w)}";
                if (x[^(d + 1)] != inputs) throw new ExternalException($"{Given()}, expected input{Shape.Text(x)} to have {inputs} channels, but got {x[^(d + 1)]} channels instead");
                if (bias is not null && !Shape.Same(bias.Impl.Shape, [outputs])) throw new ExternalException($"{Given()}, expected bias to be 1-dimensional with {outputs} elements, but got bias of size {Shape.Text(bias.Impl.Shape)} instead");
                if (input.dtype != weight.dtype) throw new ExternalException($"expected scalar type {input.dtype.TorchName()} but found {weight.dtype.TorchName()}");
                if (bias is not null && bias.dtype != input.dtype) throw new ExternalException($"Input type ({input.dtype.TorchName()}) and bias type ({bias.dtype.TorchName()}) should be the same");
                if (input.dtype is not (ScalarType.Float32 or ScalarType.Float64)) throw new ExternalException($"\"slow_conv{d}d_cpu\" not implemented for '{input.dtype.TorchName()}'");
            }
        }
    }
}
