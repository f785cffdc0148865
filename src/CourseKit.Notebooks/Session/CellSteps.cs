using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CourseKit.Notebooks;

/// <summary>One step of a cell: a directive to follow, or C# to run.</summary>
/// <param name="Line">1-based line of the directive; 1 for code.</param>
internal abstract record CellStep(int Line);

/// <summary><c>#r "assembly or package"</c>.</summary>
internal sealed record ReferenceStep(string Reference, int Line) : CellStep(Line);

/// <summary><c>#load</c> or <c>#!import</c>: run a file here.</summary>
internal sealed record ImportStep(string File, int Line) : CellStep(Line);

/// <summary>A directive that tells something of the session, such as <c>#!who</c>.</summary>
internal sealed record QuestionStep(Func<IReadOnlyList<SessionVariable>, object> Answer, int Line) : CellStep(Line);

/// <summary><c>#!time</c>: tell how long the cell has taken.</summary>
internal sealed record TimeStep(int Line) : CellStep(Line);

/// <summary>C# with the directives' lines left empty, so that its line numbers are the cell's.</summary>
internal sealed record CodeStep(string Code) : CellStep(1);

/// <summary>Takes a cell apart into the steps to run one after the other.</summary>
internal static class CellSteps
{
    public static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);

    /// <summary>The steps in order; references come first, because C# wants to know them before it compiles anything.</summary>
    /// <exception cref="DirectiveException">A directive is unknown or lacks its argument.</exception>
    public static IReadOnlyList<CellStep> Of(string code, string label)
    {
        var lines = code.ReplaceLineEndings("\n").Split('\n');
        var directives = FindDirectives(lines);
        var references = new List<CellStep>();
        var steps = new List<CellStep>();
        var from = 0;
        foreach (var i in directives)
        {
            var step = Parse(lines[i].Trim(), i + 1, label);
            lines[i] = "";
            if (step is ReferenceStep or TimeStep)
            {
                references.Add(step);
            }
            else if (step is not null)
            {
                AddCode(steps, lines, from, i);
                steps.Add(step);
                from = i;
            }
        }
        AddCode(steps, lines, from, lines.Length);
        return [.. references, .. steps];
    }

    /// <summary>The C# of a cell, in which every character stands where it did: a directive's line is blank.</summary>
    public static string WithoutDirectives(string code)
    {
        var lines = code.Split('\n');
        foreach (var i in FindDirectives(lines))
            lines[i] = new string(' ', lines[i].Length);
        return string.Join('\n', lines);
    }

    /// <summary>Whether a place is on the line of a directive, or of what may become one.</summary>
    public static bool IsInDirective(string code, int position)
    {
        var start = position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;
        var hash = start;
        while (hash < position && code[hash] is ' ' or '\t')
            hash++;
        return hash < position && code[hash] == '#' && IsDirectiveAt(CSharpSyntaxTree.ParseText(code, ParseOptions).GetRoot(), hash);
    }

    private static void AddCode(List<CellStep> steps, string[] lines, int from, int to)
    {
        if (lines[from..to].Any(line => !string.IsNullOrWhiteSpace(line)))
            steps.Add(new CodeStep(new string('\n', from) + string.Join('\n', lines[from..to])));
    }

    // A line that looks like a directive may stand in a string or a comment; only the parser knows.
    private static List<int> FindDirectives(string[] lines)
    {
        var code = string.Join('\n', lines);
        var found = new List<int>();
        SyntaxNode? root = null;
        var start = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (LooksLikeDirective(lines[i].AsSpan().TrimStart()))
            {
                root ??= CSharpSyntaxTree.ParseText(code, ParseOptions).GetRoot();
                var hash = start + lines[i].IndexOf('#', StringComparison.Ordinal);
                var trivia = root.FindTrivia(hash);
                var length = lines[i].Length;
                if (trivia.GetStructure() is DirectiveTriviaSyntax { IsActive: false })
                {
                    // Within an #if that does not hold; the compiler would complain all the same.
                    lines[i] = new string(' ', length);
                }
                else if (IsDirectiveAt(root, hash))
                {
                    found.Add(i);
                }
                start += length + 1;
            }
            else
            {
                start += lines[i].Length + 1;
            }
        }
        return found;
    }

    private static bool IsDirectiveAt(SyntaxNode root, int hash) =>
        root.FindTrivia(hash) is var trivia && trivia.SpanStart == hash && !IsText(trivia);

    private static bool IsText(SyntaxTrivia trivia) =>
        trivia.Kind() is SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineCommentTrivia or SyntaxKind.DisabledTextTrivia
            or SyntaxKind.MultiLineDocumentationCommentTrivia or SyntaxKind.None;

    private static bool LooksLikeDirective(ReadOnlySpan<char> line) =>
        line.StartsWith("#!") || line.StartsWith("#r ") || line.StartsWith("#r\"") || line.StartsWith("#load");

    private static CellStep? Parse(string line, int number, string label)
    {
        var blank = line.AsSpan().IndexOfAny(' ', '\t', '"');
        var name = blank < 0 ? line : line[..blank];
        var directive = Directive.All.FirstOrDefault(known => known.Name == name) ?? throw new DirectiveException(
            $"{label}, line {number}: {name} is not known here. "
                + $"Known are {string.Join(", ", Directive.All.Select(known => known.Name))}; the cells are C#.");
        return directive.Step(directive.TakesArgument ? Argument(line[name.Length..].Trim(), name, number, label) : "", number);
    }

    private static string Argument(string argument, string directive, int number, string label)
    {
        if (argument.StartsWith('"'))
        {
            var end = argument.IndexOf('"', 1);
            argument = end < 0 ? argument[1..] : argument[1..end];
        }
        return argument.Length > 0
            ? argument
            : throw new DirectiveException($"{label}, line {number}: {directive} needs a file name in quotes, as in {directive} \"name\".");
    }
}
