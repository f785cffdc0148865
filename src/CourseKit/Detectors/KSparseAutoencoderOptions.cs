namespace CourseKit;

/// <summary>How a <see cref="KSparseAutoencoder"/> is built and trained.</summary>
public sealed record KSparseAutoencoderOptions : DeepDetectorOptions
{
    /// <summary>Number of units s; may be more than there are columns.</summary>
    public int CodeSize { get; init => field = OptionRules.Positive(value); } = 128;

    /// <summary>Active units k of each row, at most s.</summary>
    public int K { get; init => field = OptionRules.Positive(value); } = 16;

    /// <summary>α ≥ 1: when rows are scored or encoded, αk units are active. The paper finds codes for a classifier better with more than in training.</summary>
    public double Alpha
    {
        get;
        init => field = double.IsFinite(value) && value >= 1 ? value : throw OptionRules.Bad(nameof(Alpha), value, "is a factor and must be at least 1");
    } = 1;

    /// <summary>Whether the decoder uses the encoder's weights, as in the paper.</summary>
    public bool TiedWeights { get; init; } = true;

    /// <summary>Share of the epochs in which k falls from s to k, in [0, 1]; half of them in the paper.</summary>
    public double Annealing
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw OptionRules.Bad(nameof(Annealing), value, "is a share of the epochs and must be in [0, 1]");
    } = 0.5;

    /// <summary>αk, rounded, and at most s.</summary>
    internal int KAtTest => (int)Math.Min(CodeSize, Math.Round(Alpha * K, MidpointRounding.AwayFromZero));

    /// <summary>The options for a table of scaled columns: 4d units, of which ⌈d/4⌉ are active, and passes enough for 1,000 steps.</summary>
    /// <param name="rows">Training rows n.</param>
    /// <param name="columns">Columns d.</param>
    public static KSparseAutoencoderOptions ForTable(int rows, int columns) =>
        new() { CodeSize = 4 * columns, K = (columns + 3) / 4, BatchSize = TableDefaults.BatchSize, Epochs = TableDefaults.Epochs(rows) };
}
