namespace CourseKit;

/// <summary>How a <see cref="ConvolutionalAutoencoder"/> is built and trained. The defaults suit small images with values in [0, 1].</summary>
public sealed record ConvolutionalAutoencoderOptions : DeepDetectorOptions
{
    /// <summary>
    /// What image a row is: new(1, 28, 28) for MNIST, new(3, 32, 32) for CIFAR-10. <c>null</c>: the row is a signal of d samples, an image of one line.
    /// </summary>
    public ImageShape? Image { get; init; }

    /// <summary>Channels of the encoder's convolutions, from the input inwards; each halves height and width. The decoder mirrors them.</summary>
    public IReadOnlyList<int> Channels
    {
        get;
        init => field = value?.Count > 0 ? [.. value.Select(channels => OptionRules.Positive(channels, nameof(Channels)))] : throw OptionRules.Bad(nameof(Channels), "empty", "must name at least one convolution");
    } = [16, 32];

    /// <summary>Height and width of the filters, odd; in a signal their length.</summary>
    public int KernelSize
    {
        get;
        init => field = value > 0 && value % 2 == 1 ? value : throw OptionRules.Bad(nameof(KernelSize), value, "must be odd, so that a filter has a middle");
    } = 3;

    /// <summary>Units of the code s, the bottleneck.</summary>
    public int CodeSize { get; init => field = OptionRules.Positive(value); } = 32;

    /// <summary>Non-linearity between the layers. The code itself has none.</summary>
    public Activation Activation { get; init => field = OptionRules.Defined(value); } = Activation.ReLU;

    /// <inheritdoc cref="DenseAutoencoderOptions.OutputActivation"/>
    public Activation OutputActivation { get; init => field = OptionRules.Defined(value); } = Activation.Sigmoid;

    /// <summary>What is minimised.</summary>
    public ReconstructionLoss Loss { get; init => field = OptionRules.Defined(value); } = ReconstructionLoss.MeanSquaredError;

    /// <summary>
    /// The options for a table of scaled columns, read as signals; code and passes as <see cref="AutoencoderOptions.ForTable"/>. It does what it can: most tables have no
    /// order of columns for a filter to slide along.
    /// </summary>
    /// <param name="rows">Training rows n.</param>
    /// <param name="columns">Columns d.</param>
    public static ConvolutionalAutoencoderOptions ForTable(int rows, int columns) =>
        new() { CodeSize = TableDefaults.CodeSize(columns), OutputActivation = Activation.Identity, BatchSize = TableDefaults.BatchSize, Epochs = TableDefaults.Epochs(rows) };
}
