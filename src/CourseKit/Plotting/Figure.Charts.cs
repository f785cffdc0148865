using System.Text.Json.Nodes;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>A chart of one or several lines.</summary>
    /// <param name="series">The lines.</param>
    /// <param name="xTitle">Title of the horizontal axis, with its unit.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    /// <param name="altText">What the chart shows, in words.</param>
    /// <param name="title">Title above the chart.</param>
    /// <param name="logY">Whether the vertical axis is logarithmic.</param>
    public static Figure Line(IReadOnlyList<Series> series, string xTitle, string yTitle, string altText, string? title = null, bool logY = false)
    {
        Check(series);
        return Lines(series, PlotJson.Axis(xTitle), yTitle, altText, title, logY);
    }

    /// <summary>A chart of points, each series with its own colour and symbol; series marked as joined are drawn as lines.</summary>
    /// <param name="series">The points.</param>
    /// <param name="xTitle">Title of the horizontal axis, with its unit.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    /// <param name="altText">What the chart shows, in words.</param>
    /// <param name="title">Title above the chart.</param>
    /// <param name="equalScale">Whether one unit is equally long on both axes, so that angles and distances look right.</param>
    public static Figure Scatter(IReadOnlyList<Series> series, string xTitle, string yTitle, string altText, string? title = null, bool equalScale = false)
    {
        Check(series);
        var yAxis = PlotJson.Axis(yTitle);
        if (equalScale) yAxis["scaleanchor"] = "x";
        return new Figure(
            // Lines through a cloud of points must stand out from it.
            [.. series.Select((one, i) => one.Joined ? PlotJson.Line(one.Name, one.X, one.Y, i, width: 4) : PlotJson.Points(one.Name, one.X, one.Y, i))],
            PlotJson.Layout(title, PlotJson.Axis(xTitle), yAxis),
            altText);
    }

    /// <summary>A bar for each category, with its value written on it.</summary>
    /// <param name="categories">Names of the bars.</param>
    /// <param name="values">Their heights, as many.</param>
    /// <param name="xTitle">Title of the horizontal axis.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    /// <param name="altText">What the chart shows, in words.</param>
    /// <param name="title">Title above the chart.</param>
    /// <param name="deviations">Half-lengths of error bars, as many, if there are any.</param>
    public static Figure Bar(
        IReadOnlyList<string> categories, IReadOnlyList<double> values, string xTitle, string yTitle, string altText, string? title = null, IReadOnlyList<double>? deviations = null)
    {
        NotEmpty(categories, nameof(categories));
        SameLength(categories, values, nameof(values));
        var bars = new JsonObject
        {
            ["type"] = "bar",
            ["x"] = PlotJson.Strings(categories),
            ["y"] = PlotJson.Numbers(values),
            ["text"] = PlotJson.Strings(values.Select(value => FormattableString.Invariant($"{value:0.###}"))),
            ["textposition"] = "inside",
            ["insidetextanchor"] = "start", // at the foot: at the head it would lie under the error bar
            ["marker"] = new JsonObject { ["color"] = Palette.Normal },
        };
        if (deviations is not null)
        {
            SameLength(categories, deviations, nameof(deviations));
            bars["error_y"] = new JsonObject { ["type"] = "data", ["array"] = PlotJson.Numbers(deviations), ["color"] = Palette.Neutral };
        }
        var xAxis = PlotJson.Axis(xTitle);
        xAxis["type"] = "category"; // "0", "1", … are names here, not numbers
        return new Figure([bars], PlotJson.Layout(title, xAxis, PlotJson.Axis(yTitle)), altText);
    }

    private static Figure Lines(IReadOnlyList<Series> series, JsonObject xAxis, string yTitle, string altText, string? title, bool logY)
    {
        var yAxis = PlotJson.Axis(yTitle);
        if (logY) (yAxis["type"], yAxis["tickformat"]) = ("log", "~g");
        return new Figure([.. series.Select((one, i) => PlotJson.Line(one.Name, one.X, one.Y, i))], PlotJson.Layout(title, xAxis, yAxis), altText);
    }

    private static void Check(IReadOnlyList<Series> series)
    {
        NotEmpty(series, nameof(series));
        foreach (var one in series)
        {
            NotEmpty(one.X, $"X of series '{one.Name}'");
            SameLength(one.X, one.Y, $"Y of series '{one.Name}'");
        }
    }

    private static void SameLength<TOne, TOther>(IReadOnlyCollection<TOne> values, IReadOnlyCollection<TOther> others, string name)
    {
        ArgumentNullException.ThrowIfNull(others, name);
        if (values.Count != others.Count) throw new ArgumentException($"'{name}' has {others.Count} values where {values.Count} are needed.", name);
    }
}
