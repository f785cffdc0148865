using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>Encoder q(z | x) = N(μ(x), diag σ²(x)), decoder p(x | z), and the fixed noise of the scores.</summary>
/// <remarks>
/// With condition columns y, a row is [x, y] in some order: the encoder sees all of it, the decoder sees [z, y] and gives x alone.
/// A code is then [z, y], too, and what is decoded from it has y in its columns, untouched.
/// </remarks>
public sealed class VariationalNetwork : EncoderDecoder
{
    private const double MinDeviation = 0.01;
    private const double MaxLogVariance = 15; // rows far from all that was learned overflow nothing

    private readonly Tensor noise;
    private readonly Tensor rawLogVariance; // before softplus, if it is learned
    private readonly Likelihood likelihood;
    private readonly long[] features;
    private readonly long[] condition;
    private readonly long[] order; // where each column of a row stands in [features, condition]

    // The condition is given by its columns.
    internal VariationalNetwork(int columns, VariationalAutoencoderOptions options, params IReadOnlyList<int> condition)
        : base(
            nameof(VariationalNetwork),
            options.CodeSize + condition.Count,
            Layers.Dense(
                [OptionRules.Positive(columns), .. options.HiddenSizes, 2 * options.CodeSize], options.Activation, Activation.Identity),
            Layers.Dense(
                [options.CodeSize + condition.Count, .. options.HiddenSizes.Reverse(), columns - condition.Count], options.Activation,
                Activation.Identity))
    {
        this.condition = [.. condition.Select(column => (long)column)];
        features = [.. Enumerable.Range(0, columns).Select(column => (long)column).Except(this.condition)];
        long[] stored = [.. features, .. this.condition];
        order = [.. Enumerable.Range(0, columns).Select(column => (long)Array.IndexOf(stored, column))];
        likelihood = options.Likelihood;
        noise = randn(options.Samples, options.CodeSize).DetachFromDisposeScope();
        rawLogVariance = options.StandardDeviation is { } sigma
            ? full(features.Length, 2 * Math.Log(sigma)).DetachFromDisposeScope()
            : Layers.Parameter(zeros(features.Length));
        RegisterComponents();
    }

    /// <summary>The noise of the scores, ε₁ … ε_L, [L, s]. A buffer: drawn once, the same for each row.</summary>
    public Tensor Noise => noise;

    /// <summary>log σ² of the Gaussian likelihood, [d] without the condition columns.</summary>
    public Tensor LogVariance
    {
        get
        {
            if (rawLogVariance is not Parameter) return rawLogVariance;
            var least = 2 * Math.Log(MinDeviation);
            return nn.functional.softplus(rawLogVariance - least) + least;
        }
    }

    // Lets the learned σ begin where a decoder that says nothing would take it: at the standard deviations of the columns.
    internal void PlaceVariance(Tensor x)
    {
        if (rawLogVariance is not Parameter) return;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var columns = Features(x);
        var variance = (columns - columns.mean([0])).square().mean([0]).clamp_min(2 * MinDeviation * MinDeviation);
        var least = 2 * Math.Log(MinDeviation);
        rawLogVariance.copy_((variance.log() - least).clamp_max(80).expm1().log() + least); // softplus backwards
    }

    /// <summary>μ and log σ² of q(z | x), [n, s] each, with gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    public (Tensor Mean, Tensor LogVariance) Posterior(Tensor x)
    {
        var both = Encoder.call(x).chunk(2, 1);
        return (both[0], both[1].clamp(-MaxLogVariance, MaxLogVariance));
    }

    // The code of a row: z followed by its condition.
    private Tensor Code(Tensor z, Tensor x) => condition.Length == 0 ? z : cat([z, Columns(x, condition)], 1);

    private Tensor LogLikelihood(Tensor x, Tensor code)
    {
        var (target, output) = (Features(x), Decoder.call(code));
        return likelihood == Likelihood.Bernoulli
            ? VariationalLosses.BernoulliLogLikelihood(target, output)
            : VariationalLosses.GaussianLogLikelihood(target, output, LogVariance);
    }

    // The mean of −ELBO over a batch, one z drawn for each row from torch's global generator.
    internal Tensor Loss(Tensor x, double beta)
    {
        var (mean, logVariance) = Posterior(x);
        var z = VariationalLosses.Reparametrise(mean, logVariance, randn_like(mean));
        var divergence = VariationalLosses.KullbackLeibler(mean, logVariance);
        return VariationalLosses.NegativeElbo(LogLikelihood(x, Code(z, x)), divergence, beta).mean();
    }

