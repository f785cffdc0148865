namespace CourseKit.Notebooks.Tests;

public sealed class MarkdownMarkupTests
{
    private static string Export(params string[] cells)
    {
        var document = new NotebookDocument();
        document.Cells.AddRange(cells.Select(NotebookCell.Markdown));
        return HtmlExporter.Export(document, new HtmlExportOptions());
    }

    [Theory]
    [InlineData("| a | b |\n|--:|---|\n| 1 | 2 |", "<td style=\"text-align: right;\">1</td>")]
    [InlineData("- [x] done", "type=\"checkbox\" checked=\"checked\"")]
    [InlineData("~~gone~~", "<del>gone</del>")]
    [InlineData("a <b>bold</b> word", "a <b>bold</b> word")]
    [InlineData("a note[^1]\n\n[^1]: here", "<sup>1</sup>")]
    [InlineData("```csharp\nvar x = 1;\n```", "<span class=\"k\">var</span> x = <span class=\"n\">1</span>;")]
    [InlineData("```bash\nls <dir>\n```", "<code>ls &lt;dir&gt;")]
    public void Renders_what_Jupyter_renders(string markdown, string expected) =>
        Assert.Contains(expected, Export(markdown), StringComparison.Ordinal);

    [Fact]
    public void Anchors_are_unique_over_all_cells()
    {
        var page = Export("# Goal", "## Goal", "## Über z & $x_1$");

        Assert.Contains("<h1 id=\"goal\">", page, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"goal-1\">", page, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"über-z--x_1\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_anchor_that_looks_like_a_numbered_one_stays_unique()
    {
        var page = Export("## A-1\n\n## A\n\n## A");

        Assert.Contains("<h2 id=\"a-1\">A-1", page, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"a\">A", page, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"a-2\">A", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[x](#The-code-plane)", "href=\"#the-code-plane\"")]
    [InlineData("[x](#the-code-plane)", "href=\"#the-code-plane\"")]
    [InlineData("[x](#nowhere)", "href=\"#nowhere\"")]
    [InlineData("[x](02-pca.ipynb)", "href=\"02-pca.html\"")]
    [InlineData("[x](../02-pca.ipynb#scores)", "href=\"../02-pca.html#scores\"")]
    [InlineData("[x](https://example.org/a.ipynb)", "href=\"https://example.org/a.ipynb\" rel=\"noopener\"")]
    [InlineData("[x](data/readme.md)", "href=\"data/readme.md\"")]
    public void Links_lead_to_the_place_they_mean(string link, string expected) =>
        Assert.Contains(expected, Export(link, "## The code plane"), StringComparison.Ordinal);

    [Fact]
    public void The_contents_list_headings_of_levels_2_and_3_with_formulas_and_without_inner_links()
    {
        var page = Export("# Title", "## The [map](https://example.org) $E_1$\n\n### Deep\n\n#### Deeper");
        var start = page.IndexOf("<nav", StringComparison.Ordinal);
        var contents = page[start..page.IndexOf("</nav>", StringComparison.Ordinal)];

        Assert.Contains("<a href=\"#the-map-e_1\">The map <span class=\"math inline\">E_1</span></a>", contents, StringComparison.Ordinal);
        Assert.Contains("<li class=\"level-3\"><a href=\"#deep\">Deep</a>", contents, StringComparison.Ordinal);
        Assert.DoesNotContain("Deeper", contents, StringComparison.Ordinal);
        Assert.DoesNotContain("Title", contents, StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_in_HTML_or_with_markup_is_text_in_the_head()
    {
        Assert.Contains("<title>A &amp; B of x_1</title>", Export("# A & *B* of $x_1$"), StringComparison.Ordinal);
        Assert.Contains("<title>Notebook</title>", Export("text"), StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_inside_code_are_no_headings() =>
        Assert.DoesNotContain("<nav", Export("```\n## no heading\n```"), StringComparison.Ordinal);
}
