using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace CourseKit;

/// <summary>Points that belong together in a chart.</summary>
/// <param name="Name">Name for the legend.</param>
/// <param name="X">Horizontal values.</param>
/// <param name="Y">Vertical values, as many.</param>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>In a scatter chart: join the points by a line instead of drawing them.</summary>
    public bool Joined { get; init; }
}

// Lines and points: series, losses, bands over seeds, signals.
public sealed partial class Figure
{
    /// <summary>A chart of one or several lines.</summary>
    /// <param name="series">The lines.</param>
    /// <param name="xTitle">Title of the horizontal axis, with its unit.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    /// <param name="altText">What the chart shows, in words.</param>
    /// <param name="title">Title above the chart.</param>
    /// <param name="logY">Whether the vertical axis is logarithmic.</param>
    public static Figure Line(
        IReadOnlyList<Series> series, string xTitle, string yTitle, string altText, string? title = null, bool logY = false)
    {
        Check(series);
        return Lines(series, Plot.Axis(xTitle), yTitle, altText, title, logY);
    }

    /// <summary>A chart of points, each series with its own colour and symbol; series marked as joined are drawn as lines.</summary>
    /// <param name="series">The points.</param>
    /// <param name="xTitle">Title of the horizontal axis, with its unit.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    /// <param name="altText">What the chart shows, in words.</param>
    /// <param name="title">Title above the chart.</param>
    /// <param name="equalScale">Whether one unit is equally long on both axes, so that angles and distances look right.</param>
    public static Figure Scatter(
        IReadOnlyList<Series> series, string xTitle, string yTitle, string altText, string? title = null, bool equalScale = false)
    {
        Check(series);
        return new Figure(
            // Lines through a cloud of points must stand out from it.
            [.. series.Select((one, i) => one.Joined
                ? Plot.Line(one.Name, [.. one.X], [.. one.Y], i, width: 4)
                : Plot.Points(one.Name, one.X.ToArray(), [.. one.Y], i))],
            Plot.Layout(title, Plot.Axis(xTitle), Plot.Axis(yTitle).With(("scaleanchor", equalScale ? "x" : null))),
            altText);
    }

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
                series.Add(new Series(prefix + "validation", epochs,
                    [.. history.Epochs.Select(epoch => epoch.ValidationLoss ?? double.NaN)]));
        }
        var words = series.Select(one => $"{one.Name} from {Short(one.Y[0])} to {Short(one.Y[^1])} in {one.Y.Count} epochs");
        // Whole epochs only, about ten of them.
        var xAxis = Plot.Axis("epoch").With(("dtick", Math.Max(1, (int)Math.Round(series.Max(one => one.X[^1]) / 10))));
        return Lines(series, xAxis, "loss", $"Loss over the epochs: {string.Join("; ", words)}.", null, logY);
    }

    /// <summary>
    /// The losses of the same training from several seeds: means in bands of ± one standard deviation, the validation loss with them if
    /// there is one.
    /// </summary>
    /// <param name="histories">One training for each seed; of different lengths, the common epochs are drawn.</param>
    /// <param name="logY">Whether the loss axis is logarithmic.</param>
    public static Figure LossBands(IReadOnlyList<TrainingHistory> histories, bool logY = false)
    {
        NotEmpty(histories, nameof(histories));
        var epochs = histories.Min(history => history.Epochs.Count);
        if (epochs == 0) throw new ArgumentException("Nothing to draw: a training has no epochs.", nameof(histories));
        List<(string, IReadOnlyList<IReadOnlyList<double>>)> groups = [("training", [.. histories.Select(one => one.Loss[..epochs])])];
        if (histories.All(history => history.ValidationLoss.Length > 0))
        {
            double[] Validation(TrainingHistory history) =>
                [.. history.Epochs.Take(epochs).Select(epoch => epoch.ValidationLoss ?? double.NaN)];
            groups.Add(("validation", [.. histories.Select(Validation)]));
        }
        return MeanBands([.. Enumerable.Range(1, epochs).Select(epoch => (double)epoch)], groups, "epoch", "loss", logY);
    }

    /// <summary>Means over several seeds as lines, in bands of ± one standard deviation.</summary>
    /// <param name="x">The horizontal values that all runs share.</param>
    /// <param name="groups">Name and runs of each line: one list for each seed, as long as <paramref name="x"/>.</param>
    /// <param name="xTitle">Title of the horizontal axis, with its unit.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    /// <param name="logY">Whether the vertical axis is logarithmic.</param>
    public static Figure MeanBands(
        IReadOnlyList<double> x, IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<double>> Runs)> groups, string xTitle,
        string yTitle, bool logY = false)
    {
        NotEmpty(x, nameof(x));
        NotEmpty(groups, nameof(groups));
        var (traces, words) = (new List<Trace>(), new List<string>());
        for (var i = 0; i < groups.Count; i++)
        {
            var (name, runs) = groups[i];
            NotEmpty(runs, $"runs of '{name}'");
            foreach (var run in runs) SameLength(x, run, $"run of '{name}'");
            var places = Enumerable.Range(0, x.Count).Select(place => MeanAndDeviation([.. runs.Select(run => run[place])])).ToArray();
            if (runs.Count > 1) traces.Add(Band(x, places, i, logY));
            traces.Add(Plot.Line($"{name} (n = {runs.Count})", [.. x], [.. places.Select(place => place.Mean)], i));
            static string At((double Mean, double Deviation) place) => $"{Short(place.Mean)} ± {Short(place.Deviation)}";
            words.Add($"{name} from {At(places[0])} to {At(places[^1])} ({runs.Count} seeds)");
        }
        return new Figure(
            traces, Plot.Layout(null, Plot.Axis(xTitle), Plot.Axis(yTitle, logY)),
            $"Means and standard deviations of {yTitle} over {xTitle}: {string.Join("; ", words)}.");
    }

    /// <summary>A window of a signal with its reconstruction, and the error x − x̂ underneath on the same time axis.</summary>
    /// <param name="x">The signal.</param>
    /// <param name="reconstruction">Its reconstruction, as long.</param>
    /// <param name="sampleRate">Samples per second.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit, e.g. "acceleration / g".</param>
    public static Figure Signal(IReadOnlyList<double> x, IReadOnlyList<double> reconstruction, double sampleRate, string yTitle)
    {
        NotEmpty(x, nameof(x));
        SameLength(x, reconstruction, nameof(reconstruction));
        if (!(sampleRate > 0 && double.IsFinite(sampleRate)))
            throw new ArgumentOutOfRangeException(nameof(sampleRate), sampleRate, "The sample rate must be positive.");

        double[] error = [.. x.Zip(reconstruction, (one, other) => one - other)];
        var millis = x.Count / sampleRate < 1;
        double Time(int sample) => sample / sampleRate * (millis ? 1000 : 1);
        Trace Curve(string name, IReadOnlyList<double> values, int index, string? dash = null)
        {
            var places = Thinning.Extremes(values);
            return Plot.Line(name, [.. places.Select(Time)], [.. places.Select(place => values[place])], index, width: 1.5, dash);
        }
        var layout = Plot.Layout(
            null, Plot.Axis(millis ? "time / ms" : "time / s").With(("anchor", "y2")),
            Plot.Axis(yTitle).With(("domain", new[] { 0.4, 1 })), height: 460);
        layout.With(("yaxis2", Plot.Axis("error").With(("domain", new[] { 0, 0.32 }))));
        var largest = Enumerable.Range(0, error.Length).MaxBy(sample => double.IsFinite(error[sample]) ? Math.Abs(error[sample]) : -1);
        var rms = Math.Sqrt(error.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average(one => one * one));
        return new Figure(
            [Curve("signal x", x, 0), Curve("reconstruction x̂", reconstruction, 1),
                Curve("error x − x̂", error, 2, "solid").With(("yaxis", "y2"))], layout,
            $"A signal of {x.Count} samples ({Short(x.Count / sampleRate)} s) over its reconstruction, and the error beneath: "
            + $"root mean square {Short(rms)}, largest {Short(error[largest])} at {Short(Time(largest))} {(millis ? "ms" : "s")}.");
    }

    private static Figure Lines(IReadOnlyList<Series> series, LinearAxis xAxis, string yTitle, string altText, string? title, bool logY) =>
        new([.. series.Select((one, i) => Plot.Line(one.Name, [.. one.X], [.. one.Y], i))],
            Plot.Layout(title, xAxis, Plot.Axis(yTitle, logY)), altText);

    private static void Check(IReadOnlyList<Series> series)
    {
        NotEmpty(series, nameof(series));
        foreach (var one in series)
        {
            NotEmpty(one.X, $"X of series '{one.Name}'");
            SameLength(one.X, one.Y, $"Y of series '{one.Name}'");
        }
    }

    private static (double Mean, double Deviation) MeanAndDeviation(double[] values)
    {
        if (!values.All(double.IsFinite)) return (double.NaN, double.NaN);
        var summary = Evaluation.OverSeeds(values);
        return (summary.Mean, values.Length > 1 ? summary.StandardDeviation : 0);
    }

    /// <summary>One closed outline: there along the upper edge, back along the lower one. Places without a value are left out.</summary>
    private static Trace Band(IReadOnlyList<double> x, (double Mean, double Deviation)[] places, int index, bool positive)
    {
        int[] known = [.. Enumerable.Range(0, x.Count).Where(place => double.IsFinite(places[place].Mean))];
        int[] back = [.. known.Reverse()];
        // A logarithmic axis has no place for what is not positive.
        double Lower(int place) => places[place].Mean - places[place].Deviation is var low && positive && low <= 0
            ? places[place].Mean / 10
            : low;
        double[] there = [.. known.Select(place => places[place].Mean + places[place].Deviation)];
        return Plot.Trace(
            "scatter", ("mode", "lines"), ("x", known.Concat(back).Select(place => x[place]).ToArray()),
            ("y", there.Concat(back.Select(Lower)).ToArray()),
            ("fill", "toself"), ("fillcolor", Palette.Faded(Palette.Colour(index), 0.2)), ("line", Plot.Part<Line>(("width", 0))),
            ("hoverinfo", "skip"), ("showlegend", false));
    }
}
