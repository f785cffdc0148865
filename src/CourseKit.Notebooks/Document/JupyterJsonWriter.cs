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

    /// <summary>Writes an object; the items of <paramref name="replace"/> take the place of the member that it names.</summary>
    public static void WriteObject(
        StringBuilder text, JsonObject members, int depth, (string Name, IReadOnlyList<JsonNode> Items)? replace = null) =>
        WriteAll(text, "{}", members, depth, member =>
        {
            WriteString(text, member.Key);
            text.Append(": ");
            if (replace is { } substitute && substitute.Name == member.Key) WriteArray(text, substitute.Items, depth + 1);
            else Write(text, member.Value, depth + 1);
        });

    private static void WriteArray(StringBuilder text, IEnumerable<JsonNode?> items, int depth) =>
        WriteAll(text, "[]", items, depth, item => Write(text, item, depth + 1));

    private static void WriteAll<T>(StringBuilder text, string brackets, IEnumerable<T> items, int depth, Action<T> write)
    {
        var opener = brackets[0];
        foreach (var item in items)
        {
            text.Append(opener);
            opener = ',';
            NewLine(text, depth + 1);
            write(item);
        }
        if (opener != ',') text.Append(brackets[0]);
        else NewLine(text, depth);
        text.Append(brackets[1]);
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

/// <summary>nbformat's "multiline string": a JSON string, or a list of lines that keep their line feeds.</summary>
public static class MultilineText
{
    /// <summary>The text of a JSON string or a list of strings; empty for null.</summary>
    /// <exception cref="FormatException">The node is neither.</exception>
    public static string Join(JsonNode? node) => node switch
    {
        null => "",
        JsonArray lines => string.Concat(lines.Select(StringOf)),
        _ => StringOf(node),
    };

    /// <summary>The text as a list of lines, each but the last ending in a line feed; an empty text gives an empty list.</summary>
    public static JsonArray Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var feed = text.IndexOf('\n', start);
            var end = feed < 0 ? text.Length : feed + 1;
            lines.Add((JsonNode)JsonValue.Create(text[start..end]));
            start = end;
        }
        return lines;
    }

    private static string StringOf(JsonNode? node)
    {
        if (node?.GetValueKind() != JsonValueKind.String)
            throw new FormatException("a text must be a string or a list of strings");
        try
        {
            return node.GetValue<string>();
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("a text holds half of a surrogate pair", e);
        }
    }
}

/// <summary>Puts new members where Jupyter, which sorts them by name, would: the next save in Jupyter then moves no line.</summary>
internal static class SortedMembers
{
    public static void Set(JsonObject json, string name, JsonNode? value)
    {
        if (json.ContainsKey(name))
        {
            json[name] = value;
            return;
        }
        var place = 0;
        while (place < json.Count && string.CompareOrdinal(json.GetAt(place).Key, name) < 0)
            place++;
        json.Insert(place, name, value);
    }
}
