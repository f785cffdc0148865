using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// What all autoencoders share: the code, the reconstruction, and the score ‖x − D(E(x))‖₂ (Japkowicz, Myers and Gluck 1995; Hawkins et al.
/// 2002). A kind of autoencoder adds its network and the loss it is trained with.
/// </summary>
/// <typeparam name="TNetwork">The network.</typeparam>
public abstract class ReconstructionDetector<TNetwork> : DeepDetector<TNetwork>, IAutoencoder
    where TNetwork : EncoderDecoder
{
    /// <summary>Keeps the name and the options.</summary>
    /// <param name="name">Name for legends and tables.</param>
    /// <param name="options">The detector's options.</param>
    protected ReconstructionDetector(string name, DeepDetectorOptions options)
        : base(name, options)
    {
    }

    /// <inheritdoc/>
    public abstract int CodeSize { get; }

    /// <inheritdoc/>
    public Tensor Encode(Tensor x) => Map(x, Features, batch => Network.Encode(batch));

    /// <inheritdoc/>
    public Tensor Decode(Tensor z) => Map(z, CodeSize, batch => Network.Decode(batch));

    /// <inheritdoc/>
    public Tensor Reconstruct(Tensor x) => Map(x, Features, batch => Network.call(batch));

    /// <summary>The loss of a batch, a scalar with gradient.</summary>
    /// <param name="fresh">The network being trained; in eval mode where the loss is only watched.</param>
    /// <param name="x">Rows, [m, d].</param>
    protected abstract Tensor BatchLoss(TNetwork fresh, Tensor x);

    /// <inheritdoc/>
    protected override TrainingHistory Train(TNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        Minimise(fresh, x, batch => BatchLoss(fresh, batch), progress, cancellationToken);

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => ReconstructionLosses.Distance(x, Network.call(x));
}
