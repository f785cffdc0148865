namespace CourseKit.Notebooks;

/// <summary>What every cell can call without a using; the names are .NET Interactive's, so that a notebook runs on either kernel.</summary>
public static class NotebookScript
{
    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">Anything; types decide how they look with a <c>TypeFormatterSourceAttribute</c>.</param>
    /// <param name="mimeTypes">The representations to show; all that the value has, if none is named.</param>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => new(OutputChannel.Current, value, mimeTypes);

    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">Anything; types decide how they look with a <c>TypeFormatterSourceAttribute</c>.</param>
    /// <param name="mimeTypes">The representations to show; all that the value has, if none is named.</param>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => new(OutputChannel.Current, value, mimeTypes);

    /// <summary>Shows text as what its MIME type says it is, such as <c>text/markdown</c>.</summary>
    public static DisplayedValue DisplayAs(this string text, string mimeType) => display(new RawContent(mimeType, text));

    /// <summary>Makes HTML of text, to be displayed or to be a cell's last expression.</summary>
    public static RawContent HTML(string html) => new("text/html", html);
}
