namespace CourseKit;

/// <summary>What a <see cref="PcaDetector"/> can be told.</summary>
public sealed record PcaOptions : DetectorOptions
{
    /// <summary>Number of principal components k that are kept; at most the number of columns.</summary>
    public int Components { get; init => field = OptionRules.Positive(value); } = 2;

    /// <summary>The options for a table: as many components as an autoencoder's code has units there, 1 + ⌊√d⌋ (Cao, Nicolau and McDermott 2016).</summary>
    /// <param name="rows">Training rows n; without influence.</param>
    /// <param name="columns">Columns d.</param>
    public static PcaOptions ForTable(int rows, int columns) => new() { Components = TableDefaults.CodeSize(columns) };
}