    internal Tensor Scores(Tensor x, VariationalAutoencoderOptions options)
    {
        if (options.Score == VariationalScore.ReconstructionError) return ReconstructionLosses.Distance(x, call(x));
        var (mean, logVariance) = Posterior(x);
        var logLikelihood = zeros_like(x[.., 0]);
        for (long l = 0; l < options.Samples; l++)
        {
            using var scope = NewDisposeScope(); // a draw at a time: memory does not grow with L
            var z = VariationalLosses.Reparametrise(mean, logVariance, noise[l]);
            logLikelihood.add_(LogLikelihood(x, Code(z, x)) / options.Samples);
        }
        var divergence = VariationalLosses.KullbackLeibler(mean, logVariance);
        return VariationalLosses.NegativeElbo(logLikelihood, divergence, options.Score == VariationalScore.NegativeElbo ? options.Beta : 0);
    }

    // The columns that are not the condition.
    private Tensor Features(Tensor x) => condition.Length == 0 ? x : Columns(x, features);

    /// <summary>The code at the mean, μ(x) followed by the condition.</summary>
    /// <inheritdoc/>
    public override Tensor Encode(Tensor x) => Code(Posterior(x).Mean, x);

    /// <inheritdoc/>
    public override Tensor Decode(Tensor z)
    {
        var output = Decoder.call(z);
        if (likelihood == Likelihood.Bernoulli) output = output.sigmoid();
        return condition.Length == 0 ? output : Columns(cat([output, z[.., (CodeSize - condition.Length)..]], 1), order);
    }

    private static Tensor Columns(Tensor x, long[] columns)
    {
        using var index = tensor(columns);
        return x.index_select(1, index);
    }
}

/// <summary>The parts of the evidence lower bound (Kingma and Welling 2014), one value for each row.</summary>
public static class VariationalLosses
{
    /// <summary>
    /// KL(N(μ, diag σ²) ‖ N(0, I)) = −½ Σₖ (1 + log σₖ² − μₖ² − σₖ²), the closed form of Kingma and Welling 2014, appendix B: how much the
    /// code of a row says that the prior does not, in nats.
    /// </summary>
    /// <param name="mean">μ, [n, s].</param>
    /// <param name="logVariance">log σ², [n, s].</param>
    /// <returns>Divergences, [n], never negative but for rounding.</returns>
    public static Tensor KullbackLeibler(Tensor mean, Tensor logVariance) =>
        (1 + logVariance - mean.square() - logVariance.exp()).sum(1) * -0.5;

    /// <summary>z = μ + σ ⊙ ε, a draw from N(μ, diag σ²) with a gradient in μ and σ (Kingma and Welling 2014, section 2.4).</summary>
    /// <param name="mean">μ, [n, s].</param>
    /// <param name="logVariance">log σ², [n, s].</param>
    /// <param name="noise">ε, [n, s], or [s] for the same noise in each row.</param>
    /// <returns>Codes z, [n, s].</returns>
    public static Tensor Reparametrise(Tensor mean, Tensor logVariance, Tensor noise) => mean + (logVariance * 0.5).exp() * noise;

    /// <summary>log p(x) = −½ Σⱼ (log 2π + log σⱼ² + (xⱼ − μⱼ)² / σⱼ²), the log-density of a Gaussian with independent columns.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="mean">μ, [n, d].</param>
    /// <param name="logVariance">log σ², [n, d], or [d] for the same in each row.</param>
    /// <returns>Log-densities, [n]; they may be positive.</returns>
    public static Tensor GaussianLogLikelihood(Tensor x, Tensor mean, Tensor logVariance) =>
        (Math.Log(2 * Math.PI) + logVariance + (x - mean).square() * (-logVariance).exp()).sum(1) * -0.5;

    /// <summary>
    /// log p(x) = Σⱼ xⱼ log pⱼ + (1 − xⱼ) log(1 − pⱼ) with p = sigmoid(a), computed from a so that it stays finite. A probability
    /// only for x in {0, 1}; grey values in between are taken as it is usual.
    /// </summary>
    /// <param name="x">Rows, [n, d], in [0, 1].</param>
    /// <param name="logits">a, [n, d].</param>
    /// <returns>Log-probabilities, [n].</returns>
    public static Tensor BernoulliLogLikelihood(Tensor x, Tensor logits) =>
        -nn.functional.binary_cross_entropy_with_logits(logits, x, reduction: nn.Reduction.None).sum(1);

    /// <summary>
    /// The loss of each row, −ELBO = β·KL − log p(x | z): with β = 1 and the mean over z an upper bound of −log p(x) (Kingma and Welling
    /// 2014, equation 3); with β > 1 codes are pressed towards the prior (Higgins et al. 2017, equation 4).
    /// </summary>
    /// <param name="logLikelihood">log p(x | z), [n].</param>
    /// <param name="divergence">KL, [n].</param>
    /// <param name="beta">β, not negative.</param>
    /// <returns>Losses, [n].</returns>
    public static Tensor NegativeElbo(Tensor logLikelihood, Tensor divergence, double beta = 1) =>
        divergence * OptionRules.NotNegative(beta, nameof(beta)) - logLikelihood;
}
