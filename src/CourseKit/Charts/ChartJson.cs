using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Newtonsoft.Json.Linq;
using Plotly.NET;
using PlotlyPart = DynamicObj.DynamicObj;

namespace CourseKit;

// Writes a Plotly.NET chart as plotly.js reads it. Newtonsoft.Json, with which Plotly.NET does it, takes a quarter of a second to start
// and writes NaN as a text; here NaN and infinity become null, a gap.
internal static class ChartJson
{
    // If rounded, numbers have five significant digits, more than a screen shows.
    public static string Write(IEnumerable<Trace> traces, Layout layout, Config config, string altText, bool rounded) => Text(
        Plot.Part<PlotlyPart>(("data", traces), ("layout", layout), ("config", config), ("alt", altText)), rounded);

    public static string TextOf(PlotlyPart part) => Text(part, rounded: false);

    private static string Text(PlotlyPart part, bool rounded)
    {
        using var text = new MemoryStream();
        // The default encoder escapes <, > and &: no text of a chart can end the script element that it stands in.
        using (var writer = new Utf8JsonWriter(text)) Write(writer, part, rounded);
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
        Span<byte> digits = stackalloc byte[32];
        if (!double.IsFinite(value)) writer.WriteNullValue();
        else if (!rounded) writer.WriteNumberValue(value);
        else if ((value + 0).TryFormat(digits, out var length, "G5", CultureInfo.InvariantCulture)) // −0 + 0 is 0
            writer.WriteRawValue(digits[..length], skipInputValidation: true);
    }
}
