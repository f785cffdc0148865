using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>How a row of values is to be read as an image: channel after channel, each line by line.</summary>
/// <param name="Channels">Channels C: 1 for grey, 3 for colour.</param>
/// <param name="Height">Lines H.</param>
/// <param name="Width">Values in a line W.</param>
public sealed record ImageShape(int Channels, int Height, int Width)
{
    internal long Size => (long)Channels * Height * Width;

    /// <summary>"3 × 32 × 32".</summary>
    public override string ToString() => FormattableString.Invariant($"{Channels} × {Height} × {Width}");
}

/// <summary>How a <see cref="ConvolutionalAutoencoder"/> is built and trained; defaults for small images in [0, 1].</summary>
public sealed record ConvolutionalAutoencoderOptions : DeepDetectorOptions
{
    /// <summary>What image a row is, new(1, 28, 28) for MNIST; <c>null</c>: a signal, an image of one line.</summary>
    public ImageShape? Image
    {
        get;
        init => field = OptionRules.Must(
            value is null or { Channels: > 0, Height: > 0, Width: > 0 }, value, "must have at least one channel, line and value in a line");
    }

    /// <summary>Channels of the encoder's convolutions, each of which halves height and width. The decoder mirrors them.</summary>
    public IReadOnlyList<int> Channels
    {
        get;
        init => field = OptionRules.Must(value?.Count > 0, OptionRules.AllPositive(value ?? []), "must name at least one convolution");
    } = [16, 32];

    /// <summary>Height and width of the filters, odd; in a signal their length.</summary>
    public int KernelSize { get; init => field = OptionRules.Must(value > 0 && value % 2 == 1, value, "must be odd and positive"); } = 3;

    /// <summary>Units of the code s, the bottleneck.</summary>
    public int CodeSize { get; init => field = OptionRules.Positive(value); } = 32;

    /// <summary>Non-linearity between the layers. The code itself has none.</summary>
    public Activation Activation { get; init => field = OptionRules.Defined(value); } = Activation.ReLU;

    /// <inheritdoc cref="DenseAutoencoderOptions.OutputActivation"/>
    public Activation OutputActivation { get; init => field = OptionRules.Defined(value); } = Activation.Sigmoid;

    /// <summary>What is minimised.</summary>
    public ReconstructionLoss Loss { get; init => field = OptionRules.Defined(value); } = ReconstructionLoss.MeanSquaredError;

    /// <summary>
    /// The options for a table of scaled columns, read as signals; code and passes as <see cref="AutoencoderOptions.ForTable"/>. It does
    /// what it can: most tables have no order of columns for a filter to slide along.
    /// </summary>
    /// <inheritdoc cref="DetectorKind.ForTable" path="/param"/>
    public static ConvolutionalAutoencoderOptions ForTable(int rows, int columns) =>
        new()
        {
            CodeSize = TableDefaults.CodeSize(columns),
            OutputActivation = Activation.Identity,
            BatchSize = TableDefaults.BatchSize,
            Epochs = TableDefaults.Epochs(rows),
        };
}

/// <summary>An autoencoder that reads rows as images or signals: the same small filters look everywhere.</summary>
/// <remarks>
/// Masci, Meier, Cireşan and Schmidhuber 2011; strided convolutions instead of pooling (Springenberg et al. 2015), the decoder of their
/// transposes (Zeiler et al. 2010), see <see cref="ConvolutionalNetwork"/>. Trained: min over E, D of Σᵢ loss(D(E(xᵢ)), xᵢ). Score: ‖x −
/// D(E(x))‖₂. Optimiser: Adam. The order of the columns matters: they must be neighbours in space or time, which the columns of most tables
/// are not.
/// </remarks>
public sealed class ConvolutionalAutoencoder(ConvolutionalAutoencoderOptions? options = null, string? name = null)
    : ReconstructionDetector<ConvolutionalNetwork>(name ?? "Convolutional autoencoder")
{
    /// <inheritdoc/>
    public override ConvolutionalAutoencoderOptions Options { get; } = options ?? new ConvolutionalAutoencoderOptions();

    private protected override ConvolutionalNetwork Build(int features)
    {
        var image = Options.Image ?? new ImageShape(1, 1, features);
        return image.Size == features
            ? new ConvolutionalNetwork(image, Options)
            : throw new ArgumentException(
                $"The rows have {features} values, but an image of {image} has {image.Size}. "
                + "Set Image to the shape of the rows.", "options");
    }

    private protected override Tensor BatchLoss(ConvolutionalNetwork fresh, Tensor x) =>
        ReconstructionLosses.Function(Options.Loss)(fresh.call(x), x);

    private protected override void Check(Tensor x) => ReconstructionLosses.Check(Options.Loss, Options.OutputActivation, x);
}

