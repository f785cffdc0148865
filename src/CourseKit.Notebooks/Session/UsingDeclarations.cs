using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CourseKit.Notebooks;

/// <summary>
/// Finds <c>using var f = …;</c> at the top level of a cell. Scripts have no such declaration: the compiler takes it for a using directive that
/// went wrong, and its errors are of no help.
/// </summary>
internal static class UsingDeclarations
{
    /// <summary>Each declaration's place, and what to write in its stead.</summary>
    public static IEnumerable<(Location Location, string Problem)> In(SyntaxTree tree)
    {
        var code = tree.ToString();

        // Where the parser does not expect the keyword, it skips it: it is trivia then.
        foreach (var token in tree.GetRoot().DescendantTokens(descendIntoTrivia: true).Where(token => token.IsKind(SyntaxKind.UsingKeyword) && IsAtTopLevel(token)))
        {
            if (SyntaxFactory.ParseStatement(code, token.SpanStart, tree.Options) is LocalDeclarationStatementSyntax { Declaration: { } declaration }
                && declaration.Variables.All(variable => variable is { Identifier.IsMissing: false, Initializer: not null }))
            {
                var name = declaration.Variables[0].Identifier.Text;
                yield return (
                    Location.Create(tree, new TextSpan(token.SpanStart, declaration.Span.End)),
                    $"a using declaration ends with its block, and the top level of a cell is no block. Write {declaration}; and, at the end of the cell, "
                    + $"{name}.Dispose(); or put what needs {name} into using ({declaration}) {{ … }}.");
            }
        }
    }

    private static bool IsAtTopLevel(SyntaxToken token) => !token.Parent!.AncestorsAndSelf().Any(node => node is BlockSyntax or TypeDeclarationSyntax);
}
