namespace TorchSharp.Modules
{
    using static torch;
    using static torch.nn;

    /// <summary>The arguments of a convolution.</summary>
    internal sealed record ConvolutionOptions(
        long Inputs, long Outputs, Size Kernel, Size? Stride, Size? Padding, Padding? PaddingType, Size? Dilation, Size? OutputPadding,
        long Groups, bool Bias, PaddingModes Mode, Device? Device, ScalarType? Dtype);

    /// <summary>
    /// What convolutions have in common. From here the way goes to <c>nn.functional</c>, which checks shapes and works out the geometry, to
    /// <c>ConvolutionOp</c>, where the gradients are, and to the loops in Kernels. Weights and bias start uniform in ±1/√(in / groups · kernel).
    /// </summary>
    public abstract class Convolution : Module<Tensor, Tensor>
    {
        private protected Convolution(string name, int dimensions, bool transposed, ConvolutionOptions o) : base(name)
        {
            if (o.Groups <= 0) throw new ArgumentException("groups must be a positive integer", nameof(groups));
            if (o.Inputs % o.Groups != 0) throw new ArgumentException("in_channels must be divisible by groups", nameof(in_channels));
            if (o.Outputs % o.Groups != 0) throw new ArgumentException("out_channels must be divisible by groups", nameof(out_channels));
            long[] Each(Size? given, long otherwise) => functional.Sizes(given, otherwise, dimensions);
            (in_channels, out_channels, this.transposed, padding_type, groups, padding_mode) = (o.Inputs, o.Outputs, transposed, o.PaddingType, o.Groups, o.Mode);
            (kernel_size, stride, padding, dilation, output_padding) = (Each(o.Kernel, 1), Each(o.Stride, 1), Each(o.Padding, 0), Each(o.Dilation, 1), Each(o.OutputPadding, 0));
            if (padding_type == Padding.Same && stride.Any(s => s != 1)) throw new ArgumentException("padding='same' is not supported for strided convolutions", nameof(stride));
            long[] shape = transposed ? [in_channels, out_channels / groups, .. kernel_size] : [out_channels, in_channels / groups, .. kernel_size];
            register_parameter("weight", new Parameter(empty(shape, o.Dtype, o.Device)));
            register_parameter("bias", o.Bias ? new Parameter(empty([out_channels], o.Dtype, o.Device)) : null);
            reset_parameters();
        }

        /// <summary>[out, in / groups, kernel…]; [in, out / groups, kernel…] when transposed.</summary>
        public Parameter weight { get => ParameterAt("weight")!; set => ReplaceParameter("weight", value); }
        /// <summary>[out], or null.</summary>
        public Parameter? bias { get => ParameterAt("bias"); set => ReplaceParameter("bias", value); }
        /// <summary>Channels of the input.</summary>
        public long in_channels { get; }
        /// <summary>Channels of the output.</summary>
        public long out_channels { get; }
        /// <summary>True for the adjoint.</summary>
        public bool transposed { get; }
        /// <summary>Same or Valid, or null when <see cref="padding"/> counts.</summary>
        public Padding? padding_type { get; private set; }
        /// <summary>Padding before and after each dimension.</summary>
        public long[] padding { get; private set; }
        /// <summary>What the padding consists of.</summary>
        public PaddingModes padding_mode { get; set; }
        /// <summary>Independent parts.</summary>
        public long groups { get; set; }
        /// <summary>Size of the kernel.</summary>
        public long[] kernel_size { get; set; }
        /// <summary>Steps from an output to the next.</summary>
        public long[] stride { get; set; }
        /// <summary>Steps from a weight to the next.</summary>
        public long[] dilation { get; set; }
        /// <summary>What is added behind the output of a transposed convolution.</summary>
        public long[] output_padding { get; set; }

        /// <summary>Draws weight and bias again.</summary>
        public void reset_parameters()
        {
            init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (bias is null) return;
            var (fanIn, _) = init.CalculateFanInAndFanOut(weight);
            var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
            init.uniform_(bias, -bound, bound);
        }

        /// <summary>Sets the padding.</summary>
        public void SetPadding(long[] padding) => (this.padding, padding_type) = (padding, null);

        /// <summary>Sets the padding.</summary>
        public void SetPadding(Padding padding) => (this.padding, padding_type) = ([.. kernel_size.Select(_ => 0L)], padding);

        /// <summary>The convolution of [n, in, …], also without n.</summary>
        /// <exception cref="ArgumentException">The input has other dimensions or channels.</exception>
        public override Tensor forward(Tensor input)
        {
            CheckInput(input);
            // Padding that is not zeros is put round the input first, and the convolution needs none.
            var (x, around) = padding_mode == PaddingModes.Zeros ? (input, padding) : (functional.pad(input, Around(), padding_mode), [.. kernel_size.Select(_ => 0L)]);
            return padding_type is { } type && padding_mode == PaddingModes.Zeros
                ? functional.Padded(x, weight, bias, stride, type, dilation, groups)
                : functional.Convolve(x, weight, bias, stride, around, dilation, groups);
        }

        private protected void CheckInput(Tensor input)
        {
            var (d, shape) = (kernel_size.Length, input.Impl.Shape);
            var fits = (shape.Length == d + 2 && shape[1] == in_channels) || (shape.Length == d + 1 && shape[0] == in_channels);
            if (!fits) throw new ArgumentException($"Expected {d + 1}D (unbatched) or {d + 2}D (batched) input with {in_channels} channels to {GetName()}.");
        }

