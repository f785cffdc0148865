namespace CourseKit.Notebooks;

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
