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
    /// <summary>Units of the encoder's hidden layers, from the input inwards; the decoder mirrors them. Empty: straight to the code.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init => field = [.. value.Select(size => OptionRules.Positive(size, nameof(HiddenSizes)))]; } = [128, 64];

    /// <summary>Units s of the code.</summary>
    public int CodeSize { get; init => field = OptionRules.Positive(value); } = 2;

    /// <summary>Non-linearity of the hidden layers.</summary>
    public Activation Activation { get; init => field = OptionRules.Defined(value); } = Activation.ReLU;

    /// <summary>The distribution p(x | z).</summary>
    public Likelihood Likelihood { get; init => field = OptionRules.Defined(value); } = Likelihood.Gaussian;

    /// <summary>
    /// σ of the Gaussian likelihood, in the units of the data, the same for all columns; the smaller, the more the reconstruction counts beside the KL.
    /// <c>null</c>: one σ for each column is learned with the weights (Rybkin, Daniilidis and Levine 2021), beginning with the deviation of the column; at least 0.01, so that a
    /// constant column has a density.
    /// </summary>
    public double? Deviation { get; init => field = value is { } sigma ? OptionRules.Positive(sigma) : null; }

    /// <summary>β, the weight of the KL; 0 leaves an autoencoder with noise in its code.</summary>
    public double Beta { get; init => field = OptionRules.NotNegative(value); } = 1;

    /// <summary>What the score is.</summary>
    public VariationalScore Score { get; init => field = OptionRules.Defined(value); } = VariationalScore.ReconstructionProbability;

    /// <summary>Draws L of the code for the score of a row.</summary>
    public int Samples { get; init => field = OptionRules.Positive(value); } = 16;

    /// <summary>
    /// The options for a table of scaled columns: a code of 1 + ⌊√d⌋ units behind layers of 64 and 32, as <see cref="AutoencoderOptions.ForTable"/>, and passes enough for 1,000
    /// steps.
    /// </summary>
    /// <param name="rows">Training rows n.</param>
    /// <param name="columns">Columns d.</param>
    public static VariationalAutoencoderOptions ForTable(int rows, int columns) => Sized(new VariationalAutoencoderOptions(), rows, columns);

    private protected static VariationalAutoencoderOptions Sized(VariationalAutoencoderOptions options, int rows, int columns) => options with
    {
        HiddenSizes = TableDefaults.HiddenSizes,
        CodeSize = TableDefaults.CodeSize(columns),
        BatchSize = TableDefaults.BatchSize,
        Epochs = TableDefaults.Epochs(rows),
    };
}
