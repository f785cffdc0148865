using static TorchSharp.torch;

namespace CourseKit;

/// <summary>How a <see cref="ConditionalVariationalAutoencoder"/> is built and trained.</summary>
public sealed record ConditionalVariationalAutoencoderOptions : VariationalAutoencoderOptions
{
    /// <summary>
    /// The columns of a row that are its condition, from 0; negative ones count from the end, −1 is the last. A class label belongs into
    /// one column for each class, 1 for its own and 0 for the others: the numbers of classes have no order.
    /// </summary>
    public IReadOnlyList<int> ConditionColumns
    {
        get;
        init => field = OptionRules.Must<int[]>(
            value.Count > 0, [.. value], "must name a column; without a condition take VariationalAutoencoder");
    } = [-1];

    /// <summary>For a table whose last column is the condition, else as <see cref="VariationalAutoencoderOptions.ForTable"/>.</summary>
    /// <param name="columns">Columns d, the condition included.</param>
    public static new ConditionalVariationalAutoencoderOptions ForTable(int rows, int columns) =>
        (ConditionalVariationalAutoencoderOptions)Sized(new ConditionalVariationalAutoencoderOptions(), rows, columns);
}

/// <summary>Some columns of a row, its condition y, are given, the others modelled as p(x | y): anomalies in their context.</summary>
/// <remarks>
/// Sohn, Lee and Yan, "Learning Structured Output Representation using Deep Conditional Generative Models", NIPS 2015, with the prior p(z)
/// = N(0, I) that does not depend on y. The encoder is q(z | x, y), the decoder p(x | z, y); loss and scores are those of
/// <see cref="VariationalAutoencoder"/>, for x alone: how rare a condition is does not count. A code is [z, y], so that it can be decoded.
/// Which columns are y is said by <see cref="ConditionalVariationalAutoencoderOptions.ConditionColumns"/>.
/// </remarks>
public sealed class ConditionalVariationalAutoencoder(ConditionalVariationalAutoencoderOptions? options = null, string? name = null)
    : ReconstructionDetector<VariationalNetwork>(name ?? "Conditional VAE")
{
    /// <inheritdoc/>
    public override ConditionalVariationalAutoencoderOptions Options { get; } = options ?? new ConditionalVariationalAutoencoderOptions();

    private protected override VariationalNetwork Build(int features) => new(features, Options, Condition(features));

    private protected override void Check(Tensor x)
    {
        var condition = Condition((int)x.shape[1]);
        long[] features = [.. Enumerable.Range(0, (int)x.shape[1]).Except(condition).Select(column => (long)column)];
        Options.CheckLikelihood(x.index_select(1, tensor(features)));
    }

    private protected override void Begin(VariationalNetwork fresh, Tensor x) => fresh.PlaceVariance(x);

    private protected override Tensor BatchLoss(VariationalNetwork fresh, Tensor x) => fresh.Loss(x, Options.Beta);

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => Network.Scores(x, Options);

    private int[] Condition(int columns)
    {
        int[] condition = [.. Options.ConditionColumns.Select(column => column < 0 ? columns + column : column)];
        if (condition.Any(column => column < 0 || column >= columns)
            || condition.Distinct().Count() < condition.Length || condition.Length == columns)
            throw new ArgumentException(
                $"The ConditionColumns [{string.Join(", ", Options.ConditionColumns)}] do not go with rows of {columns} columns: "
                + "each must be one of them, none twice, and one column at least must be left to be modelled.", nameof(columns));
        return condition;
    }
}
