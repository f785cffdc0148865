using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CourseKit.Notebooks;

/// <summary>
/// C# as HTML with a span around each keyword (k), type (t), function (f), text (s), number (n), comment (c) and directive (d).
/// </summary>
/// <remarks>Works on syntax alone: types are those names that stand where only a type can, or look like one.</remarks>
internal static class CSharpMarkup
{
    // A program of top-level statements rather than a script, which would not know "using var" there.
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    public static string Colour(string code)
    {
        var html = new StringBuilder(code.Length * 2);
        foreach (var token in CSharpSyntaxTree.ParseText(code, Options).GetRoot().DescendantTokens())
        {
            Append(html, token.LeadingTrivia);
            Append(html, token.Text, ClassOf(token));
            Append(html, token.TrailingTrivia);
        }
        return html.ToString();
    }

    private static void Append(StringBuilder html, SyntaxTriviaList trivia)
    {
        foreach (var piece in trivia)
            Append(html, piece.ToFullString(), piece.IsDirective ? "d" : piece.Kind() is
                SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
                or SyntaxKind.MultiLineDocumentationCommentTrivia ? "c" : null);
    }

    private static void Append(StringBuilder html, string text, string? name)
    {
        // A span does not reach over a line's end, so that lines can be taken apart.
        var body = text.TrimEnd('\n', '\r');
        var escaped = HtmlText.Escape(body);
        html.Append(name is null || body.Length == 0 ? escaped : $"<span class=\"{name}\">{escaped}</span>").Append(text[body.Length..]);
    }

    private static string? ClassOf(SyntaxToken token)
    {
        if (token.IsKeyword() || SyntaxFacts.IsContextualKeyword(token.Kind())) return "k";
        return token.Kind() switch
        {
            SyntaxKind.IdentifierToken => ClassOfName(token),
            SyntaxKind.NumericLiteralToken => "n",
            SyntaxKind.InterpolatedStringTextToken => "s",
            _ when token.Parent is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax => "s",
            _ => null,
        };
    }

    private static string? ClassOfName(SyntaxToken token) => token.Parent switch
    {
        BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or TypeParameterSyntax or ConstructorDeclarationSyntax => "t",
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => "f",
        IdentifierNameSyntax { IsVar: true } => "k",
        SimpleNameSyntax name => ClassOfUse(name),
        _ => null,
    };

    private static string? ClassOfUse(SimpleNameSyntax name)
    {
        var isMember = name.Parent is MemberAccessExpressionSyntax access && access.Name == name;
        var called = isMember ? name.Parent : name;
        if (called?.Parent is InvocationExpressionSyntax call && call.Expression == called)
            return name.Identifier.Text == "nameof" ? "k" : "f";

        // A trailing expression without its semicolon parses as the type of a declaration to come: only names in upper case are believed.
        var looksLikeType = name.Identifier.Text is [>= 'A' and <= 'Z', ..];
        return looksLikeType
            && (SyntaxFacts.IsInNamespaceOrTypeContext(name) || (!isMember && name.Parent is MemberAccessExpressionSyntax)) ? "t" : null;
    }
}
