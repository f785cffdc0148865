using static TorchSharp.torch;

namespace CourseKit;

/// <summary>How the input of a <see cref="DenoisingAutoencoder"/> is spoilt.</summary>
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
/// The corruptions x̃ ~ q(x̃ | x) of Vincent, Larochelle, Bengio and Manzagol 2008 (masking) and Vincent et al. 2010, section 3.3. Random numbers come
/// from torch's global generator; the input is left as it is.
/// </summary>
public static class Corruptions
{
    /// <summary>Isotropic noise: x̃ = x + σ·ε with ε ~ N(0, I).</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="sigma">Deviation σ of the noise, not negative, in the units of the data.</param>
    public static Tensor Gaussian(Tensor x, double sigma)
    {
        ArgumentNullException.ThrowIfNull(x);
        OptionRules.NotNegative(sigma, nameof(sigma));
        return x + sigma * randn_like(x);
    }

    /// <summary>Each value is set to 0 with probability ν, independently of the others. The values that stay are not scaled up, other than in dropout.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="share">The probability ν, in [0, 1].</param>
    public static Tensor Masking(Tensor x, double share)
    {
        ArgumentNullException.ThrowIfNull(x);
        return where(rand_like(x) < Share(share), zeros_like(x), x);
    }

    /// <summary>Each value is set, with probability ν, to the least or the greatest that it can be, as a fair coin decides.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="share">The probability ν, in [0, 1].</param>
    /// <param name="low">The least value of each column, [d].</param>
    /// <param name="high">The greatest value of each column, [d].</param>
    public static Tensor SaltAndPepper(Tensor x, double share, Tensor low, Tensor high)
    {
        ArgumentNullException.ThrowIfNull(x);
        var u = rand_like(x);
        return where(u < Share(share) / 2, low, where(u < share, high, x));
    }

    private static double Share(double share) => share is >= 0 and <= 1 ? share : throw OptionRules.Bad(nameof(share), share, "is a probability and must be in [0, 1]");
}
