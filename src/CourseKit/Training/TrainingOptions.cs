namespace CourseKit;

/// <summary>How <see cref="Trainer"/> goes through the data.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the data; 0 leaves the model as it is.</summary>
    public int Epochs { get; init => field = OptionRules.NotNegative(value); } = 20;

    /// <summary>Rows in one step; the last step of an epoch takes what is left.</summary>
    public int BatchSize { get; init => field = OptionRules.Positive(value); } = 128;

    /// <summary>After each of these epochs the learning rate becomes a tenth; none if empty.</summary>
    public IReadOnlyList<int> Milestones { get; init => field = [.. value.Select(epoch => OptionRules.Positive(epoch, nameof(Milestones)))]; } = [];

    /// <summary>Seed of the order of the rows, which is drawn anew for each epoch.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>
    /// Early stopping: end after so many epochs without a new lowest loss (on the validation rows if there are any, else on the
    /// training rows), and go back to the weights of the best epoch. <c>null</c>: run all epochs and keep the last weights.
    /// </summary>
    public int? Patience { get; init => field = value is { } epochs ? OptionRules.Positive(epochs) : null; }
}
