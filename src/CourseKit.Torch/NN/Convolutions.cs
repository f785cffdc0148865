namespace TorchSharp.Modules;

using static torch;

/// <summary>What convolutions have in common.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type, long[] dilation,
        bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(name)
    {
        if (groups <= 0) throw new ArgumentException("groups must be a positive integer", nameof(groups));
        if (in_channels % groups != 0) throw new ArgumentException("in_channels must be divisible by groups", nameof(in_channels));
        if (out_channels % groups != 0) throw new ArgumentException("out_channels must be divisible by groups", nameof(out_channels));
        if (padding_type == Padding.Same && stride.Any(s => s != 1))
            throw new ArgumentException("padding='same' is not supported for strided convolutions", nameof(stride));
        (this.in_channels, this.out_channels, this.kernel_size, this.stride, this.padding, this.padding_type) = (in_channels, out_channels, kernel_size, stride, padding, padding_type);
        (this.dilation, this.transposed, this.output_padding, this.groups, this.padding_mode) = (dilation, transposed, output_padding, groups, padding_mode);
        long[] shape = transposed ? [in_channels, out_channels / groups, .. kernel_size] : [out_channels, in_channels / groups, .. kernel_size];
        register_parameter("weight", new Parameter(empty(shape, dtype, device)));
        register_parameter("bias", bias ? new Parameter(empty([out_channels], dtype, device)) : null);
        reset_parameters();
    }

    /// <summary>[out, in / groups, kernel…]; [in, out / groups, kernel…] when transposed.</summary>
    public Parameter weight
    {
        get => ParameterAt("weight")!;
        set => ReplaceParameter("weight", value);
    }

    /// <summary>[out], or null.</summary>
    public Parameter? bias
    {
        get => ParameterAt("bias");
        set => ReplaceParameter("bias", value);
    }

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
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is null) return;
        var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
        var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
        nn.init.uniform_(bias, -bound, bound);
    }

    /// <summary>Sets the padding.</summary>
    public void SetPadding(long[] padding) => (this.padding, padding_type) = (padding, null);

    /// <summary>Sets the padding.</summary>
    public void SetPadding(Padding padding) => (this.padding, padding_type) = ([.. kernel_size.Select(_ => 0L)], padding);

    private protected void CheckInput(Tensor input)
    {
        var (d, shape) = (kernel_size.Length, input.Impl.Shape);
        var fits = (shape.Length == d + 2 && shape[1] == in_channels) || (shape.Length == d + 1 && shape[0] == in_channels);
        if (!fits) throw new ArgumentException($"Expected {d + 1}D (unbatched) or {d + 2}D (batched) input with {in_channels} channels to {GetName()}.");
    }

    /// <summary>The input with the padding that is not zeros, and whether it has it.</summary>
    private protected Tensor PadInput(Tensor input, out bool done)
    {
        CheckInput(input);
        done = padding_mode != PaddingModes.Zeros;
        if (!done) return input;
        var d = kernel_size.Length;
        var both = new long[2 * d];
        for (var i = 0; i < d; i++)
        {
            var total = padding_type switch { Padding.Same => dilation[i] * (kernel_size[i] - 1), Padding.Valid => 0, _ => 2 * padding[i] };
            var at = 2 * (d - 1 - i);
            (both[at], both[at + 1]) = (total / 2, total - (total / 2));
        }
        return nn.functional.pad(input, both, padding_mode);
    }
}

/// <summary>Cross-correlation of lines.</summary>
public sealed class Conv1d : Convolution
{
    internal Conv1d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type, long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(nameof(Conv1d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, false, [0], groups, bias, padding_mode, device, dtype)
    {
    }

    /// <summary>[n, in, l] → [n, out, l'], also without n.</summary>
    public override Tensor forward(Tensor input)
    {
        var x = PadInput(input, out var done);
        return padding_type is { } p && !done
            ? nn.functional.conv1d_padding(x, weight, bias, stride[0], p, dilation[0], groups)
            : nn.functional.conv1d(x, weight, bias, stride[0], done ? 0 : padding[0], dilation[0], groups);
    }
}

/// <summary>Cross-correlation of images.</summary>
public sealed class Conv2d : Convolution
{
    internal Conv2d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type, long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(nameof(Conv2d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, false, [0, 0], groups, bias, padding_mode, device, dtype)
    {
    }

    /// <summary>[n, in, h, w] → [n, out, h', w'], also without n.</summary>
    public override Tensor forward(Tensor input)
    {
        var x = PadInput(input, out var done);
        return padding_type is { } p && !done
            ? nn.functional.conv2d_padding(x, weight, bias, stride, p, dilation, groups)
            : nn.functional.conv2d(x, weight, bias, stride, done ? [0, 0] : padding, dilation, groups);
    }
}

/// <summary>What transposed convolutions have in common.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    private protected ConvolutionTranspose(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] dilation, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(name, in_channels, out_channels, kernel_size, stride, padding, null, dilation, true, output_padding, groups, bias, padding_mode, device, dtype)
    {
        if (padding_mode != PaddingModes.Zeros)
            throw new ArgumentException($"Only PaddingModes.Zeros is supported for {name}", nameof(padding_mode));
    }

    /// <summary>[n, in, …] → [n, out, …], also without n.</summary>
    public override Tensor forward(Tensor input) => forward(input, null);

    /// <summary>As <see cref="forward(Tensor)"/>, with an output of a given size, which may be any that the convolution maps to the input's.</summary>
    /// <exception cref="ArgumentException">The size is none of those.</exception>
    public Tensor forward(Tensor input, long[]? output_size)
    {
        CheckInput(input);
        return nn.functional.ConvolveBack(input, weight, bias, stride, padding, output_size is null ? output_padding : PaddingFor(input, output_size), dilation, groups);
    }

    private long[] PaddingFor(Tensor input, long[] size)
    {
        var d = kernel_size.Length;
        var x = input.Impl.Shape;
        if (size.Length == x.Length) size = size[^d..];
        if (size.Length != d) throw new ArgumentException($"output_size must have {d} or {x.Length} elements (got {size.Length})", nameof(size));
        var result = new long[d];
        for (var i = 0; i < d; i++)
        {
            var least = ((x[^(d - i)] - 1) * stride[i]) - (2 * padding[i]) + (dilation[i] * (kernel_size[i] - 1)) + 1;
            result[i] = size[i] - least;
            if (result[i] < 0 || result[i] >= stride[i])
                throw new ArgumentException($"requested an output size of {Shape.Text(size)}, but valid sizes range from {least} to {least + stride[i] - 1} in dimension {i} for an input of {Shape.Text(x)}", nameof(size));
        }
        return result;
    }
}

/// <summary>The adjoint of <see cref="Conv1d"/>.</summary>
public sealed class ConvTranspose1d : ConvolutionTranspose
{
    internal ConvTranspose1d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] dilation, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(nameof(ConvTranspose1d), in_channels, out_channels, kernel_size, stride, padding, dilation, output_padding, groups, bias, padding_mode, device, dtype)
    {
    }
}

/// <summary>The adjoint of <see cref="Conv2d"/>.</summary>
public sealed class ConvTranspose2d : ConvolutionTranspose
{
    internal ConvTranspose2d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] dilation, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(nameof(ConvTranspose2d), in_channels, out_channels, kernel_size, stride, padding, dilation, output_padding, groups, bias, padding_mode, device, dtype)
    {
    }
}
