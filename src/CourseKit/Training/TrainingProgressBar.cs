namespace CourseKit;

/// <summary>
/// Shows how far a training is: <c>detector.Fit(x, new TrainingProgressBar())</c>. In a notebook whose kernel can change an output, a bar
/// that fills in place; elsewhere a dozen lines of text at most.
/// </summary>
public sealed class TrainingProgressBar : IProgress<TrainingProgress>
{
    private const int MillisecondsBetweenUpdates = 100;

    private Action<object>? update;
    private int lastEpoch = int.MaxValue;
    private long lastUpdate;

    /// <summary>Takes note of an epoch. With the first one of a training a new bar begins.</summary>
    /// <param name="value">The epoch just finished.</param>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var begins = value.Epoch <= lastEpoch;
        lastEpoch = value.Epoch;
        if (begins)
        {
            update = NotebookHost.Display(value);
            lastUpdate = Environment.TickCount64;
        }

        if (update is null)
        {
            if (begins || value.IsLast || 10 * value.Epoch / value.Epochs > 10 * (value.Epoch - 1) / value.Epochs)
                Console.WriteLine(value.ToText());
        }
        else if (!begins && (value.IsLast || Environment.TickCount64 - lastUpdate >= MillisecondsBetweenUpdates))
        {
            update(value);
            lastUpdate = Environment.TickCount64;
        }
    }
}
