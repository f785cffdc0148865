using static TorchSharp.torch;

namespace CourseKit;

/// <summary>The parts of the evidence lower bound (Kingma and Welling 2014), one value for each row.</summary>
public static class VariationalLosses
{
    /// <summary>
    /// KL(N(μ, diag σ²) ‖ N(0, I)) = −½ Σₖ (1 + log σₖ² − μₖ² − σₖ²), the closed form of Kingma and Welling 2014, appendix B: how much the code
    /// of a row says that the prior does not, in nats.
    /// </summary>
    /// <param name="mean">μ, [n, s].</param>
    /// <param name="logVariance">log σ², [n, s].</param>
    /// <returns>Divergences, [n], never negative but for rounding.</returns>
    public static Tensor KullbackLeibler(Tensor mean, Tensor logVariance)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(logVariance);
        return (1 + logVariance - mean.square() - logVariance.exp()).sum(1) * -0.5;
    }

    /// <summary>
    /// Reparametrisation: z = μ + σ ⊙ ε is a draw from N(μ, diag σ²) for ε from N(0, I), and has a gradient in μ and σ (Kingma and
    /// Welling 2014, section 2.4).
    /// </summary>
    /// <param name="mean">μ, [n, s].</param>
    /// <param name="logVariance">log σ², [n, s].</param>
    /// <param name="noise">ε, [n, s], or [s] for the same noise in each row.</param>
    /// <returns>Codes z, [n, s].</returns>
    public static Tensor Reparametrise(Tensor mean, Tensor logVariance, Tensor noise)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(logVariance);
        ArgumentNullException.ThrowIfNull(noise);
        return mean + (logVariance * 0.5).exp() * noise;
    }

    /// <summary>log p(x) = −½ Σⱼ (log 2π + log σⱼ² + (xⱼ − μⱼ)² / σⱼ²), the log-density of a Gaussian with independent columns.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="mean">μ, [n, d].</param>
    /// <param name="logVariance">log σ², [n, d], or [d] for the same in each row.</param>
    /// <returns>Log-densities, [n]; they may be positive.</returns>
    public static Tensor GaussianLogLikelihood(Tensor x, Tensor mean, Tensor logVariance)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(logVariance);
        return (Math.Log(2 * Math.PI) + logVariance + (x - mean).square() * (-logVariance).exp()).sum(1) * -0.5;
    }

    /// <summary>
    /// log p(x) = Σⱼ xⱼ log pⱼ + (1 − xⱼ) log(1 − pⱼ) with p = sigmoid(a), computed from a so that it stays finite. A probability
    /// only for x in {0, 1}; grey values in between are taken as it is usual.
    /// </summary>
    /// <param name="x">Rows, [n, d], in [0, 1].</param>
    /// <param name="logits">a, [n, d].</param>
    /// <returns>Log-probabilities, [n].</returns>
    public static Tensor BernoulliLogLikelihood(Tensor x, Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(logits);
        return -nn.functional.binary_cross_entropy_with_logits(logits, x, reduction: nn.Reduction.None).sum(1);
    }

    /// <summary>
    /// The loss of each row, −ELBO = β·KL − log p(x | z): with β = 1 and the mean over z an upper bound of −log p(x) (Kingma and Welling 2014,
    /// equation 3); with β > 1 codes are pressed towards the prior (Higgins et al. 2017, equation 4).
    /// </summary>
    /// <param name="logLikelihood">log p(x | z), [n].</param>
    /// <param name="divergence">KL, [n].</param>
    /// <param name="beta">β, not negative.</param>
    /// <returns>Losses, [n].</returns>
    public static Tensor NegativeElbo(Tensor logLikelihood, Tensor divergence, double beta = 1)
    {
        ArgumentNullException.ThrowIfNull(logLikelihood);
        ArgumentNullException.ThrowIfNull(divergence);
        return divergence * OptionRules.NotNegative(beta, nameof(beta)) - logLikelihood;
    }
}
