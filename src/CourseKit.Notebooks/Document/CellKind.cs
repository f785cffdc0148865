namespace CourseKit.Notebooks;

/// <summary>What a cell holds; nbformat's <c>cell_type</c>.</summary>
public enum CellKind
{
    /// <summary>C# code, with outputs once it has run.</summary>
    Code,

    /// <summary>Markdown prose.</summary>
    Markdown,

    /// <summary>Text that is neither run nor rendered.</summary>
    Raw,
}
