using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit;

/// <summary>
/// A picture for a notebook, a slide or a page: a Plotly figure as JSON, and the same in words for readers who do not
/// see it. Made by the factory methods; a figure of one's own is one constructor call.
/// </summary>
/// <remarks>
/// All factories throw <see cref="ArgumentException"/>, naming the argument, for empty input and for lists whose lengths
/// do not match. Numbers are rounded to five significant digits; NaN and infinity are drawn as gaps. Figures have a
/// transparent ground and colours for light and dark pages.
/// </remarks>
[TypeFormatterSource(typeof(FigureFormatters), PreferredMimeTypes = [MimeType, "text/html", "text/plain"])]
public sealed partial class Figure
{
    /// <summary>The MIME type of Plotly figures.</summary>
    public const string MimeType = "application/vnd.plotly.v1+json";

    private readonly ReadOnlyMemory<byte> json;

    /// <summary>Wraps a Plotly figure.</summary>
    /// <param name="data">Plotly's traces.</param>
    /// <param name="layout">Plotly's layout.</param>
    /// <param name="altText">What the picture shows, in words; required.</param>
    /// <exception cref="ArgumentException">The alternative text is empty, or there is no trace.</exception>
    public Figure(JsonArray data, JsonObject layout, string altText)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(layout);
        if (string.IsNullOrWhiteSpace(altText))
            throw new ArgumentException("A figure needs an alternative text: say in a sentence what it shows, for readers who cannot see it.", nameof(altText));
        if (data.Count == 0) throw new ArgumentException("A figure needs at least one trace.", nameof(data));
        AltText = altText.Trim();
        (Width, Height) = (Pixels(layout, "width") ?? 700, Pixels(layout, "height") ?? 420);
        json = Write(data, layout, AltText);
    }

    /// <summary>What the picture shows, in words.</summary>
    public string AltText { get; }

    /// <summary>The figure as JSON: Plotly's <c>data</c>, <c>layout</c> and <c>config</c>, and <c>alt</c> with the alternative text.</summary>
    /// <returns>A fresh copy.</returns>
    public JsonObject ToJson() => JsonNode.Parse(json.Span)!.AsObject();

    /// <summary>The same as the text of it, in UTF-8.</summary>
    internal ReadOnlySpan<byte> Utf8Json => json.Span;

    /// <summary>Pixels across.</summary>
    internal int Width { get; }

    /// <summary>Pixels from top to bottom.</summary>
    internal int Height { get; }

    /// <summary>The alternative text.</summary>
    public override string ToString() => AltText;

    private static ReadOnlyMemory<byte> Write(JsonArray data, JsonObject layout, string altText)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("data");
            data.WriteTo(writer);
            writer.WritePropertyName("layout");
            layout.WriteTo(writer);
            writer.WriteStartObject("config");
            writer.WriteBoolean("responsive", true);
            writer.WriteBoolean("displaylogo", false);
            writer.WriteEndObject();
            writer.WriteString("alt", altText);
            writer.WriteEndObject();
        }
        return text.WrittenMemory;
    }

    private static int? Pixels(JsonObject layout, string side) =>
        layout[side] is JsonValue value && value.TryGetValue<int>(out var pixels) ? pixels : null;

    private static void NotEmpty<T>(IReadOnlyCollection<T> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Count == 0) throw new ArgumentException($"Nothing to draw: '{name}' is empty.", name);
    }
}
