using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CourseKit.Notebooks;

/// <summary>The formulas of a page: TeX that its script typesets.</summary>
internal sealed class Formulas
{
    private readonly List<string> shown = [];

    public string AllTex => string.Join('\n', shown);

    public bool Any => shown.Count > 0;

    public string Markup(string tex, bool display)
    {
        shown.Add(tex);
        return $"<span class=\"math {(display ? "display" : "inline")}\">{HtmlText.Escape(tex)}</span>";
    }
}

/// <summary>A formula within a paragraph.</summary>
internal sealed class Formula : LeafInline
{
    public required string Source { get; init; }
    public required string Tex { get; init; }
    public bool Display { get; init; }
}

/// <summary>
/// Reads <c>$…$</c>, <c>$$…$$</c> and LaTeX environments such as <c>\begin{align}…\end{align}</c>. Markdig's own parser of formulas in a
/// paragraph knows no environments, and no formula of several lines. As in VS Code, the dollars of <c>$…$</c> touch the formula and no
/// digit follows, so that "from $5 to $10" stays text.
/// </summary>
internal sealed partial class FormulaParser : InlineParser, IMarkdownExtension
{
    public FormulaParser() => OpeningCharacters = ['$', '\\'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var match = Syntax().Match(slice.Text, slice.Start, slice.Length);
        if (!match.Success)
        {
            if (slice.CurrentChar != '$') return false;
            var dollars = slice.PeekChar() == '$' ? "$$" : "$";
            processor.Inline = new LiteralInline(dollars);
            slice.Start += dollars.Length;
            return true;
        }
        var inline = match.Groups["inline"];
        var tex = inline.Success ? inline.Value : match.Groups["display"].Value.Trim();
        processor.Inline = new Formula { Source = match.Value, Tex = tex, Display = !inline.Success };
        slice.Start += match.Length;
        return true;
    }

    void IMarkdownExtension.Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.InlineParsers.InsertBefore<EscapeInlineParser>(this);
        pipeline.BlockParsers.Insert(0, new FormulaBlockParser());
    }

    void IMarkdownExtension.Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer) { }

    // Dollars within braces belong to the formula: $\text{if $x$}$.
    [GeneratedRegex("""
        \G(?: \$\$ (?<display> (?: \\. | (?!\$\$)[^\\] )*? \S (?: \\. | (?!\$\$)[^\\] )*? ) \$\$
          | \$ (?![\s$])
            (?<inline> (?: \\. | \{(?<brace>) | \}(?<-brace>) | (?(brace)\$|(?!)) | [^\\{}$`] )+ ) (?(brace)(?!))
            (?<!\s) \$ (?!\d)
          | (?<display> \\begin\{(?<name>[a-zA-Z]+\*?)\} .*? \\end\{\k<name>\} ) )
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Syntax();
}

/// <summary>Reads <c>$$</c>, lines and <c>$$</c>: within them, Markdown's signs such as <c>-</c> mean nothing.</summary>
internal sealed class FormulaBlockParser : MathBlockParser
{
    // Two dollars may as well end a formula that has begun in the paragraph.
    public override bool CanInterrupt(BlockProcessor processor, Block block) =>
        block is not ParagraphBlock paragraph || paragraph.Lines.ToString().Split("$$").Length % 2 == 1;
}

internal sealed class FormulaRenderer(Formulas formulas) : HtmlObjectRenderer<Formula>
{
    // An alternative text holds no markup.
    protected override void Write(HtmlRenderer renderer, Formula formula) => renderer.Write(
        renderer.EnableHtmlForInline ? formulas.Markup(formula.Tex, formula.Display) : HtmlText.Escape(formula.Source));
}

internal sealed class FormulaBlockRenderer(Formulas formulas) : HtmlObjectRenderer<MathBlock>
{
    protected override void Write(HtmlRenderer renderer, MathBlock block) =>
        renderer.EnsureLine().Write("<p>").Write(formulas.Markup(block.Lines.ToString().Trim(), display: true)).WriteLine("</p>");
}
