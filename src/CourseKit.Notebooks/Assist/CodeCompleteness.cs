using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CourseKit.Notebooks;

/// <summary>Tells a front end whether Enter should run the code or begin another line.</summary>
/// <param name="Status">
/// <c>complete</c>; <c>incomplete</c>: a bracket, a string or a statement is open; or <c>invalid</c>: more text would not mend it.
/// </param>
/// <param name="Indent">What the next line should begin with; empty unless incomplete.</param>
public sealed record CodeCompleteness(string Status, string Indent)
{
    internal static CodeCompleteness Of(string code)
    {
        string text;
        try
        {
            _ = CellSteps.Of(code, "");
            text = CellSteps.WithoutDirectives(code);
        }
        catch (DirectiveException)
        {
            return new("invalid", "");
        }
        var tree = CSharpSyntaxTree.ParseText(text, CellSteps.ParseOptions);
        if (!SyntaxFactory.IsCompleteSubmission(tree)) return new("incomplete", NextIndent(text));
        var wrong = tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return new(wrong ? "invalid" : "complete", "");
    }

    private static string NextIndent(string code)
    {
        var last = code.TrimEnd()[(code.TrimEnd().LastIndexOf('\n') + 1)..];
        var indent = last[..^last.TrimStart().Length];
        return last.EndsWith('{') || last.EndsWith('(') || last.EndsWith('[') ? indent + "    " : indent;
    }
}
