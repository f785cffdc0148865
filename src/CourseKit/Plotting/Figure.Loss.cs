namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>The loss of a training over its epochs, with the validation loss if there is one.</summary>
    /// <param name="history">The training.</param>
    /// <param name="logY">Whether the loss axis is logarithmic.</param>
    public static Figure LossCurve(TrainingHistory history, bool logY = false) => LossCurve([("", history)], logY);

    /// <summary>The losses of several trainings over their epochs, to compare.</summary>
    /// <param name="trainings">Name and history of each training.</param>
    /// <param name="logY">Whether the loss axis is logarithmic.</param>
    public static Figure LossCurve(IReadOnlyList<(string Name, TrainingHistory History)> trainings, bool logY = false)
    {
        NotEmpty(trainings, nameof(trainings));
        var series = new List<Series>();
        foreach (var (name, history) in trainings)
        {
            ArgumentNullException.ThrowIfNull(history, nameof(trainings));
            NotEmpty(history.Epochs, $"epochs of '{name}'");
            var prefix = name.Length == 0 ? "" : name + ": ";
            double[] epochs = [.. history.Epochs.Select(epoch => (double)epoch.Epoch)];
            series.Add(new Series(prefix + "training", epochs, history.Loss));
            if (history.ValidationLoss.Length > 0)
                series.Add(new Series(prefix + "validation", epochs, [.. history.Epochs.Select(epoch => epoch.ValidationLoss ?? double.NaN)]));
        }
        var words = series.Select(one => $"{one.Name} from {Short(one.Y[0])} to {Short(one.Y[^1])} in {one.Y.Count} epochs");
        var xAxis = PlotJson.Axis("epoch");
        xAxis["dtick"] = Math.Max(1, (int)Math.Round(series.Max(one => one.X[^1]) / 10)); // whole epochs only, about ten of them
        return Lines(series, xAxis, "loss", $"Loss over the epochs: {string.Join("; ", words)}.", null, logY);
    }
}