/// <summary>Convolutions that halve height and width, a linear layer to the code, and back with transposed ones.</summary>
/// <remarks>
/// A convolution with an odd kernel k, stride 2 and padding (k − 1)/2 makes ⌈h/2⌉ of h lines (Dumoulin and Visin 2016, relationship 6); its
/// transpose makes 2⌈h/2⌉ − 1 of them, so where h was even one line of output padding is added. Where there is only one line left, the
/// kernel has one line and goes step by step.
/// </remarks>
/// <param name="image">What image a row is.</param>
/// <param name="options">Channels, kernel, code and activations.</param>
public sealed class ConvolutionalNetwork(ImageShape image, ConvolutionalAutoencoderOptions options)
    : EncoderDecoder(
        nameof(ConvolutionalNetwork), options.CodeSize, Down(Sizes(image, options), options), Up(Sizes(image, options), options))
{
    // The image before the first convolution and after each.
    private static List<ImageShape> Sizes(ImageShape image, ConvolutionalAutoencoderOptions options)
    {
        var sizes = new List<ImageShape> { image };
        foreach (var channels in options.Channels)
            sizes.Add(new ImageShape(channels, (sizes[^1].Height + 1) / 2, (sizes[^1].Width + 1) / 2));
        return sizes;
    }

    private static Sequential Down(List<ImageShape> sizes, ConvolutionalAutoencoderOptions options)
    {
        var layers = new List<nn.Module<Tensor, Tensor>> { Image(sizes[0]) };
        foreach (var (from, to) in sizes.Zip(sizes.Skip(1)))
        {
            var (high, wide) = (Along(from.Height, options.KernelSize), Along(from.Width, options.KernelSize));
            var convolution = nn.Conv2d(
                from.Channels, to.Channels, (high.Kernel, wide.Kernel), stride: (high.Stride, wide.Stride),
                padding: (high.Padding, wide.Padding));
            layers.AddRange([convolution, options.Activation.Layer()]);
        }
        return nn.Sequential([.. layers, nn.Flatten(), nn.Linear(sizes[^1].Size, options.CodeSize)]);
    }

    private static Sequential Up(List<ImageShape> sizes, ConvolutionalAutoencoderOptions options)
    {
        var inner = sizes[^1];
        List<nn.Module<Tensor, Tensor>> layers = [nn.Linear(options.CodeSize, inner.Size), options.Activation.Layer(), Image(inner)];
        for (var i = sizes.Count - 1; i > 0; i--)
        {
            var activation = i > 1 ? options.Activation : options.OutputActivation;
            layers.AddRange([new Transposed(sizes[i], sizes[i - 1], options.KernelSize), activation.Layer()]);
        }
        return nn.Sequential([.. layers, nn.Flatten()]);
    }

    private static Unflatten Image(ImageShape shape) => nn.Unflatten(1, [shape.Channels, shape.Height, shape.Width]);

    // The arithmetic of one direction in which there are so many values before the convolution.
    private static (long Kernel, long Stride, long Padding, long OutputPadding) Along(int size, int kernel) =>
        size == 1 ? (1, 1, 0, 0) : (kernel, 2, (kernel - 1) / 2, size % 2 == 0 ? 1 : 0);

    // TorchSharp's own transposed convolution takes the output padding of the height for the width as well.
    private sealed class Transposed : nn.Module<Tensor, Tensor>
    {
        private readonly ConvTranspose2d weights;
        private readonly long[] strides, padding, outputPadding;

        public Transposed(ImageShape from, ImageShape to, int kernel)
            : base(nameof(Transposed))
        {
            var (high, wide) = (Along(to.Height, kernel), Along(to.Width, kernel));
            weights = nn.ConvTranspose2d(from.Channels, to.Channels, (high.Kernel, wide.Kernel));
            (strides, padding) = ([high.Stride, wide.Stride], [high.Padding, wide.Padding]);
            outputPadding = [high.OutputPadding, wide.OutputPadding];
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) =>
            nn.functional.conv_transpose2d(input, weights.weight!, weights.bias, strides, padding, outputPadding);
    }
}