        /// <summary>(before, after) of the last dimension, then of the last but one; what is odd goes behind.</summary>
        private long[] Around() => [.. Enumerable.Range(0, kernel_size.Length).Reverse().SelectMany(i =>
        {
            var total = padding_type switch { Padding.Same => dilation[i] * (kernel_size[i] - 1), Padding.Valid => 0, _ => 2 * padding[i] };
            return new[] { total / 2, total - (total / 2) };
        })];
    }

    /// <summary>Cross-correlation of lines: [n, in, l] → [n, out, l'], also without n.</summary>
    public sealed class Conv1d : Convolution
    {
        internal Conv1d(ConvolutionOptions o) : base(nameof(Conv1d), 1, false, o) { }
    }

    /// <summary>Cross-correlation of images: [n, in, h, w] → [n, out, h', w'], also without n. Pairs are (height, width).</summary>
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(ConvolutionOptions o) : base(nameof(Conv2d), 2, false, o) { }
    }
}

namespace TorchSharp
{
    using System.Runtime.InteropServices;

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
                    Convolve(input, weight, bias, Sizes(strides, 1), Sizes(padding, 0), Sizes(dilation, 1), groups);

                /// <summary>As <see cref="conv2d"/>, with padding that keeps the size (for a stride of 1), or none.</summary>
                public static Tensor conv2d_padding(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1) =>
                    Padded(input, weight, bias, Sizes(strides, 1), padding, Sizes(dilation, 1), groups);

                /// <summary>
                /// The convolution along as many dimensions as there are strides; with <paramref name="outputPadding"/> the transposed one. What is
                /// left of the shapes here is an image and one geometry for both ways, see <see cref="ConvolutionOp"/>.
                /// </summary>
                internal static Tensor Convolve(Tensor input, Tensor weight, Tensor? bias, long[] stride, long[] padding, long[] dilation, long groups, long[]? outputPadding = null)
                {
                    var (x, w, d) = (input.Impl.Shape, weight.Impl.Shape, stride.Length);
                    CheckConvolution(input, weight, bias, stride, padding, dilation, groups, outputPadding is not null);
                    if (x.Length == d + 1) return Convolve(input.unsqueeze(0), weight, bias, stride, padding, dilation, groups, outputPadding).squeeze(0);
                    var output = OutputSize(x[2..], w[2..], stride, padding, dilation, outputPadding);
                    // A line is an image of height 1.
                    if (d == 1)
                    {
                        var behind = outputPadding is null ? null : new[] { 0, outputPadding[0] };
                        return Convolve(input.unsqueeze(2), weight.unsqueeze(2), bias, [1, .. stride], [0, .. padding], [1, .. dilation], groups, behind).squeeze(2);
                    }
                    var (image, map) = outputPadding is null ? (x[2..], output) : (output, x[2..]);
                    Extent Along(int i) => new(Shape.Int(image[i]), Shape.Int(map[i]), Shape.Int(w[i + 2]), Shape.Int(stride[i]), Shape.Int(padding[i]), Shape.Int(dilation[i]));
                    var shape = new ConvolutionShape(Shape.Int(x[0]), Shape.Int(groups), Shape.Int(w[1] * groups), Shape.Int(w[0]), Along(0), Along(1));
                    return outputPadding is null ? ConvolutionOp.Maps(input, weight, bias, shape) : ConvolutionOp.Images(input, weight, bias, shape);
                }

                /// <summary>A convolution with as much padding as keeps the size, or none.</summary>
                internal static Tensor Padded(Tensor input, Tensor weight, Tensor? bias, long[] stride, Padding padding, long[] dilation, long groups)
                {
                    var (d, w) = (stride.Length, weight.Impl.Shape);
                    if (padding == Padding.Valid || w.Length != d + 2) return Convolve(input, weight, bias, stride, new long[d], dilation, groups);
                    if (stride.Any(s => s != 1)) throw new ExternalException("padding='same' is not supported for strided convolutions");
                    long[] total = [.. dilation.Zip(w[2..], (by, k) => by * (k - 1))];
                    // Where it is odd, one more goes behind; pad begins with the last dimension.
                    if (total.Any(t => t % 2 != 0)) input = pad(input, [.. total.Reverse().SelectMany(t => new[] { 0, t % 2 })]);
                    return Convolve(input, weight, bias, stride, [.. total.Select(t => t / 2)], dilation, groups);
                }

                /// <summary>The adjoint of <see cref="conv1d"/>: [n, c, l] (or [c, l]) with weights [c, filters / groups, k].</summary>
                public static Tensor conv_transpose1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? output_padding = null, long? dilation = null, long groups = 1) =>
                    Convolve(input, weight, bias, [stride ?? 1], [padding ?? 0], [dilation ?? 1], groups, [output_padding ?? 0]);

                /// <summary>The adjoint of <see cref="conv2d"/>: [n, c, h, w] (or [c, h, w]) with weights [c, filters / groups, kh, kw].</summary>
                public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                    Convolve(input, weight, bias, Sizes(strides, 1), Sizes(padding, 0), Sizes(dilation, 1), groups, Sizes(output_padding, 0));
            }
        }
    }
}
