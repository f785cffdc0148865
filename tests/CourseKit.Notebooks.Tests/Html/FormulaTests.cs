namespace CourseKit.Notebooks.Tests;

public sealed class FormulaTests
{
    private static string Render(string markdown)
    {
        var document = new NotebookDocument();
        document.Cells.Add(NotebookCell.Markdown(markdown));
        var page = HtmlExporter.Export(document, new HtmlExportOptions());
        var start = page.IndexOf("<section class=\"prose\">", StringComparison.Ordinal);
        return page[start..page.IndexOf("</section>", start, StringComparison.Ordinal)];
    }

    [Theory]
    [InlineData("$a_b$ and $c_d$", "<span class=\"math inline\">a_b</span> and <span class=\"math inline\">c_d</span>")]
    [InlineData("**$x^*$** and *$y^*$*",
        "<strong><span class=\"math inline\">x^*</span></strong> and <em><span class=\"math inline\">y^*</span></em>")]
    [InlineData("$a<b$", "<span class=\"math inline\">a&lt;b</span>")]
    [InlineData("$\\{a\\}$", "<span class=\"math inline\">\\{a\\}</span>")]
    [InlineData("$\\text{if $x$}$", "<span class=\"math inline\">\\text{if $x$}</span>")]
    [InlineData("in $$a_1 + b_1$$ line", "in <span class=\"math display\">a_1 + b_1</span> line")]
    [InlineData("$$\na\n- b\n= c\n$$", "<span class=\"math display\">a\n- b\n= c</span>")]
    [InlineData("\\begin{align}a &= b \\\\ c_1 &= d_1\\end{align}",
        "<span class=\"math display\">\\begin{align}a &amp;= b \\\\ c_1 &amp;= d_1\\end{align}</span>")]
    [InlineData("| $\\lVert x|$ | b |\n|---|---|\n| $|z|$ | d |", "<td><span class=\"math inline\">|z|</span></td>")]
    [InlineData("text:\n$$\na\n- b\n$$", "<span class=\"math display\">a\n- b</span>")]
    [InlineData("$$a\nb\n$$\n\ntext", "<span class=\"math display\">a\nb</span></p>")]
    [InlineData("- item $$\n  a_b\n  $$", "<span class=\"math display\">a_b</span></li>")]
    public void Formulas_survive_Markdown(string markdown, string expected) =>
        Assert.Contains(expected, Render(markdown), StringComparison.Ordinal);

    [Theory]
    [InlineData("from $5 to $10", "from $5 to $10")]
    [InlineData("\\$a$", "$a$")]
    [InlineData("a $ b $ c", "a $ b $ c")]
    [InlineData("$a\n\nb$", "$a</p>")]
    [InlineData("${a$", "${a$")]
    [InlineData("`$a_b$` and `x`", "<code>$a_b$</code> and <code>x</code>")]
    [InlineData("``a ` $x$``", "<code>a ` $x$</code>")]
    [InlineData("```\n$a_b$\n```", "<code>$a_b$")]
    [InlineData("~~~\n$a$\n```\n$b$\n~~~", "$a$\n```\n$b$")]
    [InlineData("- list\n  ```\n  $a$\n  ```", "<code>$a$")]
    [InlineData("    $indented_code$", "<code>$indented_code$")]
    [InlineData("\\begin{align} without end", "\\begin{align} without end")]
    [InlineData("a ` b", "a ` b")]
    public void What_is_no_formula_stays_text(string markdown, string expected)
    {
        var html = Render(markdown);

        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"math", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formula_after_code_is_typeset() =>
        Assert.Contains(
            "<code>$HOME</code> is <span class=\"math inline\">x_1</span>", Render("`$HOME` is $x_1$"), StringComparison.Ordinal);

    [Fact]
    public void A_formula_in_an_attribute_becomes_its_source_again() =>
        Assert.Contains("alt=\"the map $E_1$\"", Render("![the map $E_1$](data:image/png;base64,AA==)"), StringComparison.Ordinal);

    [Fact]
    public void Markup_cannot_hide_in_a_formula() =>
        Assert.DoesNotContain("<img", Render("$x <img src=a onerror=alert(1)>$"), StringComparison.Ordinal);
}
