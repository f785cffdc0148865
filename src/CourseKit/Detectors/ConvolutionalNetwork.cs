using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// A convolutional encoder and its mirror image. Rows [n, d] become images inside: convolutions that halve height and width, a linear layer to the code, and
/// back with transposed convolutions.
/// </summary>
/// <remarks>
/// A convolution with an odd kernel k, stride 2 and padding (k − 1)/2 makes ⌈h/2⌉ of h lines (Dumoulin and Visin 2016, relationship 6); its transpose makes 2⌈h/2⌉ − 1 of them, so where h was even
/// one line of output padding is added. Where there is only one line left, the kernel has one line and goes step by step.
/// </remarks>
public sealed class ConvolutionalNetwork : EncoderDecoder
{
    private readonly Sequential encoder;
    private readonly Sequential decoder;

    /// <summary>Builds the network with random weights from torch's global generator.</summary>
    /// <param name="image">What image a row is.</param>
    /// <param name="options">Channels, kernel, code and activations.</param>
    public ConvolutionalNetwork(ImageShape image, ConvolutionalAutoencoderOptions options)
        : base(nameof(ConvolutionalNetwork))
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        var sizes = new List<ImageShape> { image };
        foreach (var channels in options.Channels) sizes.Add(new ImageShape(channels, Halved(sizes[^1].Height), Halved(sizes[^1].Width)));
        var inner = sizes[^1];

        var down = new List<nn.Module<Tensor, Tensor>> { Image(image) };
        for (var i = 1; i < sizes.Count; i++) down.AddRange([Convolution(sizes[i - 1], sizes[i], options.KernelSize), options.Activation.Layer()]);
        encoder = nn.Sequential([.. down, nn.Flatten(), nn.Linear(inner.Size, options.CodeSize)]);

        var up = new List<nn.Module<Tensor, Tensor>> { nn.Linear(options.CodeSize, inner.Size), options.Activation.Layer(), Image(inner) };
        for (var i = sizes.Count - 1; i > 0; i--) up.AddRange([new Transposed(sizes[i], sizes[i - 1], options.KernelSize), (i > 1 ? options.Activation : options.OutputActivation).Layer()]);
        decoder = nn.Sequential([.. up, nn.Flatten()]);
        RegisterComponents();
    }

    /// <summary>The encoder, [n, d] → [n, s].</summary>
    public nn.Module<Tensor, Tensor> Encoder => encoder;

    /// <summary>The decoder, [n, s] → [n, d].</summary>
    public nn.Module<Tensor, Tensor> Decoder => decoder;

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x) => encoder.call(x);

    /// <inheritdoc/>
    public override Tensor Decode(Tensor z) => decoder.call(z);

    private static Unflatten Image(ImageShape shape) => nn.Unflatten(1, [shape.Channels, shape.Height, shape.Width]);

    private static int Halved(int size) => (size + 1) / 2;

    private static Conv2d Convolution(ImageShape from, ImageShape to, int kernel)
    {
        var (high, wide) = (Along(from.Height, kernel), Along(from.Width, kernel));
        return nn.Conv2d(from.Channels, to.Channels, (high.Kernel, wide.Kernel), stride: (high.Stride, wide.Stride), padding: (high.Padding, wide.Padding));
    }


    /// <summary>The arithmetic of one direction in which there are so many values before the convolution.</summary>
    private static (long Kernel, long Stride, long Padding, long OutputPadding) Along(int size, int kernel) =>
        size == 1 ? (1, 1, 0, 0) : (kernel, 2, (kernel - 1) / 2, size % 2 == 0 ? 1 : 0);

    /// <summary>A transposed convolution. TorchSharp's own module takes the output padding of the height for the width as well.</summary>
    private sealed class Transposed : nn.Module<Tensor, Tensor>
    {
        private readonly ConvTranspose2d weights;
        private readonly long[] strides, padding, outputPadding;

        public Transposed(ImageShape from, ImageShape to, int kernel)
            : base(nameof(Transposed))
        {
            var (high, wide) = (Along(to.Height, kernel), Along(to.Width, kernel));
            weights = nn.ConvTranspose2d(from.Channels, to.Channels, (high.Kernel, wide.Kernel));
            (strides, padding, outputPadding) = ([high.Stride, wide.Stride], [high.Padding, wide.Padding], [high.OutputPadding, wide.OutputPadding]);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) =>
            nn.functional.conv_transpose2d(input, weights.weight!, weights.bias, strides, padding, outputPadding);
    }
}
