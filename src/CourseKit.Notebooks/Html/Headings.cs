using System.Globalization;
using System.Text;

namespace CourseKit.Notebooks;

/// <summary>A heading of the notebook: its level from 1, its anchor, its text, and the same as HTML without links.</summary>
internal sealed record Heading(int Level, string Id, string Text, string Html);

/// <summary>The headings of all cells, each with an anchor that nothing else on the page has.</summary>
internal sealed class Headings
{
    private readonly Dictionary<string, Heading> byId = new(StringComparer.Ordinal);
    private readonly List<Heading> all = [];

    public IReadOnlyList<Heading> All => all;

    /// <summary>Reserves an anchor made from a heading's text.</summary>
    public string CreateId(string text)
    {
        var slug = Slug(text);
        var id = slug;
        for (var n = 1; byId.ContainsKey(id); n++)
            id = slug + "-" + n.ToString(CultureInfo.InvariantCulture);
        byId.Add(id, null!);
        return id;
    }

    public void Add(Heading heading)
    {
        byId[heading.Id] = heading;
        all.Add(heading);
    }

    /// <summary>
    /// The anchor that a link means: Jupyter writes <c>#The-code-plane</c>, VS Code and GitHub <c>#the-code-plane</c>. Null when there is none.
    /// </summary>
    public string? Find(string fragment)
    {
        var slug = Slug(Uri.UnescapeDataString(fragment));
        return byId.ContainsKey(slug) ? slug : null;
    }

    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var c in text.Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || c is '-' or '_') slug.Append(c);
            else if (char.IsWhiteSpace(c)) slug.Append('-');
        }

        return slug.Length == 0 ? "section" : slug.ToString();
    }
}
