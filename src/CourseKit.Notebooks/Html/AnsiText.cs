using System.Text;
using System.Text.RegularExpressions;

namespace CourseKit.Notebooks;

/// <summary>Terminal text as HTML: colours and weight are classes, other control sequences go, a carriage return overwrites its line.</summary>
internal static partial class AnsiText
{
    private static readonly string[] Colours = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

    public static string ToHtml(string text)
    {
        var lines = Overwrite(text);
        var html = new StringBuilder();
        string? colour = null;
        var bold = false;
        var at = 0;
        foreach (Match control in Control().Matches(lines))
        {
            Append(html, lines[at..control.Index], colour, bold);
            at = control.Index + control.Length;
            if (control.Groups["sgr"].Success) Apply(control.Groups["sgr"].Value, ref colour, ref bold);
        }
        Append(html, lines[at..], colour, bold);
        return html.ToString();
    }

    // A progress line written over and over shows its last state.
    private static string Overwrite(string text)
    {
        if (!text.Contains('\r', StringComparison.Ordinal)) return text;
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n')
            .Select(line => line.TrimEnd('\r'))
            .Select(line => line[(line.LastIndexOf('\r') + 1)..]);
        return string.Join('\n', lines);
    }

    private static void Append(StringBuilder html, string text, string? colour, bool bold)
    {
        if (text.Length == 0 || (colour is null && !bold))
        {
            html.Append(HtmlText.Escape(text));
            return;
        }
        string names = (colour, bold) switch
        {
            (null, _) => "ansi-bold",
            (_, true) => $"ansi-{colour} ansi-bold",
            _ => $"ansi-{colour}",
        };
        html.Append("<span class=\"").Append(names).Append("\">").Append(HtmlText.Escape(text)).Append("</span>");
    }

    private static void Apply(string parameters, ref string? colour, ref bool bold)
    {
        int[] codes = [.. parameters.Split(';').Select(code => int.TryParse(code, out int value) ? value : 0)];
        for (var i = 0; i < codes.Length; i++)
            switch (codes[i])
            {
                case 0: (colour, bold) = (null, false); break;
                case 1: bold = true; break;
                case 22: bold = false; break;
                case >= 30 and <= 37: colour = Colours[codes[i] - 30]; break;
                case >= 90 and <= 97: colour = Colours[codes[i] - 90]; break;
                case 39: colour = null; break;

                // 38;5;n and 38;2;r;g;b (48 alike) choose from more colours than a page has: left out, with their numbers.
                case 38 or 48: i += i + 1 < codes.Length && codes[i + 1] == 2 ? 4 : 2; break;
            }
    }

    [GeneratedRegex(@"\e\[(?<sgr>[0-9;]*)m|\e\[[0-?]*[ -/]*[@-~]|\e\][^\a\e]*(?:\a|\e\\)|\e[@-Z\\-_]|[\x00-\x08\x0b\x0c\x0e-\x1f]")]
    private static partial Regex Control();
}

/// <summary>Text as HTML.</summary>
internal static class HtmlText
{
    /// <summary>Escapes for element content and for attribute values in quotes of either kind.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);
}
