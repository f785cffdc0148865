using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CourseKit.Notebooks;

/// <summary>One step of a cell: a directive to follow, with its argument, or C# to run; its directives' lines are empty then.</summary>
internal sealed record CellStep(Directive? Directive, string Text, int Line);

/// <summary>Takes a cell apart into the steps to run one after the other.</summary>
internal static class CellSteps
{
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);

    // The steps in order; references come first, because C# wants to know them before it compiles anything.
    public static IReadOnlyList<CellStep> Of(string code, string label)
    {
        var lines = code.ReplaceLineEndings("\n").Split('\n');
        var first = new List<CellStep>();
        var steps = new List<CellStep>();
        var from = 0;
        foreach (var i in FindDirectives(lines))
        {
            var step = Parse(lines[i].Trim(), i + 1, label);
            lines[i] = "";
            if (step.Directive!.CountsForAll)
            {
                first.Add(step);
                continue;
            }
            AddCode(steps, lines, from, i);
            steps.Add(step);
            from = i;
        }
        AddCode(steps, lines, from, lines.Length);
        return [.. first, .. steps];
    }

    // The C# of a cell, in which every character stands where it did: a directive's line is blank.
    public static string WithoutDirectives(string code)
    {
        var lines = code.Split('\n');
        foreach (var i in FindDirectives(lines))
            lines[i] = new string(' ', lines[i].Length);
        return string.Join('\n', lines);
    }

    // Whether a place is on the line of a directive, or of what may become one.
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
            steps.Add(new CellStep(null, new string('\n', from) + string.Join('\n', lines[from..to]), 1));
    }

    // A line that looks like a directive may stand in a string or a comment; only the parser knows.
    private static List<int> FindDirectives(string[] lines)
    {
        var code = string.Join('\n', lines);
        var root = new Lazy<SyntaxNode>(() => CSharpSyntaxTree.ParseText(code, ParseOptions).GetRoot());
        var found = new List<int>();
        var start = 0;
        foreach (var (i, line) in lines.Index())
        {
            var hash = start + line.IndexOf('#', StringComparison.Ordinal);
            start += line.Length + 1;
            if (!LooksLikeDirective(line.AsSpan().TrimStart())) continue;

            // Within an #if that does not hold, the compiler would complain all the same.
            if (root.Value.FindTrivia(hash).GetStructure() is DirectiveTriviaSyntax { IsActive: false })
                lines[i] = new string(' ', line.Length);
            else if (IsDirectiveAt(root.Value, hash)) found.Add(i);
        }
        return found;
    }

    private static bool IsDirectiveAt(SyntaxNode root, int hash) =>
        root.FindTrivia(hash) is var trivia && trivia.SpanStart == hash
        && trivia.Kind() is not (SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineCommentTrivia or SyntaxKind.DisabledTextTrivia
            or SyntaxKind.MultiLineDocumentationCommentTrivia or SyntaxKind.None);

    private static bool LooksLikeDirective(ReadOnlySpan<char> line) =>
        line.StartsWith("#!") || line.StartsWith("#r ") || line.StartsWith("#r\"") || line.StartsWith("#load");

    private static CellStep Parse(string line, int number, string label)
    {
        var blank = line.AsSpan().IndexOfAny(' ', '\t', '"');
        var name = blank < 0 ? line : line[..blank];
        var directive = Directive.All.FirstOrDefault(known => known.Name == name) ?? throw new DirectiveException(
            $"{label}, line {number}: {name} is not known here. "
                + $"Known are {string.Join(", ", Directive.All.Select(known => known.Name))}; the cells are C#.");
        var rest = line[name.Length..].Trim();
        var argument = rest.StartsWith('"') ? rest.Split('"')[1] : rest;
        return argument.Length > 0 || !directive.TakesArgument
            ? new CellStep(directive, argument, number)
            : throw new DirectiveException($"{label}, line {number}: {name} needs a file name in quotes, as in {name} \"name\".");
    }
}
