using static TorchSharp.torch;

namespace CourseKit;

/// <summary>How the input of a <see cref="DenoisingAutoencoder"/> is corrupted.</summary>
public enum Corruption
{
    /// <summary>Noise is added to every value, see <see cref="Corruptions.Gaussian"/>.</summary>
    Gaussian,

    /// <summary>Some values are lost, see <see cref="Corruptions.Masking"/>.</summary>
    Masking,

    /// <summary>Some values jump to an extreme, see <see cref="Corruptions.SaltAndPepper"/>.</summary>
    SaltAndPepper,
}

/// <summary>
/// The corruptions x̃ ~ q(x̃ | x) of Vincent, Larochelle, Bengio and Manzagol 2008 (masking) and Vincent et al. 2010, section 3.3. Random
/// numbers come from torch's global generator; the input is left as it is.
/// </summary>
public static class Corruptions
{
    /// <summary>Isotropic noise: x̃ = x + σ·ε with ε ~ N(0, I).</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="sigma">Deviation σ of the noise, not negative, in the units of the data.</param>
    public static Tensor Gaussian(Tensor x, double sigma) => x + OptionRules.NotNegative(sigma, nameof(sigma)) * randn_like(x);

    /// <summary>Each value is set to 0 with probability ν, independently. Other than in dropout the others are not scaled.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="share">The probability ν, in [0, 1].</param>
    public static Tensor Masking(Tensor x, double share) => where(rand_like(x) < Share(share), zeros_like(x), x);

    /// <summary>Each value is set, with probability ν, to the least or the greatest that it can be, as a fair coin decides.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="share">The probability ν, in [0, 1].</param>
    /// <param name="low">The least value of each column, [d].</param>
    /// <param name="high">The greatest value of each column, [d].</param>
    public static Tensor SaltAndPepper(Tensor x, double share, Tensor low, Tensor high)
    {
        var u = rand_like(x);
        return where(u < Share(share) / 2, low, where(u < share, high, x));
    }

    private static double Share(double share) =>
        OptionRules.Must(share is >= 0 and <= 1, share, "is a probability and must be in [0, 1]", nameof(share));
}

/// <summary>How a <see cref="DenoisingAutoencoder"/> is built and trained. The defaults suit images with values in [0, 1].</summary>
public sealed record DenoisingAutoencoderOptions : DenseAutoencoderOptions
{
    /// <summary>How the input is corrupted in training.</summary>
    public Corruption Corruption { get; init => field = OptionRules.Defined(value); } = Corruption.Gaussian;

    /// <summary>σ of the noise in the units of the data; for the others the share ν of the values, at most 1. 0: nothing.</summary>
    public double Level { get; init => field = OptionRules.NotNegative(value); } = 0.1;

    /// <summary>The options for a table of scaled columns: sizes and passes as <see cref="AutoencoderOptions.ForTable"/>.</summary>
    /// <inheritdoc cref="DetectorKind.ForTable" path="/param"/>
    public static DenoisingAutoencoderOptions ForTable(int rows, int columns) => Sized<DenoisingAutoencoderOptions>(rows, columns);
}

/// <summary>An autoencoder that sees its input corrupted and must give back the clean one: it leads rows back to normal ones.</summary>
/// <remarks>
/// Vincent, Larochelle, Bengio and Manzagol, "Extracting and Composing Robust Features with Denoising Autoencoders", ICML 2008, section
/// 2.3: min over E, D of Σᵢ loss(D(E(x̃ᵢ)), xᵢ) with x̃ᵢ ~ q(x̃ | xᵢ) drawn anew in every epoch, see <see cref="Corruptions"/>. Nothing is
/// corrupted when rows are scored, encoded, or only watched in validation. Salt and pepper are the least and the greatest value of each
/// column of the training rows. Score: ‖x − D(E(x))‖₂. Optimiser: Adam.
/// </remarks>
public sealed class DenoisingAutoencoder(DenoisingAutoencoderOptions? options = null, string? name = null)
    : ReconstructionDetector<AutoencoderNetwork>(name ?? "Denoising autoencoder")
{
    private (Tensor Low, Tensor High) range; // of the rows being fitted

    /// <inheritdoc/>
    public override DenoisingAutoencoderOptions Options { get; } = options ?? new DenoisingAutoencoderOptions();

    private protected override AutoencoderNetwork Build(int features) => new(features, Options);

    private protected override void Check(Tensor x)
    {
        Options.CheckLoss(x);
        if (Options.Corruption != Corruption.Gaussian && Options.Level > 1)
            throw new ArgumentException(
                $"The corruption {Options.Corruption} takes a share of the values: "
                + FormattableString.Invariant($"the Level must be at most 1, not {Options.Level}."), "options");
    }

    private protected override void Begin(AutoencoderNetwork fresh, Tensor x) => range = (x.amin([0]), x.amax([0]));

    private protected override Tensor BatchLoss(AutoencoderNetwork fresh, Tensor x) =>
        Options.Compare(fresh.call(fresh.training ? Corrupted(x) : x), x);

    private Tensor Corrupted(Tensor x) => Options.Corruption switch
    {
        Corruption.Gaussian => Corruptions.Gaussian(x, Options.Level),
        Corruption.Masking => Corruptions.Masking(x, Options.Level),
        _ => Corruptions.SaltAndPepper(x, Options.Level, range.Low, range.High),
    };
}
