using Plotly.NET;
using Plotly.NET.TraceObjects;

namespace CourseKit;

/// <summary>Values of several categories that belong together, e.g. one detector's AUROC for each digit.</summary>
/// <param name="Name">Name for the legend.</param>
/// <param name="Values">One value for each category.</param>
/// <param name="Deviations">Half-lengths of the intervals, as many; none where the source has none.</param>
public sealed record Group(string Name, IReadOnlyList<double> Values, IReadOnlyList<double>? Deviations = null);

// Values of categories, and distributions.
public sealed partial class Figure
{
    /// <summary>A bar for each category, with its value written on it.</summary>
    /// <param name="deviations">Half-lengths of error bars, as many as values, if there are any.</param>
    public static Figure Bar(
        IReadOnlyList<string> categories, IReadOnlyList<double> values, string xTitle, string yTitle, string altText, string? title = null,
        IReadOnlyList<double>? deviations = null)
    {
        NotEmpty(categories, nameof(categories));
        HasCount(categories.Count, values, nameof(values));
        if (deviations is not null) HasCount(categories.Count, deviations, nameof(deviations));
        var bars = Plot.Trace(
            "bar", ("x", categories), ("y", values.ToArray()),
            ("text", values.Select(value => FormattableString.Invariant($"{value:0.###}")).ToArray()),
            ("textposition", "inside"), ("insidetextanchor", "start"), // at the foot: at the head it would lie under the error bar
            ("marker", Plot.Part<Marker>(("color", Palette.Normal))), ("error_y", Plot.Whiskers(deviations)));
        return new Figure([bars], Plot.Layout(title, Plot.CategoryAxis(xTitle), Plot.Axis(yTitle)), altText);
    }

    /// <summary>
    /// For each category a dot of each group, side by side, with intervals. The axis fits the values: for those that differ little and lie
    /// far from zero, such as AUROCs beside a paper's row.
    /// </summary>
    public static Figure Intervals(IReadOnlyList<string> categories, IReadOnlyList<Group> groups, string xTitle, string yTitle)
    {
        NotEmpty(categories, nameof(categories));
        NotEmpty(groups, nameof(groups));
        foreach (var (name, values, deviations) in groups)
        {
            HasCount(categories.Count, values, $"values of '{name}'");
            if (deviations is not null) HasCount(categories.Count, deviations, $"deviations of '{name}'");
        }
        // Left to itself Plotly would begin at 0, as it does for bars.
        double[] ends = [.. groups.SelectMany(Ends).Where(double.IsFinite).DefaultIfEmpty(0)];
        var margin = ends.Max() > ends.Min() ? 0.08 * (ends.Max() - ends.Min()) : 0.5;
        var dots = groups.Select((group, i) => Plot.Points(group.Name, categories, [.. group.Values], i, size: 8, opacity: 1)
            .With(("error_y", Plot.Whiskers(group.Deviations))));
        return new Figure(
            [.. dots],
            Plot.Layout(
                null, Plot.CategoryAxis(xTitle), Plot.Axis(yTitle).With(("range", new[] { ends.Min() - margin, ends.Max() + margin })))
                .With(("scattermode", "group")),
            $"Dots for {categories.Count} categories, {yTitle}: {string.Join("; ", groups.Select(Words))}.");

        static IEnumerable<double> Ends(Group group) =>
            group.Values.Zip(group.Deviations ?? new double[group.Values.Count])
                .SelectMany(one => new[] { one.First - one.Second, one.First + one.Second });

        string Words(Group group)
        {
            var ordered = categories.Zip(group.Values).OrderBy(one => one.Second).ToArray();
            var ((least, low), (most, high)) = (ordered[0], ordered[^1]);
            return $"{group.Name} has a mean of {Short(group.Values.Average())}, most at {most} ({Short(high)}), "
                + $"least at {least} ({Short(low)})";
        }
    }

