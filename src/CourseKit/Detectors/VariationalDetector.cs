using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What variational autoencoders share: the loss, the scores, the distribution of a code.</summary>
/// <remarks>
/// The noise of the scores is drawn once, at fitting, and is the same for each row: L vectors ε₁ … ε_L from N(0, I), zₗ = μ(x) + σ(x) ⊙ εₗ. The score of a
/// row is therefore a function of the row, whatever it is scored together with.
/// </remarks>
public abstract class VariationalDetector : ReconstructionDetector<VariationalNetwork>
{
    private readonly VariationalAutoencoderOptions options;
    private Generator? noise; // of the fitting that is running

    /// <summary>Keeps the name and the options.</summary>
    /// <param name="name">Name for legends and tables.</param>
    /// <param name="options">The detector's options.</param>
    protected VariationalDetector(string name, VariationalAutoencoderOptions options)
        : base(name, options) => this.options = options;

    /// <summary>μ(x) and σ(x) of q(z | x), [n, s] each, without gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    public (Tensor Mean, Tensor Deviation) Posterior(Tensor x)
    {
        using var scope = NewDisposeScope();
        var both = Map(x, Features, batch =>
        {
            var (mean, logVariance) = Network.Posterior(batch);
            return cat([mean, (logVariance * 0.5).exp()], 1);
        }).chunk(2, 1);
        return (both[0].contiguous().MoveToOuterDisposeScope(), both[1].contiguous().MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    protected override TrainingHistory Train(VariationalNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        using var generator = new Generator((ulong)options.Seed + 1); // another one than that of the order of the rows
        noise = generator;
        fresh.PlaceDeviation(x);
        return base.Train(fresh, x, progress, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Tensor BatchLoss(VariationalNetwork fresh, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        var (mean, logVariance) = fresh.Posterior(x);
        var z = VariationalLosses.Reparametrise(mean, logVariance, randn(mean.shape, generator: noise));
        return VariationalLosses.NegativeElbo(fresh.LogLikelihood(x, fresh.Code(z, x)), VariationalLosses.KullbackLeibler(mean, logVariance), options.Beta).mean();
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x)
    {
        if (options.Score == VariationalScore.ReconstructionError) return base.ScoreRows(x);
        var (mean, logVariance) = Network.Posterior(x);
        var logLikelihood = zeros_like(x[.., 0]);
        for (long l = 0; l < options.Samples; l++)
        {
            using var scope = NewDisposeScope(); // a draw at a time: memory does not grow with L
            var z = VariationalLosses.Reparametrise(mean, logVariance, Network.Noise[l]);
            logLikelihood.add_(Network.LogLikelihood(x, Network.Code(z, x)) / options.Samples);
        }
        var divergence = VariationalLosses.KullbackLeibler(mean, logVariance);
        return VariationalLosses.NegativeElbo(logLikelihood, divergence, options.Score == VariationalScore.NegativeElbo ? options.Beta : 0);
    }

    /// <summary>Refuses values that a Bernoulli likelihood has no probability for.</summary>
    /// <param name="x">Rows without their condition.</param>
    private protected void CheckLikelihood(Tensor x)
    {
        if (options.Likelihood != Likelihood.Bernoulli) return;
        var (low, high) = (x.min().ToSingle(), x.max().ToSingle());
        if (low < 0 || high > 1)
            throw new ArgumentException($"The likelihood Bernoulli needs values in [0, 1]; 'x' ranges from {FormattableString.Invariant($"{low} to {high}")}. Scale the data or take Gaussian.", nameof(x));
    }
}
