using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace CourseKit;

/// <summary>The pieces of Plotly's JSON that all figures share.</summary>
internal static class PlotJson
{
    /// <summary>Five significant digits are more than a screen shows; JSON has no NaN or infinity, a gap stands for them.</summary>
    public static JsonNode? Number(double value) =>
        double.Parse(value.ToString(NumberList.Digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) is var rounded && double.IsFinite(rounded)
            ? JsonValue.Create(rounded)
            : null;

    /// <summary>Many of them.</summary>
    public static JsonNode Numbers(IEnumerable<double> values) => NumberList.Of(values);

    public static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(value => (JsonNode?)JsonValue.Create(value))];

    /// <summary>An axis with its title.</summary>
    /// <exception cref="ArgumentException">No title: a number without a name and a unit says nothing.</exception>
    public static JsonObject Axis(string title, [CallerArgumentExpression(nameof(title))] string name = "") => string.IsNullOrWhiteSpace(title)
        ? throw new ArgumentException($"An axis needs a title: say in '{name}' what it shows, and in which unit, e.g. \"time / s\".", name)
        : new()
        {
            ["title"] = new JsonObject { ["text"] = title },
            ["gridcolor"] = Palette.Grid,
            ["zerolinecolor"] = Palette.Axis,
            ["linecolor"] = Palette.Axis,
            ["automargin"] = true,
        };

    /// <summary>The axis of a picture: no line, no numbers, no dragging.</summary>
    public static JsonObject HiddenAxis(double from, double to) => new()
    {
        ["visible"] = false,
        ["range"] = new JsonArray(from, to),
        ["fixedrange"] = true,
        ["constrain"] = "domain",
    };

    /// <summary>The legend of a colour scale.</summary>
    public static JsonObject ColourBar(string title, [CallerArgumentExpression(nameof(title))] string name = "") => string.IsNullOrWhiteSpace(title)
        ? throw new ArgumentException($"A colour scale needs a title: say in '{name}' what the colours show, and in which unit.", name)
        : new()
        {
            ["title"] = new JsonObject { ["text"] = title, ["side"] = "right" },
            ["thickness"] = 14,
            ["outlinewidth"] = 0,
        };

    /// <summary>A piece of text that stands at a place of the plot.</summary>
    public static JsonObject Text(string text, double x, double y, string xAnchor = "center", string yAnchor = "middle", int size = 12) => new()
    {
        ["text"] = text,
        ["x"] = Number(x),
        ["y"] = Number(y),
        ["xanchor"] = xAnchor,
        ["yanchor"] = yAnchor,
        ["showarrow"] = false,
        ["font"] = new JsonObject { ["size"] = size },
    };

    /// <summary>A title on the upper edge of a picture; further up it would be off the axis, and Plotly would leave it out.</summary>
    public static JsonObject TitleAbove(string text, double x, double top)
    {
        var title = Text(text, x, top, yAnchor: "bottom");
        title["yshift"] = 3;
        return title;
    }

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

    /// <summary>Lines across a bar, other ones for each group: they tell groups apart without colour.</summary>
    public static JsonObject Hatching(int index) => new()
    {
        ["shape"] = new[] { "", "/", "\\", "x", "-", "|", "+", "." }[index % 8],
        ["solidity"] = 0.2,
        ["fillmode"] = "overlay",
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
