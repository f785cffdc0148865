using System.Globalization;

namespace CourseKit.Cli;

/// <summary>Shows the epochs of a detector that is being fitted, if it has any.</summary>
internal static class FittingProgress
{
    public static async Task<T> RunAsync<T>(string name, DetectorOptions options, Func<IProgress<TrainingProgress>?, T> fit)
    {
        if (DetectorSettings.Epochs(options) is var epochs && epochs == 0) return await Task.Run(() => fit(null)).ConfigureAwait(false);
        return await Screen.WithProgressAsync(name, epochs, report => Task.Run(() => fit(new Relay(report)))).ConfigureAwait(false);
    }

    /// <summary>Passes progress on at once; <see cref="Progress{T}"/> would do so in another order.</summary>
    private sealed class Relay(Action<int, string> report) : IProgress<TrainingProgress>
    {
        private int tenths = -1;

        public void Report(TrainingProgress value)
        {
            // Where every change becomes a line of its own, one for each tenth is enough.
            if (Console.IsOutputRedirected && value.Epoch < value.Epochs && value.Epoch * 10 / value.Epochs == tenths) return;
            tenths = value.Epoch * 10 / value.Epochs;
            report(value.Epoch - 1, string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}: loss {value.Loss:G4}{(value.ValidationLoss is { } loss ? $", validation {loss:G4}" : "")}"));
        }
    }
}
