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
    /// <param name="categories">Names of the bars.</param>
    /// <param name="values">Their heights, as many.</param>
    /// <param name="xTitle">Title of the horizontal axis.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    /// <param name="altText">What the chart shows, in words.</param>
    /// <param name="title">Title above the chart.</param>
    /// <param name="deviations">Half-lengths of error bars, as many, if there are any.</param>
    public static Figure Bar(
        IReadOnlyList<string> categories, IReadOnlyList<double> values, string xTitle, string yTitle, string altText, string? title = null,
        IReadOnlyList<double>? deviations = null)
    {
        NotEmpty(categories, nameof(categories));
        SameLength(categories, values, nameof(values));
        if (deviations is not null) SameLength(categories, deviations, nameof(deviations));
        var bars = Plot.Trace(
            "bar", ("x", categories), ("y", values.ToArray()),
            ("text", values.Select(value => FormattableString.Invariant($"{value:0.###}")).ToArray()),
            ("textposition", "inside"), ("insidetextanchor", "start"), // at the foot: at the head it would lie under the error bar
            ("marker", Plot.Part<Marker>(("color", Palette.Normal))), ("error_y", deviations is null ? null : Plot.Whiskers(deviations)));
        return new Figure([bars], Plot.Layout(title, Plot.CategoryAxis(xTitle), Plot.Axis(yTitle)), altText);
    }

    /// <summary>
    /// For each category a bar of each group, side by side, with intervals: for values that are to be compared with zero.
    /// </summary>
    /// <param name="categories">What the values belong to, e.g. digits.</param>
    /// <param name="groups">The groups, one value for each category.</param>
    /// <param name="xTitle">Title of the horizontal axis.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    public static Figure Bars(IReadOnlyList<string> categories, IReadOnlyList<Group> groups, string xTitle, string yTitle)
    {
        Check(categories, groups);
        var bars = groups.Select((group, i) => Plot.Trace(
            "bar", ("name", group.Name), ("x", categories), ("y", group.Values.ToArray()),
            ("marker", Plot.Part<Marker>(("color", Palette.Colour(i)), ("opacity", 0.75), ("pattern", Plot.Hatching(i)))),
            ("error_y", Whiskers(group))));
        return new Figure(
            [.. bars], Plot.Layout(null, Plot.CategoryAxis(xTitle), Plot.Axis(yTitle)).With(("barmode", "group")),
            GroupWords("Bars", categories, groups, yTitle));
    }

    /// <summary>
    /// For each category a dot of each group, side by side, with intervals. The axis fits the values: for those that differ little and lie
    /// far from zero, such as AUROCs beside a paper's row.
    /// </summary>
    /// <inheritdoc cref="Bars" path="/param"/>
    public static Figure Intervals(IReadOnlyList<string> categories, IReadOnlyList<Group> groups, string xTitle, string yTitle)
    {
        Check(categories, groups);
        // Left to itself Plotly would begin at 0, as it does for bars.
        double[] ends = [.. groups.SelectMany(Ends).Where(double.IsFinite).DefaultIfEmpty(0)];
        var margin = ends.Max() > ends.Min() ? 0.08 * (ends.Max() - ends.Min()) : 0.5;
        var dots = groups.Select((group, i) => Plot.Points(group.Name, categories, [.. group.Values], i, size: 8, opacity: 1)
            .With(("error_y", Whiskers(group))));
        return new Figure(
            [.. dots],
            Plot.Layout(
                null, Plot.CategoryAxis(xTitle), Plot.Axis(yTitle).With(("range", new[] { ends.Min() - margin, ends.Max() + margin })))
                .With(("scattermode", "group")),
            GroupWords("Dots", categories, groups, yTitle));

        static IEnumerable<double> Ends(Group group) =>
            group.Values.Zip(group.Deviations ?? new double[group.Values.Count])
                .SelectMany(one => new[] { one.First - one.Second, one.First + one.Second });
    }

    /// <summary>Values over seeds or folds: a box with the quartiles for each group, and every value as a point beside it.</summary>
    /// <param name="groups">Name and values of each group, finite.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
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

    /// <summary>Histograms on common bins, each as a share of its own values.</summary>
    /// <param name="groups">Name and values of each histogram; values that are not finite are refused.</param>
    /// <param name="xTitle">Title of the horizontal axis, with its unit.</param>
    /// <param name="bins">Number of bins of equal width.</param>
    public static Figure Histogram(IReadOnlyList<(string Name, IReadOnlyList<double> Values)> groups, string xTitle, int bins = 40)
    {
        Check(groups);
        var (bars, low, high) = BinnedShares([.. groups.Select((group, i) => (group.Name, Palette.Colour(i), group.Values))], bins);
        var words = groups.Select(group => $"{group.Name}: {group.Values.Count} values with median {Short(Median([.. group.Values]))}");
        return new Figure(
            bars, HistogramLayout(xTitle, "share of the values"),
            $"Histogram of {xTitle} from {Short(low)} to {Short(high)}. {string.Join("; ", words)}.");
    }

    private static Layout HistogramLayout(string xTitle, string yTitle) =>
        Plot.Layout(null, Plot.Axis(xTitle), Plot.Axis(yTitle)).With(("barmode", "overlay"), ("bargap", 0));

    private static void Check(IReadOnlyList<string> categories, IReadOnlyList<Group> groups)
    {
        NotEmpty(categories, nameof(categories));
        NotEmpty(groups, nameof(groups));
        foreach (var group in groups)
        {
            SameLength(categories, group.Values, $"values of '{group.Name}'");
            if (group.Deviations is not null) SameLength(categories, group.Deviations, $"deviations of '{group.Name}'");
        }
    }

    private static void Check(IReadOnlyList<(string Name, IReadOnlyList<double> Values)> groups)
    {
        NotEmpty(groups, nameof(groups));
        foreach (var (name, values) in groups)
        {
            NotEmpty(values, $"values of '{name}'");
            if (!values.All(double.IsFinite)) throw new ArgumentException($"'{name}' holds a value that is not finite.", nameof(groups));
        }
    }

    private static Error Whiskers(Group group) =>
        group.Deviations is null ? Plot.Part<Error>(("visible", false)) : Plot.Whiskers(group.Deviations);

    private static string GroupWords(string kind, IReadOnlyList<string> categories, IReadOnlyList<Group> groups, string yTitle)
    {
        string Words(Group group)
        {
            var (best, worst) = (group.Values.Max(), group.Values.Min());
            string Place(double value) => $"{categories[group.Values.ToList().IndexOf(value)]} ({Short(value)})";
            return $"{group.Name} has a mean of {Short(group.Values.Average())}, most at {Place(best)}, least at {Place(worst)}";
        }
        return $"{kind} for {categories.Count} categories, {yTitle}: {string.Join("; ", groups.Select(Words))}.";
    }

    /// <summary>Overlaid bars of common bins; hatching tells the groups apart without colour.</summary>
    private static (Trace[] Bars, double Low, double High) BinnedShares(
        IReadOnlyList<(string Name, string Colour, IReadOnlyList<double> Values)> groups, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var (low, high) = (groups.Min(group => group.Values.Min()), groups.Max(group => group.Values.Max()));
        if (high == low) (low, high) = (low - 0.5, high + 0.5);
        var width = (high - low) / bins;
        double[] centres = [.. Enumerable.Range(0, bins).Select(bin => low + (bin + 0.5) * width)];
        var bars = groups.Select((group, i) =>
        {
            var shares = new double[bins];
            foreach (var value in group.Values) shares[Math.Min((int)((value - low) / width), bins - 1)] += 1.0 / group.Values.Count;
            return Plot.Trace(
                "bar", ("name", $"{group.Name} (n = {group.Values.Count})"), ("x", centres), ("y", shares), ("width", width),
                ("opacity", 0.6),
                ("marker", Plot.Part<Marker>(("color", group.Colour), ("pattern", Plot.Hatching(i)))));
        });
        return ([.. bars], low, high);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
