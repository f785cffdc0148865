namespace CourseKit;

/// <summary>How <see cref="Trainer"/> goes through the data.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the data; 0 leaves the model as it is.</summary>
    public int Epochs { get; init => field = OptionRules.NotNegative(value); } = 20;

    /// <summary>Rows in one step; the last step of an epoch takes what is left.</summary>
    public int BatchSize { get; init => field = OptionRules.Positive(value); } = 128;

    /// <summary>After each of these epochs the learning rate becomes a tenth; none if empty.</summary>
    public IReadOnlyList<int> Milestones { get; init => field = OptionRules.AllPositive(value); } = [];

    /// <summary>Seed of the order of the rows, which is drawn anew for each epoch.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>
    /// Early stopping: end after so many epochs without a new lowest loss (on the validation rows if there are any, else on the
    /// training rows), and go back to the weights of the best epoch. <c>null</c>: run all epochs and keep the last weights.
    /// </summary>
    public int? Patience { get; init => field = value is { } epochs ? OptionRules.Positive(epochs) : null; }
}

/// <summary>What one pass over the training data brought.</summary>
/// <param name="Epoch">Number of the pass, from 1.</param>
/// <param name="Loss">Mean training loss over the rows of the pass.</param>
/// <param name="ValidationLoss">Loss on the validation rows after the pass, if there are any.</param>
public sealed record EpochResult(int Epoch, double Loss, double? ValidationLoss);

/// <summary>How a training went.</summary>
/// <param name="Epochs">One entry for each epoch that was run.</param>
/// <param name="Duration">Wall-clock time.</param>
/// <param name="StoppedEarly">Whether training ended before the planned number of epochs because the loss did not improve any more.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochResult> Epochs, TimeSpan Duration, bool StoppedEarly)
{
    /// <summary>The training loss of each epoch.</summary>
    public double[] Loss => [.. Epochs.Select(epoch => epoch.Loss)];

    /// <summary>The validation loss of each epoch; empty if there were no validation rows.</summary>
    public double[] ValidationLoss => [.. Epochs.Select(epoch => epoch.ValidationLoss).OfType<double>()];
}
