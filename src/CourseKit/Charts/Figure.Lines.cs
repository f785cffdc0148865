using Plotly.NET;

namespace CourseKit;

/// <summary>Points that belong together in a chart, as many X as Y; the name is for the legend.</summary>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>In a scatter chart: join the points by a line instead of drawing them.</summary>
    public bool Joined { get; init; }
}

// Lines and points: series, losses, bands over seeds.
public sealed partial class Figure
{
    /// <summary>A chart of one or several lines.</summary>
    public static Figure Line(
        IReadOnlyList<Series> series, string xTitle, string yTitle, string altText, string? title = null, bool logY = false)
    {
        Check(series);
        return new Figure(
            [.. series.Select((one, i) => Plot.Line(one.Name, [.. one.X], [.. one.Y], i))],
            Plot.Layout(title, Plot.Axis(xTitle), Plot.Axis(yTitle, logY)), altText);
    }

    /// <summary>A chart of points, each series with its own colour and symbol; series marked as joined are drawn as lines.</summary>
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
    public static Figure LossCurve(TrainingHistory history, bool logY = false)
    {
        ArgumentNullException.ThrowIfNull(history);
        NotEmpty(history.Epochs, "epochs");
        double[] epochs = [.. history.Epochs.Select(epoch => (double)epoch.Epoch)];
        List<Trace> lines = [Plot.Line("training", epochs, history.Loss, 0)];
        var words = Words("training", history.Loss);
        if (history.ValidationLoss.Length > 0)
        {
            double[] validation = [.. history.Epochs.Select(epoch => epoch.ValidationLoss ?? double.NaN)];
            lines.Add(Plot.Line("validation", epochs, validation, 1));
            words += "; " + Words("validation", validation);
        }
        // Whole epochs only, about ten of them.
        var xAxis = Plot.Axis("epoch").With(("dtick", Math.Max(1, (int)Math.Round(epochs[^1] / 10))));
        return new Figure(lines, Plot.Layout(null, xAxis, Plot.Axis("loss", logY)), $"Loss over the epochs: {words}.");

        static string Words(string name, double[] losses) =>
            $"{name} from {Short(losses[0])} to {Short(losses[^1])} in {losses.Length} epochs";
    }

    /// <summary>Means over several seeds as lines, in bands of ± one standard deviation.</summary>
    /// <param name="x">The horizontal values that all runs share.</param>
    /// <param name="groups">Name and runs of each line: one list for each seed, as long as <paramref name="x"/>.</param>
    public static Figure MeanBands(
        IReadOnlyList<double> x, IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<double>> Runs)> groups, string xTitle,
        string yTitle, bool logY = false)
    {
        NotEmpty(x, nameof(x));
        NotEmpty(groups, nameof(groups));
        var (traces, words) = (new List<Trace>(), new List<string>());
        foreach (var (i, (name, runs)) in groups.Index())
        {
            NotEmpty(runs, $"runs of '{name}'");
            foreach (var run in runs) HasCount(x.Count, run, $"run of '{name}'");
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

    private static void Check(IReadOnlyList<Series> series)
    {
        NotEmpty(series, nameof(series));
        foreach (var one in series)
        {
            NotEmpty(one.X, $"X of series '{one.Name}'");
            HasCount(one.X.Count, one.Y, $"Y of series '{one.Name}'");
        }
    }

    private static (double Mean, double Deviation) MeanAndDeviation(double[] values)
    {
        if (!values.All(double.IsFinite)) return (double.NaN, double.NaN);
        var summary = Evaluation.OverSeeds(values);
        return (summary.Mean, values.Length > 1 ? summary.StandardDeviation : 0);
    }

    // One closed outline: there along the upper edge, back along the lower one. Places without a value are left out.
    private static Trace Band(IReadOnlyList<double> x, (double Mean, double Deviation)[] places, int index, bool positive)
    {
        int[] there = [.. Enumerable.Range(0, x.Count).Where(place => double.IsFinite(places[place].Mean))];
        int[] back = [.. there.Reverse()];
        // A logarithmic axis has no place for what is not positive.
        double Lower((double Mean, double Deviation) place) =>
            positive && place.Mean <= place.Deviation ? place.Mean / 10 : place.Mean - place.Deviation;
        return Plot.Trace(
            "scatter", ("mode", "lines"), ("x", there.Concat(back).Select(place => x[place]).ToArray()),
            ("y", there.Select(i => places[i].Mean + places[i].Deviation).Concat(back.Select(i => Lower(places[i]))).ToArray()),
            ("fill", "toself"), ("fillcolor", Palette.Faded(Palette.Colour(index), 0.2)), ("line", Plot.Part<Line>(("width", 0))),
            ("hoverinfo", "skip"), ("showlegend", false));
    }
}
