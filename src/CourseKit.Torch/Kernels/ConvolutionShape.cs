namespace TorchSharp;

/// <summary>
/// The geometry of a convolution of images [n, channels, height, width] to maps [n, filters, outHeight, outWidth] with weights
/// [filters, channels / groups, kernelHeight, kernelWidth]. The transposed convolution has the same geometry with the maps as its input.
/// </summary>
internal sealed record ConvolutionShape(int Images, int Groups, int Channels, int Filters, Extent Y, Extent X)
{
    /// <summary>Channels that one filter sees.</summary>
    internal int GroupChannels => Channels / Groups;

    /// <summary>Filters that see one channel.</summary>
    internal int GroupFilters => Filters / Groups;

    /// <summary>Weights of one filter.</summary>
    internal int Depth => checked(GroupChannels * Y.Kernel * X.Kernel);

    internal int ImageSize => Y.Input * X.Input;

    internal int MapSize => Y.Output * X.Output;

    internal long[] ImageShape => [Images, Channels, Y.Input, X.Input];

    internal long[] MapShape => [Images, Filters, Y.Output, X.Output];

    internal long[] WeightShape => [Filters, GroupChannels, Y.Kernel, X.Kernel];

    /// <summary>The convolution of maps with flipped weights that is this one's adjoint; null where there is none, such as with strides.</summary>
    internal ConvolutionShape? Adjoint => Y.Adjoint is { } y && X.Adjoint is { } x ? this with { Channels = Filters, Filters = Channels, Y = y, X = x } : null;

    /// <summary>Multiplications for one image.</summary>
    internal long ImageCost => (long)Filters * Depth * MapSize;
}

/// <summary>A convolution's geometry along one direction.</summary>
internal readonly record struct Extent(int Input, int Output, int Kernel, int Stride, int Padding, int Dilation)
{
    // Output i of tap k meets pixel i · stride + k · dilation of the padded image. Of the pixels, sorted by their rest when divided by the stride
    // (their phase), a tap thus meets one after the other, all of one phase.

    /// <summary>Phases that a tap may have: with a stride beyond the kernel's reach, the pixels between are met by none.</summary>
    internal int Phases => (int)Math.Min(Stride, ((long)(Kernel - 1) * Dilation) + 1);

    internal int Phase(int tap) => (int)((long)tap * Dilation % Stride);

    /// <summary>Which pixel of its phase a tap meets at output 0.</summary>
    internal int Shift(int tap) => checked((int)((long)tap * Dilation / Stride));

    /// <summary>Pixels of a phase that any tap meets.</summary>
    internal int Length => checked(Output + Shift(Kernel - 1));

    /// <summary>The pixels [first, end) of a phase that lie in the image rather than in its padding.</summary>
    internal (int First, int End) Inside(int phase)
    {
        var first = Before((long)Padding - phase);
        return (first, Math.Max(first, Before((long)Input + Padding - phase)));
    }

    /// <summary>The extent of the convolution that is this one's adjoint, or null.</summary>
    internal Extent? Adjoint
    {
        get
        {
            var padding = ((long)(Kernel - 1) * Dilation) - Padding;
            return Stride == 1 && padding is >= 0 and <= int.MaxValue ? new(Output, Input, Kernel, 1, (int)padding, Dilation) : null;
        }
    }

    private int Before(long place) => place <= 0 ? 0 : (int)Math.Min(Length, (place + Stride - 1) / Stride);
}
