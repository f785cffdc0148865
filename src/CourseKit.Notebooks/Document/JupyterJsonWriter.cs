using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>
/// Writes JSON byte for byte as Jupyter does: indented by one space, non-ASCII characters as themselves, numbers as they were read.
/// </summary>
/// <remarks>Utf8JsonWriter cannot be told to leave emoji and the HTML characters alone, which would touch lines nobody edited.</remarks>
internal static class JupyterJsonWriter
{
    public static void Write(StringBuilder text, JsonNode? node, int depth = 0)
    {
        switch (node)
        {
            case null: text.Append("null"); break;
            case JsonObject members: WriteObject(text, members, depth); break;
            case JsonArray items: WriteArray(text, items, depth); break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String: WriteString(text, value); break;
            default: text.Append(node.ToJsonString()); break;
        }
    }

    /// <summary>Writes an object; where <paramref name="replace"/> names a member, its items are written in place of the member's value.</summary>
    public static void WriteObject(
        StringBuilder text, JsonObject members, int depth, (string Name, IReadOnlyList<JsonNode> Items)? replace = null)
    {
        if (members.Count == 0)
        {
            text.Append("{}");
            return;
        }

        var opener = '{';
        foreach (var (name, value) in members)
        {
            text.Append(opener);
            opener = ',';
            NewLine(text, depth + 1);
            WriteString(text, name);
            text.Append(": ");
            if (replace is { } substitute && substitute.Name == name) WriteArray(text, substitute.Items, depth + 1);
            else Write(text, value, depth + 1);
        }

        NewLine(text, depth);
        text.Append('}');
    }

    private static void WriteArray(StringBuilder text, IEnumerable<JsonNode?> items, int depth)
    {
        var opener = '[';
        foreach (var item in items)
        {
            text.Append(opener);
            opener = ',';
            NewLine(text, depth + 1);
            Write(text, item, depth + 1);
        }

        if (opener == '[')
        {
            text.Append("[]");
            return;
        }

        NewLine(text, depth);
        text.Append(']');
    }

    private static void NewLine(StringBuilder text, int depth) => text.Append('\n').Append(' ', depth);

    private static void WriteString(StringBuilder text, JsonValue value)
    {
        // Half a surrogate pair has no .NET string that UTF-8 could carry; what was read goes out as it was.
        if (value.TryGetValue(out JsonElement element))
        {
            try
            {
                WriteString(text, element.GetString()!);
            }
            catch (InvalidOperationException)
            {
                text.Append(element.GetRawText());
            }

            return;
        }

        WriteString(text, value.GetValue<string>());
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case < ' ': AppendEscape(text, c); break;
                case >= '\ud800' and <= '\udfff':
                    if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                        text.Append(c).Append(value[++i]);
                    else AppendEscape(text, c);
                    break;
                default: text.Append(c); break;
            }
        }

        text.Append('"');
    }

    private static void AppendEscape(StringBuilder text, char c) =>
        text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
}