    /// <summary>Values over seeds or folds: a box with the quartiles for each group, and every value as a point beside it.</summary>
    /// <param name="groups">Name and values of each group, finite.</param>
    public static Figure Strips(IReadOnlyList<(string Name, IReadOnlyList<double> Values)> groups, string yTitle)
    {
        Check(groups);
        var boxes = groups.Select((group, i) => Plot.Trace(
            "box", ("name", group.Name), ("y", group.Values.ToArray()), ("boxpoints", "all"), ("jitter", 0.4), ("pointpos", 0),
            ("fillcolor", Palette.Faded(Palette.Colour(i), 0.15)), ("line", Plot.Part<Line>(("color", Palette.Colour(i)), ("width", 1.5))),
            ("marker", Plot.Part<Marker>(("color", Palette.Colour(i)), ("symbol", Palette.Symbol(i)), ("size", 7)))));
        return new Figure(
            // The names of the groups say what the horizontal axis shows.
            [.. boxes], Plot.Layout(null, Plot.UntitledAxis().With(("type", "category")), Plot.Axis(yTitle)).With(("showlegend", false)),
            $"{yTitle}: {string.Join("; ", groups.Select(group => $"{group.Name} {Evaluation.OverSeeds(group.Values)}"))}.");
    }

    /// <summary>Histograms on common bins of equal width, each as a share of its own values.</summary>
    /// <param name="groups">Name and values of each histogram; values that are not finite are refused.</param>
    public static Figure Histogram(IReadOnlyList<(string Name, IReadOnlyList<double> Values)> groups, string xTitle, int bins = 40)
    {
        Check(groups);
        var (bars, low, high) = BinnedShares([.. groups.Select((group, i) => (group.Name, Palette.Colour(i), group.Values))], bins);
        var words = groups.Select(group => $"{group.Name}: {group.Values.Count} values with median {Short(Median(group.Values))}");
        return new Figure(
            bars, HistogramLayout(xTitle, "share of the values"),
            $"Histogram of {xTitle} from {Short(low)} to {Short(high)}. {string.Join("; ", words)}.");
    }

    private static Layout HistogramLayout(string xTitle, string yTitle) =>
        Plot.Layout(null, Plot.Axis(xTitle), Plot.Axis(yTitle)).With(("barmode", "overlay"), ("bargap", 0));

    private static void Check(IReadOnlyList<(string Name, IReadOnlyList<double> Values)> groups)
    {
        NotEmpty(groups, nameof(groups));
        foreach (var (name, values) in groups)
        {
            NotEmpty(values, $"values of '{name}'");
            if (!values.All(double.IsFinite)) throw new ArgumentException($"'{name}' holds a value that is not finite.", nameof(groups));
        }
    }

    // Overlaid bars of common bins. Lines across the bars, other ones for each group, tell them apart without colour.
    private static (Trace[] Bars, double Low, double High) BinnedShares(
        IReadOnlyList<(string Name, string Colour, IReadOnlyList<double> Values)> groups, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var (low, high) = (groups.Min(group => group.Values.Min()), groups.Max(group => group.Values.Max()));
        if (high == low) (low, high) = (low - 0.5, high + 0.5);
        var width = (high - low) / bins;
        double[] centres = [.. Enumerable.Range(0, bins).Select(bin => low + (bin + 0.5) * width)];
        string[] hatchings = ["", "/", "\\", "x", "-", "|", "+", "."];
        var bars = groups.Select((group, i) =>
        {
            var shares = new double[bins];
            foreach (var value in group.Values) shares[Math.Min((int)((value - low) / width), bins - 1)] += 1.0 / group.Values.Count;
            var hatching = Plot.Part<Pattern>(("shape", hatchings[i % hatchings.Length]), ("solidity", 0.2), ("fillmode", "overlay"));
            return Plot.Trace(
                "bar", ("name", $"{group.Name} (n = {group.Values.Count})"), ("x", centres), ("y", shares), ("width", width),
                ("opacity", 0.6), ("marker", Plot.Part<Marker>(("color", group.Colour), ("pattern", hatching))));
        });
        return ([.. bars], low, high);
    }

    private static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
