using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CourseKit.Notebooks;

/// <summary>Whether code can be run as it stands.</summary>
public enum CompletenessStatus
{
    /// <summary>It is whole.</summary>
    Complete,

    /// <summary>It goes on: a bracket, a string or a statement is open.</summary>
    Incomplete,

    /// <summary>It has an error that more text after it would not mend.</summary>
    Invalid,
}

/// <summary>Tells a front end whether Enter should run the code or begin another line.</summary>
/// <param name="Status">Whether the code can be run.</param>
/// <param name="Indent">What the next line should begin with; empty unless incomplete.</param>
public sealed record CodeCompleteness(CompletenessStatus Status, string Indent)
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
            return new(CompletenessStatus.Invalid, "");
        }
        var tree = CSharpSyntaxTree.ParseText(text, CellSteps.ParseOptions);
        if (!SyntaxFactory.IsCompleteSubmission(tree)) return new(CompletenessStatus.Incomplete, NextIndent(text));
        var wrong = tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return new(wrong ? CompletenessStatus.Invalid : CompletenessStatus.Complete, "");
    }

    private static string NextIndent(string code)
    {
        var last = code.TrimEnd()[(code.TrimEnd().LastIndexOf('\n') + 1)..];
        var indent = last[..^last.TrimStart().Length];
        return last.EndsWith('{') || last.EndsWith('(') || last.EndsWith('[') ? indent + "    " : indent;
    }
}
