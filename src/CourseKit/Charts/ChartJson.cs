using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Newtonsoft.Json.Linq;
using Plotly.NET;
using PlotlyPart = DynamicObj.DynamicObj;

namespace CourseKit;

/// <summary>
/// Writes a Plotly.NET chart as plotly.js reads it. Newtonsoft.Json, with which Plotly.NET does it, takes a quarter of a second to start
/// and writes NaN as a text; here NaN and infinity become <c>null</c>, a gap.
/// </summary>
internal static class ChartJson
{
    private static readonly double[] Powers = [.. Enumerable.Range(0, 20).Select(exponent => Math.Pow(10, exponent))];

    /// <summary><c>data</c>, <c>layout</c>, <c>config</c>, and <c>alt</c> with the words.</summary>
    /// <param name="traces">The traces.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="altText">The words.</param>
    /// <param name="rounded">Whether numbers are rounded to five significant digits, more than a screen shows.</param>
    public static string Write(IEnumerable<Trace> traces, Layout layout, Config config, string altText, bool rounded) => Text(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("data");
        Write(writer, traces, rounded);
        writer.WritePropertyName("layout");
        Write(writer, layout, rounded);
        writer.WritePropertyName("config");
        Write(writer, config, rounded);
        writer.WriteString("alt", altText);
        writer.WriteEndObject();
    });

    /// <summary>One part of a chart, numbers as they are.</summary>
    public static string TextOf(PlotlyPart part) => Text(writer => Write(writer, part, rounded: false));

    /// <summary>Five significant digits; NaN where they are not finite.</summary>
    public static double Rounded(double value)
    {
        var size = Math.Abs(value);
        if (size == 0) return 0; // not −0
        var culture = CultureInfo.InvariantCulture;
        if (!(size is >= 1e-10 and < 1e15)) return double.Parse(value.ToString("G5", culture), culture);
        var decimals = 4 - (int)Math.Floor(Math.Log10(size));
        return decimals >= 0
            ? Math.Round(value * Powers[decimals]) / Powers[decimals]
            : Math.Round(value / Powers[-decimals]) * Powers[-decimals];
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        // The default encoder escapes <, > and &: no text of a chart can end the script element that it stands in.
        using (var writer = new Utf8JsonWriter(text)) write(writer);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static void Write(Utf8JsonWriter writer, object? value, bool rounded)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool truth: writer.WriteBooleanValue(truth); break;
            case int number: writer.WriteNumberValue(number); break;
            case double number: WriteNumber(writer, number, rounded); break;
            case float number when !rounded && float.IsFinite(number): writer.WriteNumberValue(number); break; // 0.1f is 0.1
            case float number: WriteNumber(writer, number, rounded); break;
            case double[] numbers:
                writer.WriteStartArray();
                foreach (var number in numbers) WriteNumber(writer, number, rounded);
                writer.WriteEndArray();
                break;
            case PlotlyPart part:
                writer.WriteStartObject();
                if (part is Trace trace) writer.WriteString("type", trace.type);
                foreach (var (name, property) in part.Properties)
                {
                    writer.WritePropertyName(name);
                    Write(writer, property, rounded);
                }
                writer.WriteEndObject();
                break;
            case IEnumerable items and not (IDictionary or JToken):
                writer.WriteStartArray();
                foreach (var item in items) Write(writer, item, rounded);
                writer.WriteEndArray();
                break;
            default: // colours, dates, whatever else a chart may hold
                writer.WriteRawValue(Newtonsoft.Json.JsonConvert.SerializeObject(value));
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, double value, bool rounded)
    {
        if (rounded) value = Rounded(value);
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}
