using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Variational autoencoder: the code of a row is a distribution, kept near a common prior, so that the decoder is a model of the
/// data that can be drawn from. A row that is improbable under what its code stands for is an anomaly.
/// </summary>
/// <remarks>
/// Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014. p(z) = N(0, I), q(z | x) = N(μ(x), diag σ²(x)); trained: the mean of
/// β·KL(q(z | x) ‖ p(z)) − log p(x | z), one z drawn for each row and step (<see cref="VariationalLosses"/>; β: Higgins et al. 2017). Scores:
/// <see cref="VariationalScore"/>, by default the reconstruction probability (An and Cho 2015). Optimiser: Adam.
/// </remarks>
public sealed class VariationalAutoencoder : VariationalDetector
{
    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">How it is built and trained; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public VariationalAutoencoder(VariationalAutoencoderOptions? options = null, string? name = null)
        : base(name ?? "VAE", options ??= new VariationalAutoencoderOptions()) => Options = options;

    /// <summary>How it is built and trained.</summary>
    public VariationalAutoencoderOptions Options { get; }

    /// <inheritdoc/>
    public override int CodeSize => Options.CodeSize;

    /// <summary>New rows: codes drawn from the prior, decoded (to the means of p(x | z), without its noise), [n, d].</summary>
    /// <param name="count">How many n.</param>
    /// <param name="seed">Seed of the codes.</param>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public Tensor Sample(int count, int seed = 42)
    {
        OptionRules.Positive(count, nameof(count));
        using var generator = new Generator((ulong)seed);
        using var z = randn([count, CodeSize], generator: generator);
        return Decode(z);
    }

    /// <inheritdoc/>
    protected override VariationalNetwork Build(int features) => new(features, Options);

    /// <inheritdoc/>
    protected override void Check(Tensor x) => CheckLikelihood(x);
}
