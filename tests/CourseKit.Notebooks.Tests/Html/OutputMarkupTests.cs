using System.Text.Json.Nodes;

namespace CourseKit.Notebooks.Tests;

public sealed class OutputMarkupTests
{
    private static string Export(params JsonObject[] outputs)
    {
        var document = new NotebookDocument();
        document.Cells.Add(SampleNotebook.Code(1, "", null, outputs));
        return HtmlExporter.Export(document, new HtmlExportOptions());
    }

    private static string Outputs(params JsonObject[] outputs)
    {
        var page = Export(outputs);
        var start = page.IndexOf("<div class=\"outputs\">", StringComparison.Ordinal);
        return start < 0 ? "" : page[start..page.IndexOf("</section>", start, StringComparison.Ordinal)];
    }

    public static TheoryData<string, string, string> Bundles => new()
    {
        { "text/html", "<table><tr><td>1</td></tr></table>", "<div class=\"html-output\"><table><tr><td>1</td></tr></table></div>" },
        { "image/png", "iVBO\nRw0K\n", "src=\"data:image/png;base64,iVBORw0K\" alt=\"Picture\"" },
        { "image/jpeg", "AAAA", "src=\"data:image/jpeg;base64,AAAA\"" },
        { "image/svg+xml", "<svg/>", "src=\"data:image/svg+xml;base64,PHN2Zy8+\"" },
        { "text/markdown", "a *b* $x_1$", "<p>a <em>b</em> <span class=\"math inline\">x_1</span></p>" },
        { "text/latex", "$$a_1 < b$$", "<span class=\"math display\">a_1 &lt; b</span>" },
        { "text/latex", "$\\frac{1}{2}$", "<span class=\"math display\">\\frac{1}{2}</span>" },
        { "text/latex", "\\begin{align}a\\end{align}", "<span class=\"math display\">\\begin{align}a\\end{align}</span>" },
        { "text/plain", "List<int> & co", "<pre class=\"result\">List&lt;int&gt; &amp; co</pre>" },
    };

    [Theory]
    [MemberData(nameof(Bundles))]
    public void Each_type_has_its_form(string type, string content, string expected)
    {
        Assert.Contains(expected, Outputs(SampleNotebook.Bundle((type, content))), StringComparison.Ordinal);

        // nbformat writes texts as lists of lines as well.
        Assert.Contains(expected, Outputs(SampleNotebook.Bundle((type, MultilineText.Split(content)))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_richest_form_of_a_bundle_is_shown_alone()
    {
        string[] order = ["text/html", "image/png", "text/markdown", "text/latex", "text/plain"];
        for (var first = 0; first < order.Length; first++)
        {
            // Poorest first: it is not the order in the bundle that decides.
            static (string, JsonNode) Form(string type) => (type, $"content of {type}");
            var rendered = Outputs(SampleNotebook.Bundle([.. order[first..].Reverse().Select(Form)]));
            var alone = Outputs(SampleNotebook.Bundle(Form(order[first])));
            Assert.Equal(alone, rendered.Replace("alt=\"content of text/plain\"", "alt=\"Picture\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_chart_is_drawn_from_its_JSON_and_named_by_its_alt_text()
    {
        var figure = JsonNode.Parse(
            """{"data":[{"y":[0.1,1e-30]}],"layout":{"height":333.5},"config":{"a":1},"alt":"Loss \"falls\" <fast>"}""")!.AsObject();
        var html = Outputs(SampleNotebook.Chart(figure));

        Assert.Contains("""role="img" aria-label="Loss &quot;falls&quot; &lt;fast&gt;" style="min-height:333.5px">""", html,
            StringComparison.Ordinal);
        Assert.Contains(
            """<script type="application/json">{"data":[{"y":[0.1,1e-30]}],"layout":{"height":333.5},"config":{"a":1}}</script>""", html,
            StringComparison.Ordinal);
        Assert.DoesNotContain("this must not be shown", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_a_chart_cannot_end_its_script_element()
    {
        var figure = new JsonObject { ["data"] = new JsonArray(new JsonObject { ["name"] = "</script><script>alert(1)</script><!--" }) };
        var html = Outputs(SampleNotebook.Chart(figure));

        Assert.Single(html.Split("</script", StringSplitOptions.None)[1..]);
        Assert.DoesNotContain("<!--", html, StringComparison.Ordinal);
        var start = html.IndexOf("json\">", StringComparison.Ordinal) + 6;
        var read = JsonNode.Parse(html[start..html.IndexOf("</script>", StringComparison.Ordinal)])!;
        Assert.Equal("</script><script>alert(1)</script><!--", (string?)read["data"]![0]!["name"]);
    }

    [Fact]
    public void A_check_report_shows_its_HTML()
    {
        var report = SampleNotebook.Bundle(
            ("application/vnd.coursekit.check+json", new JsonObject { ["points"] = 1 }),
            ("text/html", "<b>1 of 3 points</b>"),
            ("text/plain", "1/3"));

        Assert.Contains("<b>1 of 3 points</b>", Outputs(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_are_kept_apart_and_an_error_shows_its_traceback()
    {
        var html = Outputs(SampleNotebook.Stream("stdout", "a\n"), SampleNotebook.Stream("stderr", "<c>"), SampleNotebook.Error());

        Assert.Contains(
            "<pre class=\"stream stdout\">a\n</pre>\n<pre class=\"stream stderr\">&lt;c&gt;</pre>", html, StringComparison.Ordinal);
        Assert.Contains("in cell 13, line 4</pre>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_run_from_outputs_and_not_from_Markdown()
    {
        var document = new NotebookDocument();
        document.Cells.Add(NotebookCell.Markdown("<script>markdown()</script>"));
        document.Cells.Add(SampleNotebook.Code(1, "", null, SampleNotebook.Html("<script>output()</script>")));
        var page = HtmlExporter.Export(document, new HtmlExportOptions());

        var nonce = page.Split("script-src 'nonce-")[1].Split('\'')[0];
        Assert.Matches("^[0-9a-f]{32}$", nonce);
        Assert.Contains($"<script nonce=\"{nonce}\">output()", page, StringComparison.Ordinal);
        Assert.Contains("<script>markdown()", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"output_type":"display_data"}""")]
    [InlineData("""{"output_type":"display_data","data":{},"metadata":{}}""")]
    [InlineData("""{"output_type":"display_data","data":{"application/x-unknown":{"a":1}}}""")]
    [InlineData("""{"output_type":"something new"}""")]
    [InlineData("""{}""")]
    public void An_output_that_says_nothing_shows_nothing(string output) =>
        Assert.DoesNotContain("<pre", Outputs(JsonNode.Parse(output)!.AsObject()), StringComparison.Ordinal);
}
