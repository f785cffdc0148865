using System.Collections;
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
        var width = Epochs.ToString(CultureInfo.InvariantCulture).Length;
        var text = string.Create(CultureInfo.InvariantCulture, $"epoch {Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(width)} of {Epochs}   loss {Loss:0.0000}");
        if (ValidationLoss is { } validation) text += string.Create(CultureInfo.InvariantCulture, $"   validation {validation:0.0000}");
        return IsLast && Epoch < Epochs ? text + "   stopped early" : text;
    }

    internal string ToHtml() => string.Create(
        CultureInfo.InvariantCulture,
        $"""<p style="font-variant-numeric: tabular-nums"><progress value="{(IsLast ? Epochs : Epoch)}" max="{Epochs}" aria-label="training"></progress> {ToText().Replace("   ", " · ", StringComparison.Ordinal)}</p>""");
}

/// <summary>The ways a <see cref="TrainingProgress"/> shows itself in notebooks.</summary>
public sealed class TrainingProgressFormatters
{
    /// <summary>One formatter for each MIME type.</summary>
    public IEnumerable CreateTypeFormatters() => new[]
    {
        MimeFormatter.For<TrainingProgress>("text/html", progress => progress.ToHtml()),
        MimeFormatter.For<TrainingProgress>("text/plain", progress => progress.ToText()),
    };
}

/// <summary>Trainings of several parts.</summary>
internal static class TrainingParts
{
    /// <summary>Passes the epochs of one part on as epochs of the whole.</summary>
    /// <param name="progress">Who is told.</param>
    /// <param name="before">Epochs of the parts before.</param>
    /// <param name="total">Epochs of all parts.</param>
    public static IProgress<TrainingProgress>? Part(this IProgress<TrainingProgress>? progress, int before, int total) =>
        progress is null ? null : new Shifted(progress, before, total);

    private sealed class Shifted(IProgress<TrainingProgress> whole, int before, int total) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => whole.Report(value with { Epoch = before + value.Epoch, Epochs = total });
    }
}
