namespace CourseKit;

/// <summary>Counts the epochs of one part of the training and passes them on as epochs of the whole.</summary>
/// <param name="progress">Who is told.</param>
/// <param name="before">Epochs of the parts before.</param>
/// <param name="total">Epochs of all parts.</param>
internal sealed class EpochCounter(IProgress<TrainingProgress>? progress, int before, int total) : IProgress<TrainingProgress>
{
    public int Done { get; private set; }

    public void Report(TrainingProgress value)
    {
        Done = value.Epoch;
        progress?.Report(value with { Epoch = before + value.Epoch, Epochs = total });
    }
}
