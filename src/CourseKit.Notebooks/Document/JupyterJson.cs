using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CourseKit.Notebooks;

/// <summary>
/// Writes JSON byte for byte as Jupyter does: indented by one space, non-ASCII characters as themselves, numbers as they were read.
/// </summary>
internal static partial class JupyterJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // The most relaxed of .NET's encoders still escapes emoji and some more.
    public static string Write(JsonNode node) => Escape().Replace(node.ToJsonString(Options), escape =>
    {
        if (!escape.Groups["code"].Success) return escape.Value;
        var character = (char)int.Parse(escape.Groups["code"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return character < ' ' ? escape.Value.ToLowerInvariant() : character.ToString();
    });

    // Half of a surrogate pair is no character, and neither .NET nor a file in UTF-8 can hold it.
    public static string WithoutHalves(string json) => json.Contains("\\ud", StringComparison.OrdinalIgnoreCase)
        ? Surrogate().Replace(json, match => match.Groups["half"].Success ? "\\ufffd" : match.Value) : json;

    [GeneratedRegex(@"\\(?:u(?<code>.{4})|.)")]
    private static partial Regex Escape();

    [GeneratedRegex(@"\\(?:ud[89ab]..\\ud[c-f]..|u(?<half>d[89a-f]..)|.)", RegexOptions.IgnoreCase)]
    private static partial Regex Surrogate();
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
        var lines = text.Split('\n');
        return [.. lines.Select((line, i) => i < lines.Length - 1 ? line + "\n" : line).Where(line => line.Length > 0)];
    }

    private static string StringOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String
        ? node.GetValue<string>()
        : throw new FormatException("a text must be a string or a list of strings");
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
