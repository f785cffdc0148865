using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CourseKit.Notebooks;

/// <summary>
/// Takes formulas out of Markdown before it is parsed and puts them back into the HTML, as Jupyter does: otherwise the underscores of
/// <c>$a_b$ and $c_d$</c> would be emphasis.
/// </summary>
/// <remarks>
/// Recognised are <c>$…$</c>, <c>$$…$$</c> and LaTeX environments such as <c>\begin{align}…\end{align}</c>, outside code. As in VS Code,
/// the dollars of <c>$…$</c> touch the formula and no digit follows, so that "from $5 to $10" stays text.
/// </remarks>
internal sealed partial class Formulas
{
    // Private-use characters: Markdown treats them as letters, and no text has them.
    private const char Open = '\ue000';
    private const char Close = '\ue001';

    private readonly List<Formula> formulas = [];

    private sealed record Formula(string Source, string Tex, bool Display);

    /// <summary>All TeX taken out so far.</summary>
    public string AllTex => string.Join('\n', formulas.Select(formula => formula.Tex));

    public bool Any => formulas.Count > 0;

    /// <summary>The Markdown with a mark in the place of each formula.</summary>
    public string Hide(string markdown)
    {
        var text = markdown.Replace(Open, '\ufffd').Replace(Close, '\ufffd').Replace("\r\n", "\n", StringComparison.Ordinal);
        var result = new StringBuilder(text.Length);
        var i = 0;
        while (i < text.Length)
        {
            var code = CodeEnd(text, i);
            if (code > i)
            {
                result.Append(text, i, code - i);
                i = code;
            }
            else if (Match(text, i) is { } formula)
            {
                result.Append(Open).Append(formulas.Count.ToString(CultureInfo.InvariantCulture)).Append(Close);
                formulas.Add(formula);
                i += formula.Source.Length;
            }
            else
            {
                var length = text[i] == '\\' && i + 1 < text.Length ? 2 : text[i] == '$' && Peek(text, i + 1) == '$' ? 2 : 1;
                result.Append(text, i, length);
                i += length;
            }
        }
        return result.ToString();
    }

    /// <summary>The HTML with formulas for the marks; inside code and tags, where no formula can be, with their source.</summary>
    public string Show(string html) => MarkOrCodeOrTag().Replace(html, match =>
        match.Value[0] == Open
            ? Markup(FormulaOf(match.Groups["index"].Value))
            : Mark().Replace(match.Value, mark => HtmlText.Escape(FormulaOf(mark.Groups["index"].Value).Source)));

    /// <summary>The text with each formula as its TeX, for places that hold no markup.</summary>
    public string ShowAsText(string text) => Mark().Replace(text, mark => FormulaOf(mark.Groups["index"].Value).Tex);

    /// <summary>A formula's markup: its TeX, which the page's script typesets.</summary>
    public string Latex(string latex)
    {
        var tex = latex.Trim();
        var inner = tex.StartsWith("$$", StringComparison.Ordinal)
            && tex.EndsWith("$$", StringComparison.Ordinal) && tex.Length >= 4 ? tex[2..^2]
            : tex.StartsWith('$') && tex.EndsWith('$') && tex.Length >= 2 ? tex[1..^1]
            : tex;
        var formula = new Formula(latex, inner.Trim(), Display: true);
        formulas.Add(formula);
        return Markup(formula);
    }

    private Formula FormulaOf(string index) => formulas[int.Parse(index, CultureInfo.InvariantCulture)];

    private static string Markup(Formula formula) =>
        $"<span class=\"math {(formula.Display ? "display" : "inline")}\">{HtmlText.Escape(formula.Tex)}</span>";

    private static Formula? Match(string text, int start)
    {
        if (text[start] == '\\') return Environment(text, start);
        return text[start] != '$' ? null : Peek(text, start + 1) == '$' ? Display(text, start) : Inline(text, start);
    }

    private static Formula? Environment(string text, int start)
    {
        var begin = Begin().Match(text, start);
        if (!begin.Success) return null;
        var name = begin.Groups[1].Value;
        var depth = 0;
        foreach (Match edge in Regex.Matches(text[start..], $@"\\(begin|end)\{{{Regex.Escape(name)}\}}"))
        {
            depth += edge.Groups[1].Value == "begin" ? 1 : -1;
            if (depth == 0)
            {
                var source = text.Substring(start, edge.Index + edge.Length);
                return new Formula(source, source, Display: true);
            }
        }
        return null;
    }

    private static Formula? Display(string text, int start)
    {
        for (var i = start + 2; i + 1 < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '$' && text[i + 1] == '$')
            {
                var tex = text[(start + 2)..i].Trim();
                return tex.Length == 0 ? null : new Formula(text[start..(i + 2)], tex, Display: true);
            }
        }
        return null;
    }

    private static Formula? Inline(string text, int start)
    {
        if (start + 1 >= text.Length || char.IsWhiteSpace(text[start + 1])) return null;
        var braces = 0;
        for (var i = start + 1; i < text.Length; i++)
            switch (text[i])
            {
                case '\\': i++; break;
                case '{': braces++; break;
                case '}': braces--; break;
                case '`':
                case '\n' when BlankLine().IsMatch(text, i):
                    return null;
                case '$' when braces == 0:
                    return char.IsWhiteSpace(text[i - 1]) || char.IsAsciiDigit(Peek(text, i + 1))
                        ? null
                        : new Formula(text[start..(i + 1)], text[(start + 1)..i], Display: false);
            }
        return null;
    }

    /// <summary>Where the code that begins here ends; <paramref name="start"/> itself when none does.</summary>
    private static int CodeEnd(string text, int start)
    {
        if (start == 0 || text[start - 1] == '\n')
        {
            var fence = Fence().Match(text, start);
            if (fence.Success)
            {
                var mark = fence.Groups[1].Value;
                var end = new Regex($@"^[ >]*{Regex.Escape(mark)}{mark[0]}*[ \t]*$", RegexOptions.Multiline).Match(text,
                    start + fence.Length);
                return end.Success ? end.Index + end.Length : text.Length;
            }
        }
        if (text[start] != '`') return start;
        var run = start;
        while (Peek(text, run) == '`')
            run++;

        // A run of backticks without its equal before the paragraph ends is plain text.
        var close = new Regex($@"(?<!`)`{{{(run - start).ToString(CultureInfo.InvariantCulture)}}}(?!`)|\n[ \t]*\n").Match(text, run);
        return close.Success && close.Value[0] == '`' ? close.Index + close.Length : run;
    }

    private static char Peek(string text, int index) => index < text.Length ? text[index] : '\0';

    [GeneratedRegex(@"\G\\begin\{([a-zA-Z]+\*?)\}")]
    private static partial Regex Begin();

    [GeneratedRegex(@"\G\n[ \t]*\n")]
    private static partial Regex BlankLine();

    [GeneratedRegex(@"\G[ >]*(?:[-*+] +|\d+[.)] +)?(`{3,}(?=[^`\n]*$)|~{3,})[^\n]*", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("\ue000(?<index>[0-9]+)\ue001")]
    private static partial Regex Mark();

    [GeneratedRegex("\ue000(?<index>[0-9]+)\ue001|<code[ >].*?</code>|<[a-zA-Z!/][^>]*>", RegexOptions.Singleline)]
    private static partial Regex MarkOrCodeOrTag();
}
