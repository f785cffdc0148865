namespace TorchSharp;

/// <summary>
/// The geometry of a convolution of images [n, channels, height, width] to maps [n, filters, outHeight, outWidth] with weights
/// [filters, channels / groups, kernelHeight, kernelWidth]. The transposed convolution has the same geometry with the maps as its input.
/// </summary>
internal sealed record ConvolutionShape(
    int Images, int Groups, int Channels, int Filters, Extent Y, Extent X)
{
    /// <summary>Channels that one filter sees.</summary>
    internal int GroupChannels => Channels / Groups;

    /// <summary>Filters that see one channel.</summary>
    internal int GroupFilters => Filters / Groups;

    /// <summary>Weights of one filter for one channel.</summary>
    internal int Taps => Y.Kernel * X.Kernel;

    internal int ImageSize => Y.Input * X.Input;

    internal int MapSize => Y.Output * X.Output;

    internal long[] ImageShape => [Images, Channels, Y.Input, X.Input];

    internal long[] MapShape => [Images, Filters, Y.Output, X.Output];

    internal long[] WeightShape => [Filters, GroupChannels, Y.Kernel, X.Kernel];

    /// <summary>Multiplications for one image.</summary>
    internal long ImageCost => (long)Filters * GroupChannels * Taps * MapSize;

    // The layout of padded images that the kernels work on. Pixels a stride apart lie next to one another: plane (a, b) of a channel holds
    // the padded image's pixels (i · stride + a, j · stride + b). So for every tap the pixels that a row of outputs reads are a run, too, and
    // a whole map is one run, with a few pixels between its rows that belong to no output.

    /// <summary>Planes of a channel.</summary>
    internal int Phases => Y.Stride * X.Stride;

    /// <summary>Length of a plane's rows.</summary>
    internal int RowLength => X.Output + X.MaxShift;

    /// <summary>Pixels of a plane.</summary>
    internal int PlaneSize => (Y.Output + Y.MaxShift) * RowLength;

    /// <summary>From a plane to the next: whole vectors.</summary>
    internal int PlaneStep => (PlaneSize + VectorRoom - 1) / VectorRoom * VectorRoom;

    /// <summary>From a channel's planes to the next channel's.</summary>
    internal int ChannelStep => checked(Phases * PlaneStep);

    /// <summary>Numbers in the longest vector: what is read and written in whole vectors needs so much room behind it.</summary>
    internal const int VectorRoom = 16;

    /// <summary>Pixels of a plane from the first output to the last, those between the rows included.</summary>
    internal int Run => ((Y.Output - 1) * RowLength) + X.Output;

    /// <summary>Where the plane that a tap reads is among the planes of a channel.</summary>
    internal int Phase(int tap) => (Y.Phase(tap / X.Kernel) * X.Stride) + X.Phase(tap % X.Kernel);

    /// <summary>Where in its plane a tap reads for the first output.</summary>
    internal int Shift(int tap) => (Y.Shift(tap / X.Kernel) * RowLength) + X.Shift(tap % X.Kernel);

    /// <summary>The largest <see cref="Shift"/>.</summary>
    internal int MaxShift => Shift(Taps - 1);
}

/// <summary>A convolution's geometry along one direction.</summary>
internal readonly record struct Extent(int Input, int Output, int Kernel, int Stride, int Padding, int Dilation)
{
    internal int Phase(int tap) => tap * Dilation % Stride;

    internal int Shift(int tap) => tap * Dilation / Stride;

    internal int MaxShift => Shift(Kernel - 1);

    /// <summary>Indices i of a plane, [first, end), whose pixel i · stride + phase − padding lies in the image.</summary>
    internal (int First, int End) Inside(int phase, int length)
    {
        var first = Math.Max(0, CeilingRatio(Padding - phase));
        return (first, Math.Max(first, Math.Min(CeilingRatio(Input + Padding - phase), length)));
    }

    private int CeilingRatio(int value) => value <= 0 ? 0 : (value + Stride - 1) / Stride;
}
