using System.Globalization;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks.Tests;

public sealed class HtmlExporterTests
{
    private static NotebookDocument Notebook(params NotebookCell[] cells)
    {
        var document = new NotebookDocument();
        document.Cells.AddRange(cells);
        return document;
    }

    [Fact]
    public void Code_is_shown_with_its_count_and_time()
    {
        var page = HtmlExporter.Export(Notebook(SampleNotebook.Code(7, "var x = \"<b>\";", 0.416)), new HtmlExportOptions());

        Assert.Contains("<details class=\"source\" open><summary><span class=\"count\">[7]</span>", page, StringComparison.Ordinal);
        Assert.Contains(">0.42 s</span>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"s\">&quot;&lt;b&gt;&quot;</span>;</code>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0004, "&lt; 0.01 s")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(61.5, "1 min 1 s")]
    public void Times_read_well(double seconds, string expected) =>
        Assert.Contains($">{expected}</span>", HtmlExporter.Export(Notebook(SampleNotebook.Code(1, "x", seconds)), new HtmlExportOptions()),
            StringComparison.Ordinal);

    [Fact]
    public void A_cell_that_has_not_run_says_so_and_has_no_time()
    {
        var page = HtmlExporter.Export(Notebook(NotebookCell.Code("x")), new HtmlExportOptions());

        Assert.Contains("<span class=\"count\">[ ]</span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"time\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"outputs\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_can_be_folded_by_the_cell()
    {
        var hidden = NotebookCell.Code("a");
        hidden.Metadata["jupyter"] = new JsonObject { ["source_hidden"] = true };
        var document = Notebook(NotebookCell.Code("b"), hidden);

        Assert.Equal(1, Count("<details class=\"source\">", HtmlExporter.Export(document, new HtmlExportOptions())));
    }

    [Fact]
    public void Raw_cells_are_shown_as_text()
    {
        var document = NotebookDocument.Parse(
            """
            {"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"raw","id":"a","metadata":{},"source":"<b>raw</b>"}]}
            """, "raw");

        Assert.Contains("<pre class=\"raw\">&lt;b&gt;raw&lt;/b&gt;</pre>", HtmlExporter.Export(document, new HtmlExportOptions()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_beside_the_notebook_are_embedded()
    {
        using var folder = new TempFolder();
        var pixel = Convert.FromBase64String(SampleNotebook.Pixel);
        folder.Write("images/a drawing.svg", "<svg/>");
        File.WriteAllBytes(Path.Combine(folder.Root, "pixel.png"), pixel);
        var page = HtmlExporter.Export(
            Notebook(
                NotebookCell.Markdown(
                    "![one](pixel.png) ![two](images/a%20drawing.svg \"title\")\n\n<img width=\"20\" src='pixel.png' alt=\"three\">")),
            new HtmlExportOptions { Folder = folder.Root, Warn = warning => Assert.Fail(warning) });

        Assert.Equal(2, Count($"src=\"data:image/png;base64,{SampleNotebook.Pixel}\"", page));
        Assert.Contains("src=\"data:image/svg+xml;base64,PHN2Zy8+\"", page, StringComparison.Ordinal);
        Assert.Contains("<img width=\"20\" src=", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Attachments_are_embedded()
    {
        var cell = NotebookCell.Markdown("![a](attachment:my%20picture.png)");
        cell.Json["attachments"] = new JsonObject { ["my picture.png"] = new JsonObject { ["image/png"] = "AA\nAA" } };

        Assert.Contains("src=\"data:image/png;base64,AAAA\"", HtmlExporter.Export(Notebook(cell), new HtmlExportOptions()),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("![x](missing.png)", "missing.png")]
    [InlineData("![x](attachment:missing.png)", "attachment:missing.png")]
    [InlineData("![x](../secret.txt)", "../secret.txt")]
    [InlineData("<img src=\"a&amp;b.png\">", "a&b.png")]
    public void A_missing_picture_is_said_on_the_page_and_to_the_caller(string markdown, string name)
    {
        using var folder = new TempFolder();
        var warnings = new List<string>();
        var page = HtmlExporter.Export(Notebook(NotebookCell.Markdown(markdown)),
            new HtmlExportOptions { Folder = folder.Root, Warn = warnings.Add });

        Assert.Contains($"Picture not found: {name.Replace("&", "&amp;", StringComparison.Ordinal)}<", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Equal([$"The picture {name} is missing: put it into {folder.Root}, or correct its name in the notebook."], warnings);
    }

    [Fact]
    public void A_picture_on_the_web_stays_there_and_the_caller_is_told()
    {
        var warnings = new List<string>();
        var page = HtmlExporter.Export(Notebook(NotebookCell.Markdown("![x](https://example.org/a.png)")),
            new HtmlExportOptions { Warn = warnings.Add });

        Assert.Contains("src=\"https://example.org/a.png\"", page, StringComparison.Ordinal);
        Assert.Contains("needs the network", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_assets_the_page_links_them_by_version_and_hash_and_says_so()
    {
        var page = HtmlExporter.Export(SampleNotebook.Create(), new HtmlExportOptions());

        foreach (var file in WebFile.All)
        {
            var attribute = file == WebFile.KatexStyle ? "href" : "src";
            Assert.Contains(
                $"{attribute}=\"https://cdn.jsdelivr.net/npm/{file.Package}@{file.Version}/{file.Path}\" integrity=\"{file.Integrity}\" "
                    + "crossorigin=\"anonymous\"", page, StringComparison.Ordinal);
        }
        Assert.Contains("<strong>This page needs the network</strong>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("works without a network", page, StringComparison.Ordinal);
    }

    [Fact]
    public void With_assets_the_page_holds_them_and_the_fonts_it_needs()
    {
        var page = HtmlExporter.Export(SampleNotebook.Create(), new HtmlExportOptions { Assets = FakeAssets.Embedded });

        Assert.Contains("plotly();", page, StringComparison.Ordinal);
        Assert.Contains("katex(\"<\\/script>\");", page, StringComparison.Ordinal);
        Assert.Contains("@font-face{font-family:KaTeX_Main;src:url(data:font/woff2;base64,AQI=) format(\"woff2\")}", page,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Fraktur", page, StringComparison.Ordinal);
        Assert.DoesNotContain("jsdelivr", page, StringComparison.Ordinal);
        Assert.Contains("works without a network", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_holds_only_the_assets_it_uses()
    {
        var plain = HtmlExporter.Export(Notebook(NotebookCell.Markdown("text")), new HtmlExportOptions { Assets = FakeAssets.Embedded });
        Assert.DoesNotContain("plotly();", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("KaTeX_Main", plain, StringComparison.Ordinal);

        var formula = HtmlExporter.Export(Notebook(NotebookCell.Markdown("$\\mathfrak{x}$")),
            new HtmlExportOptions { Assets = FakeAssets.Embedded });
        Assert.DoesNotContain("plotly();", formula, StringComparison.Ordinal);
        Assert.Contains("KaTeX_Fraktur", formula, StringComparison.Ordinal);
    }

    [Fact]
    public void A_German_computer_makes_the_same_page()
    {
        var before = CultureInfo.CurrentCulture;
        var expected = HtmlExporter.Export(SampleNotebook.Create(), new HtmlExportOptions());
        try
        {
            // Built by hand, as the process may run without the system's cultures.
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            german.NumberFormat.NumberGroupSeparator = ".";
            german.NumberFormat.NegativeSign = "−";
            CultureInfo.CurrentCulture = german;

            Assert.Equal(expected, HtmlExporter.Export(SampleNotebook.Create(), new HtmlExportOptions()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Export_leaves_the_notebook_as_it_was()
    {
        var document = SampleNotebook.Create();
        var before = document.ToJson();
        HtmlExporter.Export(document, new HtmlExportOptions());

        Assert.Equal(before, document.ToJson());
    }

    [Fact]
    public void Save_writes_the_page()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Root, "page.html");
        HtmlExporter.Save(SampleNotebook.Create(), path, new HtmlExportOptions());

        Assert.Equal(HtmlExporter.Export(SampleNotebook.Create(), new HtmlExportOptions()), File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Root));
    }

    private static int Count(string part, string text) => text.Split(part).Length - 1;
}
