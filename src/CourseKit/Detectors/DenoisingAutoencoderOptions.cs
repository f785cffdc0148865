namespace CourseKit;

/// <summary>How a <see cref="DenoisingAutoencoder"/> is built and trained. The defaults suit images with values in [0, 1].</summary>
public sealed record DenoisingAutoencoderOptions : DenseAutoencoderOptions
{
    /// <summary>How the input is spoilt in training.</summary>
    public Corruption Corruption { get; init => field = OptionRules.Defined(value); } = Corruption.Gaussian;

    /// <summary>
    /// How much: the deviation σ of the noise, in the units of the data; for masking and salt and pepper the share ν of the values, at most 1. 0 makes it
    /// an <see cref="Autoencoder"/>.
    /// </summary>
    public double Level { get; init => field = OptionRules.NotNegative(value); } = 0.1;

    /// <summary>The options for a table of scaled columns: sizes and passes as <see cref="AutoencoderOptions.ForTable"/>.</summary>
    /// <param name="rows">Training rows n.</param>
    /// <param name="columns">Columns d.</param>
    public static DenoisingAutoencoderOptions ForTable(int rows, int columns) => Sized<DenoisingAutoencoderOptions>(rows, columns);
}
