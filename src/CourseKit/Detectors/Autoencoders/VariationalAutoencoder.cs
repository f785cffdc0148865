using static TorchSharp.torch;

namespace CourseKit;

/// <summary>The distribution p(x | z) that the decoder describes.</summary>
public enum Likelihood
{
    /// <summary>Each column from a normal distribution about the decoder's output, for data of any range.</summary>
    Gaussian,

    /// <summary>Each column 1 with the probability that the decoder gives, for data in [0, 1].</summary>
    Bernoulli,
}

/// <summary>What a variational autoencoder takes as the score of a row.</summary>
public enum VariationalScore
{
    /// <summary>‖x − D(μ(x))‖₂, the distance to what the mean code stands for.</summary>
    ReconstructionError,

    /// <summary>β·KL(q(z | x) ‖ p(z)) − (1/L) Σₗ log p(x | zₗ), zₗ drawn from q(z | x).</summary>
    NegativeElbo,

    /// <summary>−(1/L) Σₗ log p(x | zₗ), the reconstruction probability of An and Cho 2015, as a logarithm and negated.</summary>
    ReconstructionProbability,
}

/// <summary>How a <see cref="VariationalAutoencoder"/> is built and trained.</summary>
public record VariationalAutoencoderOptions : DeepDetectorOptions
{
    /// <summary>Units of the encoder's hidden layers; the decoder mirrors them. Empty: straight to the code.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init => field = OptionRules.AllPositive(value); } = [128, 64];

    /// <summary>Units s of the code.</summary>
    public int CodeSize { get; init => field = OptionRules.Positive(value); } = 2;

    /// <summary>Non-linearity of the hidden layers.</summary>
    public Activation Activation { get; init => field = OptionRules.Defined(value); } = Activation.ReLU;

    /// <summary>The distribution p(x | z).</summary>
    public Likelihood Likelihood { get; init => field = OptionRules.Defined(value); } = Likelihood.Gaussian;

    /// <summary>
    /// σ of the Gaussian likelihood, in the units of the data, the same for all columns; the smaller, the more the reconstruction counts
    /// beside the KL. <c>null</c>: one σ for each column is learned with the weights (Rybkin, Daniilidis and Levine 2021), beginning with
    /// the standard deviation of the column; at least 0.01, so that a constant column has a density.
    /// </summary>
    public double? StandardDeviation { get; init => field = value is { } sigma ? OptionRules.Positive(sigma) : null; }

    /// <summary>β, the weight of the KL; 0 leaves an autoencoder with noise in its code.</summary>
    public double Beta { get; init => field = OptionRules.NotNegative(value); } = 1;

    /// <summary>What the score is.</summary>
    public VariationalScore Score { get; init => field = OptionRules.Defined(value); } = VariationalScore.ReconstructionProbability;

    /// <summary>Draws L of the code for the score of a row.</summary>
    public int Samples { get; init => field = OptionRules.Positive(value); } = 16;

    /// <summary>For a table of scaled columns: layers and passes as <see cref="AutoencoderOptions.ForTable"/>.</summary>
    /// <inheritdoc cref="DetectorKind.ForTable" path="/param"/>
    public static VariationalAutoencoderOptions ForTable(int rows, int columns) =>
        Sized(new VariationalAutoencoderOptions(), rows, columns);

    private protected static VariationalAutoencoderOptions Sized(VariationalAutoencoderOptions options, int rows, int columns) =>
        options with
        {
            HiddenSizes = TableDefaults.HiddenSizes,
            CodeSize = TableDefaults.CodeSize(columns),
            BatchSize = TableDefaults.BatchSize,
            Epochs = TableDefaults.Epochs(rows),
        };

    internal void CheckLikelihood(Tensor features)
    {
        if (Likelihood == Likelihood.Bernoulli) ReconstructionLosses.CheckUnitRange("likelihood Bernoulli", "Gaussian", features);
    }
}

/// <summary>The code of a row is a distribution kept near a prior; a row improbable under what it stands for is an anomaly.</summary>
/// <remarks>
/// Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014. p(z) = N(0, I), q(z | x) = N(μ(x), diag σ²(x)); trained: the mean of
/// β·KL(q(z | x) ‖ p(z)) − log p(x | z), one z drawn for each row and step (<see cref="VariationalLosses"/>; β: Higgins et al. 2017).
/// Scores: <see cref="VariationalScore"/>, by default the reconstruction probability (An and Cho 2015). Optimiser: Adam. The noise of the
/// scores is drawn once, at fitting, and is the same for each row: L vectors ε₁ … ε_L from N(0, I), zₗ = μ(x) + σ(x) ⊙ εₗ. The score of a
/// row is therefore a function of the row, whatever it is scored together with.
/// </remarks>
public sealed class VariationalAutoencoder(VariationalAutoencoderOptions? options = null, string? name = null)
    : ReconstructionDetector<VariationalNetwork>(name ?? "VAE")
{
    /// <inheritdoc/>
    public override VariationalAutoencoderOptions Options { get; } = options ?? new VariationalAutoencoderOptions();

    /// <summary>New rows: codes drawn from the prior, decoded (to the means of p(x | z), without its noise), [n, d].</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public Tensor Sample(int count, int seed = 42)
    {
        OptionRules.Positive(count, nameof(count));
        using var generator = new Generator((ulong)seed);
        using var z = randn([count, CodeSize], generator: generator);
        return Decode(z);
    }

    private protected override VariationalNetwork Build(int features) => new(features, Options);

    private protected override void Check(Tensor x) => Options.CheckLikelihood(x);

    private protected override void Begin(VariationalNetwork fresh, Tensor x) => fresh.PlaceVariance(x);

    private protected override Tensor BatchLoss(VariationalNetwork fresh, Tensor x) => fresh.Loss(x, Options.Beta);

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => Network.Scores(x, Options);
}
