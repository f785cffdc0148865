using System.Text.RegularExpressions;

namespace CourseKit.Notebooks;

/// <summary>Text that a cell has written to the console as HTML: a terminal's control sequences go, colours among them.</summary>
internal static partial class ConsoleText
{
    public static string ToHtml(string text) => HtmlText.Escape(Overwritten().Replace(Control().Replace(text, ""), ""));

    // A progress line that is written over and over shows its last state.
    [GeneratedRegex(@"^.*\r(?=[^\r\n])|\r+$", RegexOptions.Multiline)]
    private static partial Regex Overwritten();

    [GeneratedRegex(@"\e\[[0-?]*[ -/]*[@-~]|\e\][^\a\e]*(?:\a|\e\\)|\e[@-Z\\-_]|[\x00-\x08\x0b\x0c\x0e-\x1f]")]
    private static partial Regex Control();
}

/// <summary>Text as HTML.</summary>
internal static class HtmlText
{
    // For element content, and for attribute values in quotes of either kind.
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);
}
