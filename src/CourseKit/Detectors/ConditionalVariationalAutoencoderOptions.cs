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
        init => field = value.Count > 0 ? [.. value] : throw OptionRules.Bad(nameof(ConditionColumns), value.Count, "must name a column; without a condition take VariationalAutoencoder");
    } = [-1];

    /// <summary>The options for a table of scaled columns whose last one is the condition, otherwise those of <see cref="VariationalAutoencoderOptions.ForTable"/>.</summary>
    /// <param name="rows">Training rows n.</param>
    /// <param name="columns">Columns d, the condition included.</param>
    public static new ConditionalVariationalAutoencoderOptions ForTable(int rows, int columns) =>
        (ConditionalVariationalAutoencoderOptions)Sized(new ConditionalVariationalAutoencoderOptions(), rows, columns);
}
