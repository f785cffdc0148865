using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What transposed convolutions have in common.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    private protected ConvolutionTranspose(string name, int dimensions, ConvolutionOptions o) : base(name, dimensions, true, o)
    {
        if (o.Mode != PaddingModes.Zeros) throw new ArgumentException($"Only PaddingModes.Zeros is supported for {name}", nameof(padding_mode));
    }

    /// <summary>[n, in, …] → [n, out, …], also without n.</summary>
    public override Tensor forward(Tensor input) => forward(input, null);

    /// <summary>As <see cref="forward(Tensor)"/>, with an output of a given size, which may be any that the convolution maps to the input's.</summary>
    /// <exception cref="ArgumentException">The size is none of those.</exception>
    public Tensor forward(Tensor input, long[]? output_size)
    {
        CheckInput(input);
        return nn.functional.Convolve(input, weight, bias, stride, padding, dilation, groups, output_size is null ? output_padding : PaddingFor(input, output_size));
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

/// <summary>The adjoint of <see cref="Conv1d"/>: [n, in, l] → [n, out, l'], also without n.</summary>
public sealed class ConvTranspose1d : ConvolutionTranspose
{
    internal ConvTranspose1d(ConvolutionOptions o) : base(nameof(ConvTranspose1d), 1, o) { }
}

/// <summary>The adjoint of <see cref="Conv2d"/>: [n, in, h, w] → [n, out, h', w'], also without n. Pairs are (height, width).</summary>
public sealed class ConvTranspose2d : ConvolutionTranspose
{
    internal ConvTranspose2d(ConvolutionOptions o) : base(nameof(ConvTranspose2d), 2, o) { }
}
