using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The blocks that a convolution sees, as columns: [n, c, h, w] (or [c, h, w]) → [n, c · kh · kw, blocks].</summary>
            /// <exception cref="ExternalException">No block fits.</exception>
            public static Tensor unfold(Tensor input, Size kernel_size, Size? dilation = null, Size? padding = null, Size? stride = null) =>
                new Blocks(Sizes(kernel_size, 1), Sizes(dilation, 1), Sizes(padding, 0), Sizes(stride, 1)).Unfold(input);

            /// <summary>Adds blocks up to an image, the adjoint of <c>unfold</c>: [n, c · kh · kw, blocks] (or without n) → [n, c, h, w].</summary>
            /// <exception cref="ExternalException">The numbers of rows or blocks do not fit.</exception>
            public static Tensor fold(Tensor input, Size output_size, Size kernel_size, Size? dilation = null, Size? padding = null, Size? stride = null) =>
                new Blocks(Sizes(kernel_size, 1), Sizes(dilation, 1), Sizes(padding, 0), Sizes(stride, 1)).Fold(input, Sizes(output_size, 1));

            /// <summary>Blocks of an image; each of the two functions is the other's gradient.</summary>
            private sealed record Blocks(long[] Kernel, long[] Dilation, long[] Padding, long[] Stride)
            {
                internal Tensor Unfold(Tensor x)
                {
                    var s = x.Impl.Shape;
                    if (s.Length is not (3 or 4)) throw new ExternalException($"Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: {Shape.Text(s)}");
                    if (s.Length == 3) return Unfold(x.unsqueeze(0)).squeeze(0);
                    long[] size = s[2..], count = Count(size);
                    var y = zeros([s[0], s[1], Kernel[0], Kernel[1], count[0], count[1]], x.dtype);
                    Each(pad(x.detach(), (Padding[1], Padding[1], Padding[0], Padding[0])), y, count, (pixels, column) => column.copy_(pixels));
                    y = y.view(s[0], s[1] * Kernel[0] * Kernel[1], count[0] * count[1]);
                    return Op.Records(x) ? new Op("Im2ColBackward0").Input(x, g => Fold(g, size)).Result(y) : y;
                }

                internal Tensor Fold(Tensor columns, long[] size)
                {
                    var s = columns.Impl.Shape;
                    if (s.Length is not (2 or 3)) throw new ExternalException($"Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but got: {Shape.Text(s)}");
                    if (s.Length == 2) return Fold(columns.unsqueeze(0), size).squeeze(0);
                    var count = Count(size);
                    if (s[1] % (Kernel[0] * Kernel[1]) != 0)
                        throw new ExternalException($"Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)={s[1]} and kernel_size={Text(Kernel)}.");
                    if (s[2] != count[0] * count[1])
                    {
                        throw new ExternalException($"Given output_size={Text(size)}, {this}, expected size of input's dimension 2 to match the calculated number of sliding blocks "
                            + $"{count[0]} * {count[1]} = {count[0] * count[1]}, but got input.size(2)={s[2]}.");
                    }
                    var channels = s[1] / (Kernel[0] * Kernel[1]);
                    var padded = zeros([s[0], channels, size[0] + (2 * Padding[0]), size[1] + (2 * Padding[1])], columns.dtype);
                    Each(padded, columns.detach().reshape(s[0], channels, Kernel[0], Kernel[1], count[0], count[1]), count, (pixels, column) => pixels.add_(column));
                    var y = padded.narrow(2, Padding[0], size[0]).narrow(3, Padding[1], size[1]).contiguous();
                    return Op.Records(columns) ? new Op("Col2ImBackward0").Input(columns, Unfold).Result(y) : y;
                }

                /// <summary>Does something with the pixels that an element of the kernel meets, and with their place among the columns.</summary>
                private void Each(Tensor padded, Tensor columns, long[] count, Action<Tensor, Tensor> action)
                {
                    using var scope = NewDisposeScope();
                    for (long i = 0; i < Kernel[0]; i++)
                    {
                        for (long j = 0; j < Kernel[1]; j++)
                        {
                            var rows = padded.slice(2, i * Dilation[0], (i * Dilation[0]) + ((count[0] - 1) * Stride[0]) + 1, Stride[0]);
                            action(rows.slice(3, j * Dilation[1], (j * Dilation[1]) + ((count[1] - 1) * Stride[1]) + 1, Stride[1]), columns.select(2, i).select(2, j));
                        }
                    }
                }

                private long[] Count(long[] size)
                {
                    foreach (var (values, name, least) in new[] { (Kernel, "kernel size", 1L), (Dilation, "dilation", 1), (Stride, "stride", 1), (Padding, "padding", 0) })
                        if (values.Any(v => v < least)) throw new ExternalException($"{name} should be {(least == 0 ? "non-negative" : "greater than zero")}, but got {Text(values)}");
                    long[] count = [.. size.Select((n, i) => (long)Math.Floor((n + (2 * Padding[i]) - (Dilation[i] * (Kernel[i] - 1)) - 1) / (double)Stride[i]) + 1)];
                    return count.All(c => c > 0) ? count : throw new ExternalException(
                        $"Given input with spatial size {Text(size)}, {this}, calculated shape of the array of sliding blocks as {Text(count)}, but its components must be at least one.");
                }

                public override string ToString() => $"kernel_size={Text(Kernel)}, dilation={Text(Dilation)}, padding={Text(Padding)}, stride={Text(Stride)}";

                private static string Text(long[] pair) => $"({pair[0]}, {pair[1]})";
            }
        }
    }
}
