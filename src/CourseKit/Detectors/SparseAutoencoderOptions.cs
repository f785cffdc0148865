namespace CourseKit;

/// <summary>How a <see cref="SparseAutoencoder"/> is built and trained. The defaults suit images with values in [0, 1].</summary>
public sealed record SparseAutoencoderOptions : DenseAutoencoderOptions
{
    /// <summary>Weight λ of the penalty; 0 leaves it out. It stands beside a loss that is a mean over values, so it is small.</summary>
    public double Lambda { get; init => field = OptionRules.NotNegative(value); } = 1e-4;

    /// <summary>
    /// The options for a table of scaled columns: layers and passes as <see cref="AutoencoderOptions.ForTable"/>, but d units in the code: the penalty is the
    /// bottleneck. λ = 10⁻³, held by a weight decay of 10⁻⁵.
    /// </summary>
    /// <param name="rows">Training rows n.</param>
    /// <param name="columns">Columns d.</param>
    public static SparseAutoencoderOptions ForTable(int rows, int columns) => Sized<SparseAutoencoderOptions>(rows, columns) with { CodeSize = columns, Lambda = 1e-3, WeightDecay = 1e-5 };
}
