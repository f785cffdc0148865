using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>nbformat's "multiline string": a JSON string, or a list of lines that keep their line feeds.</summary>
public static class MultilineText
{
    /// <summary>The text of a JSON string or a list of strings; empty for null.</summary>
    /// <exception cref="FormatException">The node is neither.</exception>
    public static string Join(JsonNode? node)
    {
        switch (node)
        {
            case null: return "";
            case JsonArray lines:
                var text = new StringBuilder();
                foreach (var line in lines)
                    text.Append(StringOf(line));
                return text.ToString();
            default: return StringOf(node);
        }
    }

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
