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
/// do not match. Their numbers are rounded to five significant digits; NaN and infinity are drawn as gaps. Figures have a
/// transparent ground and colours for light and dark pages.
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
    /// <param name="chart">The chart; it stays as it is.</param>
    /// <param name="altText">What the chart shows, in words; required.</param>
    /// <exception cref="ArgumentException">The alternative text is empty.</exception>
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

    /// <summary>
    /// The figure as JSON: Plotly's <c>data</c>, <c>layout</c> and <c>config</c>, and <c>alt</c> with the alternative text.
    /// </summary>
    /// <returns>A fresh copy.</returns>
    public JsonObject ToJson() => JsonNode.Parse(Json)!.AsObject();

    /// <summary>The same as the text of it.</summary>
    internal string Json { get; }

    /// <summary>Pixels across.</summary>
    internal int Width => Pixels("width", 700);

    /// <summary>Pixels from top to bottom.</summary>
    internal int Height => Pixels("height", 420);

    /// <summary>The alternative text.</summary>
    public override string ToString() => AltText;

    private int Pixels(string side, int otherwise) => layout.Properties.TryGetValue(side, out var value) && value is int pixels
        ? pixels
        : otherwise;

    private static void NotEmpty<T>(IReadOnlyCollection<T> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Count == 0) throw new ArgumentException($"Nothing to draw: '{name}' is empty.", name);
    }

    private static void SameLength<TOne, TOther>(IReadOnlyCollection<TOne> values, IReadOnlyCollection<TOther> others, string name)
    {
        ArgumentNullException.ThrowIfNull(others, name);
        if (values.Count != others.Count)
            throw new ArgumentException($"'{name}' has {others.Count} values where {values.Count} are needed.", name);
    }

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Short(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Shape(TorchSharp.torch.Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
