using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CourseKit.Notebooks;

/// <summary>Finds out where in the code a cursor stands.</summary>
internal static class CursorToken
{
    /// <summary>The last token that begins before the cursor; the first one of all if there is none.</summary>
    public static SyntaxToken LeftOf(SyntaxNode root, int cursor)
    {
        var token = root.FindToken(Math.Max(0, cursor - 1));
        return token.SpanStart >= cursor && token.GetPreviousToken(includeSkipped: true) is { RawKind: not 0 } previous ? previous : token;
    }

    /// <summary>The identifier or keyword that the cursor is in, or at the start or the end of; default if there is none.</summary>
    public static SyntaxToken WordAt(SyntaxNode root, int cursor)
    {
        var right = root.FindToken(cursor);
        var left = LeftOf(root, cursor);
        return IsWord(right) && right.SpanStart <= cursor && cursor < right.Span.End ? right
            : IsWord(left) && left.SpanStart <= cursor && cursor <= left.Span.End ? left
            : default;
    }

    public static bool IsWord(SyntaxToken token) => token.Span.Length > 0 && (token.IsKind(SyntaxKind.IdentifierToken) || token.IsKeyword());

    /// <summary>Whether the cursor is in a comment, or in a literal, where code does not go on.</summary>
    public static bool IsInText(SyntaxNode root, SyntaxToken left, int cursor)
    {
        var trivia = root.FindTrivia(Math.Max(0, cursor - 1));
        var inComment = trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
            || (trivia.Kind() is SyntaxKind.MultiLineCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
                && (cursor < trivia.Span.End || !trivia.ToString().EndsWith("*/", StringComparison.Ordinal)));
        bool inLiteral = left.Kind() switch
        {
            SyntaxKind.NumericLiteralToken => cursor <= left.Span.End,
            SyntaxKind.InterpolatedStringTextToken => cursor <= left.Span.End,
            SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedVerbatimStringStartToken
                or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken => true,
            SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken
                or SyntaxKind.MultiLineRawStringLiteralToken => cursor < left.Span.End || left.ContainsDiagnostics,
            _ => false,
        };
        return inComment || inLiteral;
    }

    /// <summary>What stands left of a dot, as code; null if there is nothing.</summary>
    public static ExpressionSyntax? LeftOfDot(SyntaxToken dot) => dot.Parent switch
    {
        MemberAccessExpressionSyntax access when access.OperatorToken == dot => access.Expression,
        QualifiedNameSyntax name when name.DotToken == dot => name.Left,
        MemberBindingExpressionSyntax binding when binding.OperatorToken == dot =>
            binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(access => access.WhenNotNull.Span.Contains(binding.Span))?.Expression,
        _ => null,
    };
}
