using System.Runtime.CompilerServices;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using PlotlyPart = DynamicObj.DynamicObj;

namespace CourseKit;

// The pieces of Plotly.NET charts that all figures share, and the course's theme. Properties are set by their names in plotly.js: the
// chart functions of Plotly.NET would bring its default template, which takes a second of a session's first chart, and compile for a
// third of one.
internal static class Plot
{
    // Those that are null are left out.
    public static T With<T>(this T part, params ReadOnlySpan<(string Name, object? Value)> properties) where T : PlotlyPart
    {
        foreach (var (name, value) in properties)
            if (value is not null) part.SetProperty(name, value);
        return part;
    }

    public static T Part<T>(params ReadOnlySpan<(string Name, object? Value)> properties) where T : PlotlyPart, new() =>
        new T().With(properties);

    public static Trace Trace(string type, params ReadOnlySpan<(string Name, object? Value)> properties) =>
        new Trace(type).With(properties);

    // A number without a name and a unit says nothing.
    public static LinearAxis Axis(string title, bool log = false, [CallerArgumentExpression(nameof(title))] string name = "")
    {
        if (string.IsNullOrWhiteSpace(title))
            throw new ArgumentException($"An axis needs a title: say in '{name}' what it shows, and in which unit, e.g. \"time / s\".",
                name);
        return UntitledAxis().With(
            ("title", Part<Title>(("text", title))), ("type", log ? "log" : null), ("tickformat", log ? "~g" : null));
    }

    // An axis of names: "0", "1", … are names here, not numbers.
    public static LinearAxis CategoryAxis(string title, [CallerArgumentExpression(nameof(title))] string name = "") =>
        Axis(title, name: name).With(("type", "category"));

    public static LinearAxis UntitledAxis() =>
        Part<LinearAxis>(("gridcolor", Palette.Grid), ("zerolinecolor", Palette.Axis), ("linecolor", Palette.Axis), ("automargin", true));

    // The axis of a picture: no line, no numbers, no dragging.
    public static LinearAxis HiddenAxis(double from, double to) =>
        Part<LinearAxis>(("visible", false), ("range", new[] { from, to }), ("fixedrange", true), ("constrain", "domain"));

    public static ColorBar ColourBar(string title, [CallerArgumentExpression(nameof(title))] string name = "") =>
        string.IsNullOrWhiteSpace(title)
        ? throw new ArgumentException($"A colour scale needs a title: say in '{name}' what the colours show, and in which unit.", name)
        : Part<ColorBar>(("title", Part<Title>(("text", title), ("side", "right"))), ("thickness", 14), ("outlinewidth", 0));

    public static Annotation Text(string text, double x, double y, string xAnchor = "center", string yAnchor = "middle", int size = 12) =>
        Part<Annotation>(
            ("text", text), ("x", x), ("y", y), ("xanchor", xAnchor), ("yanchor", yAnchor), ("showarrow", false),
            ("font", Part<Font>(("size", size))));

    // On the upper edge of a picture; further up it would be off the axis, and Plotly would leave it out.
    public static Annotation TitleAbove(string text, double x, double top) => Text(text, x, top, yAnchor: "bottom").With(("yshift", 3));

    public static Margin Margins(int left, int right, int top, int bottom) =>
        Part<Margin>(("l", left), ("r", right), ("t", top), ("b", bottom));

    public static Layout Layout(string? title, LinearAxis xAxis, LinearAxis yAxis, int width = 700, int height = 420) =>
        Theme(Part<Layout>(
            ("width", width), ("height", height), ("margin", Margins(60, 20, title is null ? 20 : 50, 50)),
            ("title", title is null ? null : Part<Title>(("text", title))), ("xaxis", xAxis), ("yaxis", yAxis)));

    // A student's layout, which stays as it is, with the course's theme as the template: that counts wherever the layout says nothing else.
    public static Layout Themed(Layout layout)
    {
        var themed = new Layout();
        foreach (var (name, value) in layout.Properties)
            if (name != "template" || (value is PlotlyPart template && !IsDefault(template))) themed.SetProperty(name, value);
        if (themed.Properties.ContainsKey("template")) return themed;
        var look = Theme(Part<Layout>(("colorway", Palette.Colours), ("xaxis", UntitledAxis()), ("yaxis", UntitledAxis())));
        var coloured = new PlotlyPart();
        foreach (var type in (string[])["contour", "heatmap", "histogram2d", "histogram2dcontour", "surface"])
            coloured.SetProperty(type, new[] { Trace(type, ("colorscale", ColourScale.Sequential.Stops)) });
        return themed.With(("template", Part<Template>(("layout", look), ("data", coloured))));
    }

    public static Trace Line(string name, double[] x, double[] y, int index, double width = 2, string? dash = null,
        string? shape = null) => Trace(
        "scatter", ("mode", "lines"), ("name", name), ("x", x), ("y", y),
        ("line", Part<Line>(("color", Palette.Colour(index)), ("dash", dash ?? Palette.Dash(index)), ("width", width), ("shape", shape))));

    // x: numbers, or names of categories.
    public static Trace Points(
        string name, object x, double[] y, int index, double size = 6, double opacity = 0.8, string? symbol = null,
        string? colour = null) => Trace(
        "scatter", ("mode", "markers"), ("name", name), ("x", x), ("y", y),
        ("marker", Part<Marker>(
            ("color", colour ?? Palette.Colour(index)), ("symbol", symbol ?? Palette.Symbol(index)), ("size", size),
            ("opacity", opacity))));

    public static Error? Whiskers(IReadOnlyList<double>? lengths) => lengths is null ? null
        : Part<Error>(("type", "data"), ("array", lengths.ToArray()), ("color", Palette.Neutral), ("thickness", 1.5), ("width", 3));

    private static Layout Theme(Layout layout) => layout.With(
        ("paper_bgcolor", Palette.Transparent),
        ("plot_bgcolor", Palette.Transparent),
        ("font", Part<Font>(("family", "system-ui, sans-serif"), ("size", 13), ("color", Palette.Text))),
        ("legend", Part<Legend>(("bgcolor", Palette.Transparent))),
        ("modebar", Part<ModeBar>(("bgcolor", Palette.Transparent), ("color", Palette.Grid), ("activecolor", Palette.Text))),
        ("hovermode", "closest"));

    // Plotly.NET copies its template when layouts are combined, so references do not tell.
    private static bool IsDefault(PlotlyPart template) =>
        ChartJson.TextOf(template) is var text && (text == "{}" || text == ChartJson.TextOf(Defaults.DefaultTemplate));
}
