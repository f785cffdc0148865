namespace CourseKit.Notebooks;

/// <summary>How <see cref="HtmlExporter"/> makes a page.</summary>
public sealed record HtmlExportOptions
{
    /// <summary>The page's title; null for the first level-1 heading, or "Notebook" when there is none.</summary>
    public string? Title { get; init; }

    /// <summary>The notebook's folder, against which relative images are found; null for the current directory.</summary>
    public string? Folder { get; init; }

    /// <summary>plotly.js and KaTeX, from <see cref="AssetCache.RestoreAsync"/> for a page that works offline.</summary>
    public WebAssets Assets { get; init; } = WebAssets.Linked;

    /// <summary>True to show code cells folded: the reader opens those of interest. Cells that say so themselves (<c>source_hidden</c>) always are.</summary>
    public bool FoldCode { get; init; }

    /// <summary>Told, one sentence each, what will not look as the author meant, such as a picture that is missing.</summary>
    public Action<string>? Warn { get; init; }
}
