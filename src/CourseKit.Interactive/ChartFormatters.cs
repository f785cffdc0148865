using CourseKit.Notebooks;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using ChartsFromNetwork = Plotly.NET.Interactive.Formatters;

namespace CourseKit.Interactive;

/// <summary>Charts under .NET Interactive: figures and Plotly.NET's own, drawn by the course's copy of plotly.js.</summary>
internal static class ChartFormatters
{
    // What the course's small plotly.js draws: https://github.com/plotly/plotly.js/blob/v4.1.1/dist/README.md
    private static readonly HashSet<string> Drawn =
    [
        "bar", "box", "contour", "heatmap", "histogram", "histogram2d", "histogram2dcontour", "image", "pie", "scatter", "scatterternary",
        "violin",
    ];

    private static readonly MimeFormatter[] Own = [.. new FigureFormatters().CreateTypeFormatters()];

    /// <summary>
    /// Registers the formatters. Where plotly.js has been restored, it goes into the running cell's output, and charts need no network.
    /// </summary>
    public static void Register()
    {
        var assets = new AssetCache().Restored();
        if (assets.Embedded) KernelInvocationContext.Current?.DisplayAs(assets.Script(WebFile.Plotly, ""), HtmlFormatter.MimeType);

        // Its Jupyter kernel sends plotly's JSON as a text, which no front end can draw.
        string[] mimeTypes = Environment.GetCommandLineArgs().Contains("jupyter")
            ? [HtmlFormatter.MimeType, PlainTextFormatter.MimeType]
            : [Figure.MimeType, HtmlFormatter.MimeType, PlainTextFormatter.MimeType];
        var cases = typeof(GenericChart).GetNestedTypes().Where(typeof(GenericChart).IsAssignableFrom);
        Type[] types = [typeof(Figure), typeof(GenericChart), .. cases];
        foreach (var type in types)
        {
            // The first question makes the host read the type's attribute, whose preferences would count from then on.
            Formatter.GetPreferredMimeTypesFor(type);
            foreach (var mimeType in mimeTypes)
                Formatter.Register(type, (value, writer) => writer.Write(Text(value, mimeType, assets.Embedded)), mimeType);
            Formatter.SetPreferredMimeTypesFor(type, mimeTypes);
        }
    }

    /// <summary>A chart in a MIME type.</summary>
    /// <param name="chart">A figure or a chart of Plotly.NET.</param>
    /// <param name="mimeType">The MIME type.</param>
    /// <param name="offline">Whether plotly.js is in the page, so that the chart need not ask the network for it.</param>
    internal static string Text(object chart, string mimeType, bool offline)
    {
        // Surfaces and maps need the full plotly.js, which Plotly.NET's own formatter loads from the network.
        var asHtml = mimeType == HtmlFormatter.MimeType;
        if (asHtml && chart is GenericChart raw && !GenericChart.getTraces(raw).All(trace => Drawn.Contains(trace.type)))
            return ChartsFromNetwork.toInteractiveHTML(raw);

        using var text = new StringWriter();
        Own.First(formatter => formatter.MimeType == mimeType && formatter.Type.IsInstanceOfType(chart)).Format(chart, text);
        return asHtml && offline ? text.ToString().Replace(FigureFormatters.PlotlyUrl, "", StringComparison.Ordinal) : text.ToString();
    }
}
