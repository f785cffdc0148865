using System.Text.RegularExpressions;
using Markdig;
using Markdig.Helpers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CourseKit.Notebooks;

/// <summary>Markdown as Jupyter understands it: tables, task lists, formulas, raw HTML, anchors at the headings of the page.</summary>
/// <remarks>A link may lead to a heading further down, so that all cells of a page are parsed before the first is written.</remarks>
internal sealed partial class MarkdownMarkup(Formulas formulas)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseTaskLists()
        .UseAutoLinks()
        .UseFootnotes()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .Use(new FormulaParser())
        .Build();

    // The headings of all cells, each with an anchor that nothing else on the page has.
    public List<Heading> Headings { get; } = [];

    public MarkdownDocument Parse(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var block in document.Descendants<HeadingBlock>())
        {
            var text = block.Inline is null ? "" : string.Concat(block.Inline.Descendants<Inline>().Select(TextOf));
            var slug = Slug(text);
            var id = slug;
            for (var n = 1; IsAnchor(id); n++)
                id = FormattableString.Invariant($"{slug}-{n}");
            block.GetAttributes().Id = id;
            Headings.Add(new Heading(block.Level, id, text, HeadingHtml(block)));
            block.Inline?.AppendChild(new HtmlInline(
                $" <a class=\"anchor\" href=\"#{HtmlText.Escape(id)}\" aria-label=\"Link to this section\">#</a>"));
        }
        return document;
    }

    public string Render(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>().Where(link => !link.IsImage))
            Redirect(link);
        return Write(document);
    }

    // Markdown that a cell has put out; its headings are not those of the page.
    public string RenderOutput(string markdown) => Write(Markdown.Parse(markdown, Pipeline));

    public string RenderLatex(string latex) => formulas.Markup(latex.Trim().Trim('$').Trim(), display: true);

    private bool IsAnchor(string id) => Headings.Exists(heading => heading.Id == id);

    private static string Slug(string text) => LinkHelper.UrilizeAsGfm(text.Trim()) is { Length: > 0 } slug ? slug : "section";

    private static string TextOf(Inline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        Formula formula => formula.Tex,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LineBreakInline => " ",
        _ => "",
    };

    private string Write(MarkdownObject node)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<CodeBlockRenderer>(new FencedCode());
        renderer.ObjectRenderers.Insert(0, new FormulaRenderer(formulas));
        renderer.ObjectRenderers.Insert(0, new FormulaBlockRenderer(formulas));
        renderer.Render(node);
        return writer.ToString();
    }

    // Links inside a link of the table of contents would end it.
    private string HeadingHtml(HeadingBlock block) => block.Inline is null ? "" : Anchor().Replace(Write(block.Inline), "");

    private void Redirect(LinkInline link)
    {
        var url = link.Url ?? "";
        if (url.StartsWith('#'))
        {
            // Jupyter writes #The-code-plane, VS Code and GitHub #the-code-plane.
            var id = Slug(Uri.UnescapeDataString(url[1..]));
            if (IsAnchor(id)) link.Url = "#" + id;
        }
        else if (url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            link.GetAttributes().AddPropertyIfNotExist("rel", "noopener");
        }
        else if (!url.Contains(':', StringComparison.Ordinal))
        {
            // The pages of a course lie beside each other as its notebooks do.
            link.Url = NotebookLink().Replace(url, ".html$1");
        }
    }

    [GeneratedRegex(@"</?a\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Anchor();

    [GeneratedRegex(@"\.ipynb(#.*)?$")]
    private static partial Regex NotebookLink();

    private sealed class FencedCode : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            var code = block.Lines.ToString();
            var language = (block as FencedCodeBlock)?.Info?.ToLowerInvariant() ?? "";
            renderer.EnsureLine();
            renderer.Write("<pre class=\"code\"><code>");
            renderer.Write(language is "csharp" or "cs" or "c#" ? CSharpMarkup.Colour(code) : HtmlText.Escape(code));
            renderer.WriteLine("</code></pre>");
        }
    }
}

/// <summary>A heading of the notebook: its level from 1, its anchor, its text, and the same as HTML without links.</summary>
internal sealed record Heading(int Level, string Id, string Text, string Html);
