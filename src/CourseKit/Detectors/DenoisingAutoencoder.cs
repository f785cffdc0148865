using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Denoising autoencoder: it sees its input spoilt and must give back the clean one. It cannot just copy; it has to learn where normal rows lie, and
/// leads rows from nearby back there.
/// </summary>
/// <remarks>
/// Vincent, Larochelle, Bengio and Manzagol, "Extracting and Composing Robust Features with Denoising Autoencoders", ICML 2008, section 2.3: min over E, D of
/// Σᵢ loss(D(E(x̃ᵢ)), xᵢ) with x̃ᵢ ~ q(x̃ | xᵢ) drawn anew in every epoch, see <see cref="Corruptions"/>. Nothing is spoilt when rows are scored, encoded, or only watched
/// in validation. Salt and pepper are the least and the greatest value of each column of the training rows. Score: ‖x − D(E(x))‖₂. Optimiser: Adam.
/// </remarks>
public sealed class DenoisingAutoencoder : DenseAutoencoder<DenoisingAutoencoderOptions>
{
    private (Tensor Low, Tensor High) range; // of the rows being fitted

    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">How it is built and trained; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public DenoisingAutoencoder(DenoisingAutoencoderOptions? options = null, string? name = null)
        : base(name ?? "Denoising autoencoder", options ?? new DenoisingAutoencoderOptions())
    {
    }

    /// <inheritdoc/>
    protected override void Check(Tensor x)
    {
        base.Check(x);
        if (Options.Corruption != Corruption.Gaussian && Options.Level > 1)
            throw new ArgumentException(
                FormattableString.Invariant($"The corruption {Options.Corruption} takes a share of the values: the Level must be at most 1, not {Options.Level}."), "options");
    }

    /// <inheritdoc/>
    protected override TrainingHistory Train(AutoencoderNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(x);
        range = (x.amin([0]), x.amax([0]));
        return base.Train(fresh, x, progress, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Tensor BatchLoss(AutoencoderNetwork fresh, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        return Loss(fresh.call(fresh.training ? Corrupted(x) : x), x);
    }

    private Tensor Corrupted(Tensor x) => Options.Corruption switch
    {
        Corruption.Gaussian => Corruptions.Gaussian(x, Options.Level),
        Corruption.Masking => Corruptions.Masking(x, Options.Level),
        _ => Corruptions.SaltAndPepper(x, Options.Level, range.Low, range.High),
    };
}
