using System.Text.Json.Nodes;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>Means over several seeds as lines, in bands of ± one standard deviation.</summary>
    /// <param name="x">The horizontal values that all runs share.</param>
    /// <param name="groups">Name and runs of each line: one list for each seed, as long as <paramref name="x"/>.</param>
    /// <param name="xTitle">Title of the horizontal axis, with its unit.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    /// <param name="logY">Whether the vertical axis is logarithmic.</param>
    public static Figure MeanBands(
        IReadOnlyList<double> x, IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<double>> Runs)> groups, string xTitle, string yTitle, bool logY = false)
    {
        NotEmpty(x, nameof(x));
        NotEmpty(groups, nameof(groups));
        var (traces, words) = (new JsonArray(), new List<string>());
        for (var i = 0; i < groups.Count; i++)
        {
            var (name, runs) = groups[i];
            NotEmpty(runs, $"runs of '{name}'");
            foreach (var run in runs) SameLength(x, run, $"run of '{name}'");
            var places = Enumerable.Range(0, x.Count).Select(place => MeanAndDeviation([.. runs.Select(run => run[place])])).ToArray();
            double[] mean = [.. places.Select(place => place.Mean)];
            if (runs.Count > 1) traces.Add((JsonNode)Band(x, places, i, logY));
            traces.Add((JsonNode)PlotJson.Line($"{name} (n = {runs.Count})", x, mean, i));
            words.Add($"{name} from {Short(mean[0])} ± {Short(places[0].Deviation)} to {Short(mean[^1])} ± {Short(places[^1].Deviation)} ({runs.Count} seeds)");
        }
        var yAxis = PlotJson.Axis(yTitle);
        if (logY) (yAxis["type"], yAxis["tickformat"]) = ("log", "~g");
        return new Figure(traces, PlotJson.Layout(null, PlotJson.Axis(xTitle), yAxis), $"Means and standard deviations of {yTitle} over {xTitle}: {string.Join("; ", words)}.");
    }

    /// <summary>The losses of the same training from several seeds: means in bands of ± one standard deviation, the validation loss with them if there is one.</summary>
    /// <param name="histories">One training for each seed; of different lengths, the common epochs are drawn.</param>
    /// <param name="logY">Whether the loss axis is logarithmic.</param>
    public static Figure LossBands(IReadOnlyList<TrainingHistory> histories, bool logY = false)
    {
        NotEmpty(histories, nameof(histories));
        var epochs = histories.Min(history => history.Epochs.Count);
        if (epochs == 0) throw new ArgumentException("Nothing to draw: a training has no epochs.", nameof(histories));
        var groups = new List<(string, IReadOnlyList<IReadOnlyList<double>>)> { ("training", [.. histories.Select(history => history.Loss[..epochs])]) };
        if (histories.All(history => history.ValidationLoss.Length > 0))
            groups.Add(("validation", [.. histories.Select(history => history.Epochs.Take(epochs).Select(epoch => epoch.ValidationLoss ?? double.NaN).ToArray())]));
        return MeanBands([.. Enumerable.Range(1, epochs).Select(epoch => (double)epoch)], groups, "epoch", "loss", logY);
    }

    private static (double Mean, double Deviation) MeanAndDeviation(double[] values)
    {
        if (!values.All(double.IsFinite)) return (double.NaN, double.NaN);
        var summary = Evaluation.OverSeeds(values);
        return (summary.Mean, values.Length > 1 ? summary.StandardDeviation : 0);
    }

    /// <summary>One closed outline: there along the upper edge, back along the lower one. Places without a value are left out.</summary>
    private static JsonObject Band(IReadOnlyList<double> x, (double Mean, double Deviation)[] places, int index, bool positive)
    {
        var known = Enumerable.Range(0, x.Count).Where(place => double.IsFinite(places[place].Mean)).ToArray();
        // A logarithmic axis has no place for what is not positive.
        double Lower(int place) => places[place].Mean - places[place].Deviation is var low && positive && low <= 0 ? places[place].Mean / 10 : low;
        return new()
        {
            ["type"] = "scatter",
            ["mode"] = "lines",
            ["x"] = PlotJson.Numbers([.. known.Select(place => x[place]), .. known.Reverse().Select(place => x[place])]),
            ["y"] = PlotJson.Numbers([.. known.Select(place => places[place].Mean + places[place].Deviation), .. known.Reverse().Select(Lower)]),
            ["fill"] = "toself",
            ["fillcolor"] = Palette.Faded(Palette.Colour(index), 0.2),
            ["line"] = new JsonObject { ["width"] = 0 },
            ["hoverinfo"] = "skip",
            ["showlegend"] = false,
        };
    }
}
