using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// Puts something round the last dimensions: <paramref name="pad"/> is (before, after) of the last, then of the last but one, …
            /// Negative numbers take away (in the modes Constant and Zeros). Four numbers are (left, right, top, bottom).
            /// </summary>
            /// <exception cref="ExternalException">The padding does not fit the tensor or the mode.</exception>
            public static Tensor pad(Tensor input, Size pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                if (pad.Length % 2 != 0) throw new ExternalException("Padding length must be divisible by 2");
                if (pad.Length > 2 * input.Impl.Shape.Length)
                    throw new ExternalException($"Padding length should be less than or equal to two times the input dimension but got padding length {pad.Length} and input of dimension {input.Impl.Shape.Length}");
                if (mode is PaddingModes.Constant or PaddingModes.Zeros) return Surround(input, pad.Shape, mode == PaddingModes.Zeros ? 0 : value);
                var d = pad.Length / 2;
                var n = input.Impl.Shape.Length;
                if (d is < 1 or > 2 || (n != d + 1 && n != d + 2))
                    throw new ExternalException($"Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now: padding of length {pad.Length} for an input of {n} dimensions; 1 or 2 dimensions behind the channels can be padded");
                if (d == 1) return nn.functional.pad(input.unsqueeze(-2), [pad[0], pad[1], 0, 0], mode).squeeze(-2);
                return PlaneOp.Apply(input, Around(input, -2, pad[2], pad[3], mode), Around(input, -1, pad[0], pad[1], mode), $"{mode}Pad2d");
            }

            /// <summary>Pads every dimension, batch and channels included, by the same number before and after.</summary>
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                nn.functional.pad(input, [.. Enumerable.Repeat(pad, 2 * input.Impl.Shape.Length)], mode, value);

            private static Tensor Surround(Tensor x, long[] pad, double value)
            {
                var (old, n) = (x.Impl.Shape, x.Impl.Shape.Length);
                var shape = (long[])old.Clone();
                for (var i = 0; i < pad.Length / 2; i++)
                {
                    var d = n - 1 - i;
                    shape[d] += pad[2 * i] + pad[(2 * i) + 1];
                    if (shape[d] < 0)
                    {
                        throw new ExternalException($"The input size {old[d]}, plus negative padding {pad[2 * i]} and {pad[(2 * i) + 1]} resulted in a negative output size, "
                            + $"which is invalid. Check dimension {d} of your input.");
                    }
                }
                var y = Tensor.Empty(shape, x.Impl.Dtype);
                y.Fill(value);
                Tensor from = x.detach(), to = y.alias();
                for (var i = 0; i < pad.Length / 2; i++)
                {
                    // The part that both have, as both number it.
                    var (d, before) = (n - 1 - i, pad[2 * i]);
                    var (first, last) = (Math.Max(0, -before), Math.Min(old[d], shape[d] - before));
                    if (last <= first) last = first = 0;
                    from = from.slice(d, first, last, 1);
                    to = to.slice(d, first == last ? 0 : first + before, first == last ? 0 : last + before, 1);
                }
                StridedCopy.Copy(from, to);
                if (!Op.Records(x)) return y;
                long[] back = [.. pad.Select(p => -p)];
                return new Op("ConstantPadNdBackward0").Input(x, g => Surround(g, back, 0)).Result(y);
            }

            /// <summary>Which pixel stands where round a line.</summary>
            private static LineMap Around(Tensor input, int dim, long before, long after, PaddingModes mode)
            {
                var d = Shape.Dim(dim, input.Impl.Shape.Length);
                var n = input.Impl.Shape[d];
                switch (mode)
                {
                    case PaddingModes.Reflect when before >= n || after >= n:
                        throw new ExternalException("Argument #4: Padding size should be less than the corresponding input dimension, "
                            + $"but got: padding ({before}, {after}) at dimension {d} of input {Shape.Text(input.Impl.Shape)}");
                    case PaddingModes.Circular when before > n || after > n:
                        throw new ExternalException("Padding value causes wrapping around more than once.");
                    case PaddingModes.Replicate when n == 0:
                        throw new ExternalException($"Expected a non-empty input to pad, but got input of size {Shape.Text(input.Impl.Shape)}");
                }
                if (n + before + after <= 0)
                    throw new ExternalException($"input (size {n} at dimension {d}) is too small: with padding ({before}, {after}) nothing is left");
                return new LineMap((int)n, [.. Enumerable.Range(0, Shape.Line(n + before + after)).Select(i => new[] { ((int)Source(i - before), 1.0) })]);

                long Source(long i) => mode switch
                {
                    PaddingModes.Reflect => i < 0 ? -i : i >= n ? (2 * (n - 1)) - i : i,
                    PaddingModes.Replicate => Math.Clamp(i, 0, n - 1),
                    _ => (i + n) % n,
                };
            }
        }
    }
}
