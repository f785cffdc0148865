using System.Globalization;
using System.Text.Json.Nodes;

namespace CourseKit;

/// <summary>The pieces of Plotly's JSON that all figures share.</summary>
internal static class PlotJson
{
    /// <summary>Five significant digits are more than a screen shows; JSON has no NaN or infinity, a gap stands for them.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value)
        ? JsonValue.Create(double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
        : null;

    public static JsonArray Numbers(IEnumerable<double> values) => [.. values.Select(Number)];

    public static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(value => (JsonNode?)JsonValue.Create(value))];

    public static JsonObject Axis(string title) => new()
    {
        ["title"] = new JsonObject { ["text"] = title },
        ["gridcolor"] = Palette.Grid,
        ["zerolinecolor"] = Palette.Axis,
        ["linecolor"] = Palette.Axis,
        ["automargin"] = true,
    };

    public static JsonObject Layout(string? title, JsonObject xAxis, JsonObject yAxis, int width = 700, int height = 420)
    {
        var layout = new JsonObject
        {
            ["width"] = width,
            ["height"] = height,
            ["margin"] = new JsonObject { ["l"] = 60, ["r"] = 20, ["t"] = title is null ? 20 : 50, ["b"] = 50 },
            ["paper_bgcolor"] = Palette.Transparent,
            ["plot_bgcolor"] = Palette.Transparent,
            ["font"] = new JsonObject { ["family"] = "system-ui, sans-serif", ["size"] = 13, ["color"] = Palette.Text },
            ["legend"] = new JsonObject { ["bgcolor"] = Palette.Transparent },
            ["modebar"] = new JsonObject { ["bgcolor"] = Palette.Transparent, ["color"] = Palette.Grid, ["activecolor"] = Palette.Text },
            ["hovermode"] = "closest",
            ["xaxis"] = xAxis,
            ["yaxis"] = yAxis,
        };
        if (title is not null) layout["title"] = new JsonObject { ["text"] = title };
        return layout;
    }

    public static JsonObject Line(string name, IEnumerable<double> x, IEnumerable<double> y, int index, double width = 2) => new()
    {
        ["type"] = "scatter",
        ["mode"] = "lines",
        ["name"] = name,
        ["x"] = Numbers(x),
        ["y"] = Numbers(y),
        ["line"] = new JsonObject { ["color"] = Palette.Colour(index), ["dash"] = Palette.Dash(index), ["width"] = width },
    };

    public static JsonObject Points(string name, IEnumerable<double> x, IEnumerable<double> y, int index, double size = 6, double opacity = 0.8) => new()
    {
        ["type"] = "scatter",
        ["mode"] = "markers",
        ["name"] = name,
        ["x"] = Numbers(x),
        ["y"] = Numbers(y),
        ["marker"] = new JsonObject { ["color"] = Palette.Colour(index), ["symbol"] = Palette.Symbol(index), ["size"] = size, ["opacity"] = opacity },
    };

    /// <summary>A thin dotted grey line to compare with: chance, a bound, the diagonal.</summary>
    public static JsonObject Reference(string name, double[] x, double[] y) => new()
    {
        ["type"] = "scatter",
        ["mode"] = "lines",
        ["name"] = name,
        ["x"] = Numbers(x),
        ["y"] = Numbers(y),
        ["hoverinfo"] = "skip",
        ["line"] = new JsonObject { ["color"] = Palette.Neutral, ["dash"] = "dot", ["width"] = 1.5 },
    };
}
