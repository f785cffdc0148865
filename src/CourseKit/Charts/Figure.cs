using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.FSharp.Collections;
using Plotly.NET;

namespace CourseKit;

/// <summary>
/// A picture for a notebook, a slide or a page: a Plotly.NET chart in the course's theme, and the same in words for readers who do not
/// see it. Made by the factory methods, or by <see cref="Of"/> from a chart of one's own.
/// </summary>
/// <remarks>
/// All factories throw <see cref="ArgumentException"/>, naming the argument, for empty input and for lists whose lengths
/// do not match. Their numbers are rounded to five significant digits; NaN and infinity are drawn as gaps. <c>altText</c> says in words
/// what is shown; <c>xTitle</c> and <c>yTitle</c> name an axis and its unit. Figures have a transparent ground and colours for light
/// and dark pages.
/// </remarks>
[TypeFormatterSource(typeof(FigureFormatters), PreferredMimeTypes = [MimeType, "text/html", "text/plain"])]
public sealed partial class Figure
{
    /// <summary>The MIME type of Plotly figures.</summary>
    public const string MimeType = "application/vnd.plotly.v1+json";

    private readonly IReadOnlyList<Trace> traces;
    private readonly Layout layout;
    private readonly Config config;

    private Figure(IReadOnlyList<Trace> data, Layout look, string altText, Config? own = null)
    {
        if (string.IsNullOrWhiteSpace(altText))
            throw new ArgumentException(
                "A figure needs an alternative text: say in a sentence what it shows, for readers who cannot see it.", nameof(altText));
        (traces, layout, AltText) = (data, look, altText.Trim());
        config = own ?? Plot.Part<Config>(("responsive", true), ("displaylogo", false));
        Json = ChartJson.Write(traces, layout, config, AltText, rounded: own is null);
    }

    /// <summary>
    /// A figure from a chart made with Plotly.NET: in the course's theme wherever the chart does not say otherwise, its numbers as they
    /// are.
    /// </summary>
    /// <example><c>Figure.Of(Chart.Line&lt;double, double, string&gt;(x: x, y: y), "A parabola.")</c></example>
    public static Figure Of(GenericChart chart, string altText)
    {
        ArgumentNullException.ThrowIfNull(chart);
        return new([.. GenericChart.getTraces(chart)], Plot.Themed(GenericChart.getLayout(chart)), altText, GenericChart.getConfig(chart));
    }

    /// <summary>
    /// The Plotly.NET chart, to go on with. What is changed in it does not change this figure: give the new one to <see cref="Of"/>.
    /// </summary>
    public GenericChart Chart => GenericChart.NewMultiChart(ListModule.OfSeq(traces), layout, config, Defaults.DefaultDisplayOptions);

    /// <summary>What the picture shows, in words.</summary>
    public string AltText { get; }

    /// <summary>A fresh copy as JSON: Plotly's <c>data</c>, <c>layout</c> and <c>config</c>, and <c>alt</c> with the words.</summary>
    public JsonObject ToJson() => JsonNode.Parse(Json)!.AsObject();

    internal string Json { get; }

    internal int Width => Pixels("width", 700);

    internal int Height => Pixels("height", 420);

    /// <summary>The alternative text.</summary>
    public override string ToString() => AltText;

    private int Pixels(string side, int otherwise) => layout.Properties.GetValueOrDefault(side) as int? ?? otherwise;

    private static void NotEmpty<T>(IReadOnlyCollection<T> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Count == 0) throw new ArgumentException($"Nothing to draw: '{name}' is empty.", name);
    }

    private static void HasCount<T>(int count, IReadOnlyCollection<T> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Count != count) throw new ArgumentException($"'{name}' has {values.Count} values where {count} are needed.", name);
    }

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Short(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Shape(TorchSharp.torch.Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
