using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Convolutional autoencoder: an autoencoder that reads rows as images, or as signals. The same small filters look everywhere, so it has few weights and finds a stroke
/// wherever it lies.
/// </summary>
/// <remarks>
/// Masci, Meier, Cireşan and Schmidhuber 2011; strided convolutions instead of pooling (Springenberg et al. 2015), the decoder of their transposes (Zeiler et al. 2010), see <see cref="ConvolutionalNetwork"/>.
/// Trained: min over E, D of Σᵢ loss(D(E(xᵢ)), xᵢ). Score: ‖x − D(E(x))‖₂. Optimiser: Adam. The order of the columns matters: they must be neighbours in space or
/// time, which the columns of most tables are not.
/// </remarks>
public sealed class ConvolutionalAutoencoder : ReconstructionDetector<ConvolutionalNetwork>
{
    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">How it is built and trained; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public ConvolutionalAutoencoder(ConvolutionalAutoencoderOptions? options = null, string? name = null)
        : base(name ?? "Convolutional autoencoder", options ??= new ConvolutionalAutoencoderOptions()) => Options = options;

    /// <summary>How it is built and trained.</summary>
    public ConvolutionalAutoencoderOptions Options { get; }

    /// <inheritdoc/>
    public override int CodeSize => Options.CodeSize;

    /// <inheritdoc/>
    protected override ConvolutionalNetwork Build(int features)
    {
        var image = Options.Image ?? new ImageShape(1, 1, features);
        return image.Size == features
            ? new ConvolutionalNetwork(image, Options)
            : throw new ArgumentException($"The rows have {features} values, but an image of {image} has {image.Size}. Set Image to the shape of the rows.", "options");
    }

    /// <inheritdoc/>
    protected override Tensor BatchLoss(ConvolutionalNetwork fresh, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        return ReconstructionLosses.Function(Options.Loss)(fresh.call(x), x);
    }

    /// <inheritdoc/>
    protected override void Check(Tensor x) => ReconstructionLosses.Check(Options.Loss, Options.OutputActivation, x);
}
