namespace CourseKit.Notebooks;

/// <summary>Text that is a representation already, such as HTML.</summary>
/// <param name="MimeType">Its MIME type.</param>
/// <param name="Text">The text as the front end gets it.</param>
public sealed record RawContent(string MimeType, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
