using System.Text.Json.Nodes;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>Histograms on common bins, each as a share of its own values.</summary>
    /// <param name="groups">Name and values of each histogram; values that are not finite are refused.</param>
    /// <param name="xTitle">Title of the horizontal axis, with its unit.</param>
    /// <param name="bins">Number of bins of equal width.</param>
    public static Figure Histogram(IReadOnlyList<(string Name, IReadOnlyList<double> Values)> groups, string xTitle, int bins = 40)
    {
        CheckValues(groups);
        var (traces, low, high) = BinnedShares([.. groups.Select((group, i) => (group.Name, Palette.Colour(i), group.Values))], bins);
        var words = groups.Select(group => $"{group.Name}: {group.Values.Count} values with median {Short(Median([.. group.Values]))}");
        return new Figure(traces, HistogramLayout(xTitle, "share of the values"), $"Histogram of {xTitle} from {Short(low)} to {Short(high)}. {string.Join("; ", words)}.");
    }

    /// <summary>Values over seeds or folds: a box with the quartiles for each group, and every value as a point beside it.</summary>
    /// <param name="groups">Name and values of each group, finite.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    public static Figure Strips(IReadOnlyList<(string Name, IReadOnlyList<double> Values)> groups, string yTitle)
    {
        CheckValues(groups);
        var traces = groups.Select((group, i) => new JsonObject
        {
            ["type"] = "box",
            ["name"] = group.Name,
            ["y"] = PlotJson.Numbers(group.Values),
            ["boxpoints"] = "all",
            ["jitter"] = 0.4,
            ["pointpos"] = 0,
            ["fillcolor"] = Palette.Faded(Palette.Colour(i), 0.15),
            ["line"] = new JsonObject { ["color"] = Palette.Colour(i), ["width"] = 1.5 },
            ["marker"] = new JsonObject { ["color"] = Palette.Colour(i), ["symbol"] = Palette.Symbol(i), ["size"] = 7 },
        });
        var xAxis = PlotJson.Axis(yTitle);
        xAxis.Remove("title"); // the names of the groups say what it shows
        xAxis["type"] = "category";
        var layout = PlotJson.Layout(null, xAxis, PlotJson.Axis(yTitle));
        layout["showlegend"] = false;
        return new Figure([.. traces], layout, $"{yTitle}: {string.Join("; ", groups.Select(group => $"{group.Name} {Evaluation.OverSeeds(group.Values)}"))}.");
    }

    private static void CheckValues(IReadOnlyList<(string Name, IReadOnlyList<double> Values)> groups)
    {
        NotEmpty(groups, nameof(groups));
        foreach (var (name, values) in groups)
        {
            NotEmpty(values, $"values of '{name}'");
            if (!values.All(double.IsFinite)) throw new ArgumentException($"'{name}' holds a value that is not finite.", nameof(groups));
        }
    }

    /// <summary>Overlaid bars of common bins; hatching tells the groups apart without colour.</summary>
    private static (JsonArray Traces, double Low, double High) BinnedShares(IReadOnlyList<(string Name, string Colour, IReadOnlyList<double> Values)> groups, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var (low, high) = (groups.Min(group => group.Values.Min()), groups.Max(group => group.Values.Max()));
        if (high == low) (low, high) = (low - 0.5, high + 0.5);
        var width = (high - low) / bins;
        var centres = Enumerable.Range(0, bins).Select(bin => low + (bin + 0.5) * width).ToArray();
        var traces = groups.Select((group, i) =>
        {
            var counts = new int[bins];
            foreach (var value in group.Values) counts[Math.Min((int)((value - low) / width), bins - 1)]++;
            return new JsonObject
            {
                ["type"] = "bar",
                ["name"] = $"{group.Name} (n = {group.Values.Count})",
                ["x"] = PlotJson.Numbers(centres),
                ["y"] = PlotJson.Numbers(counts.Select(count => (double)count / group.Values.Count)),
                ["width"] = PlotJson.Number(width),
                ["opacity"] = 0.6,
                ["marker"] = new JsonObject { ["color"] = group.Colour, ["pattern"] = PlotJson.Hatching(i) },
            };
        });
        return ([.. traces], low, high);
    }

    private static JsonObject HistogramLayout(string xTitle, string yTitle)
    {
        var layout = PlotJson.Layout(null, PlotJson.Axis(xTitle), PlotJson.Axis(yTitle));
        layout["barmode"] = "overlay";
        layout["bargap"] = 0;
        return layout;
    }
}
