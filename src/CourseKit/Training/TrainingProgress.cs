using System.Globalization;

namespace CourseKit;

/// <summary>News from a running training, after each epoch. A notebook shows it as a bar.</summary>
/// <param name="Epoch">Number of the epoch just finished, from 1.</param>
/// <param name="Epochs">How many are planned.</param>
/// <param name="Loss">Its mean training loss.</param>
/// <param name="ValidationLoss">The validation loss after it, if there is one.</param>
[TypeFormatterSource(typeof(TrainingProgressFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record TrainingProgress(int Epoch, int Epochs, double Loss, double? ValidationLoss)
{
    /// <summary>Whether no other epoch follows: it was the last one planned, or training stops early.</summary>
    public bool IsLast { get; init; }

    internal string ToText()
    {
        var epochs = Epochs.ToString(CultureInfo.InvariantCulture);
        var epoch = Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(epochs.Length);
        var text = string.Create(CultureInfo.InvariantCulture, $"epoch {epoch} of {epochs}   loss {Loss:0.0000}");
        if (ValidationLoss is { } validation) text += string.Create(CultureInfo.InvariantCulture, $"   validation {validation:0.0000}");
        return IsLast && Epoch < Epochs ? text + "   stopped early" : text;
    }

    internal string ToHtml() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <p style="font-variant-numeric: tabular-nums"><progress value="{(IsLast ? Epochs : Epoch)}" max="{Epochs}" aria-label="training">
        </progress> {ToText().Replace("   ", " · ", StringComparison.Ordinal)}</p>
        """);
}

/// <summary>The ways a <see cref="TrainingProgress"/> shows itself in notebooks.</summary>
public sealed class TrainingProgressFormatters() : FormatterSource(
    MimeFormatter.For<TrainingProgress>("text/html", progress => progress.ToHtml()),
    MimeFormatter.For<TrainingProgress>("text/plain", progress => progress.ToText()));

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
