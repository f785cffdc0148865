namespace CourseKit;

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
    public double[] ValidationLoss => [.. Epochs.Where(epoch => epoch.ValidationLoss is not null).Select(epoch => epoch.ValidationLoss!.Value)];
}
