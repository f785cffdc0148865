using System.Globalization;

namespace CourseKit.Notebooks;

/// <summary>
/// Collects what a formatter writes. Most write one string, which may have megabytes and need not be copied, let alone twice as by a
/// <see cref="StringWriter"/> of the ordinary kind.
/// </summary>
internal sealed class FormattedText() : StringWriter(CultureInfo.InvariantCulture)
{
    private string first = "";

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (first.Length == 0 && GetStringBuilder().Length == 0) first = value ?? "";
        else base.Write(value);
    }

    /// <summary>All that has been written.</summary>
    public override string ToString() => first + base.ToString();
}
