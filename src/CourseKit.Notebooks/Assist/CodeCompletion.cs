using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CourseKit.Notebooks;

/// <summary>
/// How C# may go on at a place: members after a dot, what an initializer or a call can name, types where only they can stand, else all
/// that is in scope.
/// </summary>
/// <remarks>
/// It asks the compiler's own model. Roslyn's completion service would know more, such as overrides and types of namespaces that are not
/// imported, but it needs Roslyn's workspaces and features, two more packages of assemblies to load before the first answer.
/// </remarks>
internal sealed class CodeCompletion
{
    private readonly SemanticModel semantics;
    private readonly CancellationToken stop;
    private readonly SyntaxToken before;
    private readonly int start;
    private readonly int end;
    private readonly string typed;
    private readonly bool inText;

    public CodeCompletion(SemanticModel model, int cursor, CancellationToken cancellationToken)
    {
        (semantics, stop) = (model, cancellationToken);
        var root = model.SyntaxTree.GetRoot(cancellationToken);
        var left = CursorToken.LeftOf(root, cursor);
        inText = CursorToken.IsInText(root, left, cursor);
        var inWord = CursorToken.IsWord(left) && cursor <= left.Span.End;
        (start, end) = inWord ? (left.SpanStart, left.Span.End) : (cursor, cursor);
        before = inWord ? left.GetPreviousToken(includeSkipped: true) : left;
        typed = root.SyntaxTree.GetText(cancellationToken)
            .ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(start, cursor)).TrimStart('@');
    }

    public CompletionList Items()
    {
        var items = inText ? [] : Candidates().DistinctBy(item => item.Text).ToList();
        var fitting = items.Where(item => item.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).ToList();
        if (fitting.Count == 0)
            fitting = [.. items.Where(item => item.Text.Contains(typed, StringComparison.OrdinalIgnoreCase))];
        return new(start, end, fitting);
    }

    private IEnumerable<CompletionItem> Candidates()
    {
        if (CursorToken.LeftOfDot(before) is { } left) return Shown(Members(left));
        if (before.IsKind(SyntaxKind.DotToken) || NamesSomethingNew()) return [];
        if (InitializedMembers() is { } members) return Shown(members);
        if (before.Kind() is SyntaxKind.UsingKeyword && before.Parent is UsingDirectiveSyntax)
            return Shown(semantics.LookupNamespacesAndTypes(start)).Concat(CompletionItems.Keywords("static"));
        if (before.Kind() is SyntaxKind.NewKeyword or SyntaxKind.IsKeyword or SyntaxKind.AsKeyword
            || (before.IsKind(SyntaxKind.OpenParenToken) && before.Parent is TypeOfExpressionSyntax)
            || before.Parent is TypeArgumentListSyntax)
        {
            return Shown(semantics.LookupNamespacesAndTypes(start)).Concat(CompletionItems.TypeKeywords);
        }
        return [.. ParameterNames(), .. Shown(semantics.LookupSymbols(start)), .. CompletionItems.AllKeywords];
    }

    private IEnumerable<ISymbol> Members(ExpressionSyntax left)
    {
        var (symbol, type) = Meaning(left);
        if (symbol is INamespaceSymbol space) return semantics.LookupNamespacesAndTypes(left.SpanStart, space);
        if (symbol is ITypeSymbol owner)
            return semantics.LookupSymbols(left.SpanStart, owner).Where(member => member.IsStatic || member is ITypeSymbol);
        if (before.Parent is MemberBindingExpressionSyntax
            && type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            type = nullable.TypeArguments[0];
        return type is null or { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer }
            ? []
            : semantics.LookupSymbols(left.SpanStart, type, includeReducedExtensionMethods: true)
                .Where(member => !member.IsStatic && member is not ITypeSymbol);
    }

    // What stands left of a dot. On an unfinished line the parser may take it for a type's name, so it is asked again.
    private (ISymbol? Symbol, ITypeSymbol? Type) Meaning(ExpressionSyntax left)
    {
        var symbol = semantics.GetSymbolInfo(left, stop).Symbol;
        var type = semantics.GetTypeInfo(left, stop).Type;
        if (symbol is INamespaceOrTypeSymbol || type is not (null or IErrorTypeSymbol)) return (symbol, type);
        var again = SyntaxFactory.ParseExpression(left.ToString());
        return (semantics.GetSpeculativeSymbolInfo(left.SpanStart, again, SpeculativeBindingOption.BindAsExpression).Symbol,
            semantics.GetSpeculativeTypeInfo(left.SpanStart, again, SpeculativeBindingOption.BindAsExpression).Type);
    }

    // Whether the author is inventing a name here.
    private bool NamesSomethingNew() =>
        (before.IsKeyword() && before.Parent is BaseTypeDeclarationSyntax)
        || (before.IsKind(SyntaxKind.IdentifierToken) && before.Text == "var");

    // What "new T { … }" or "with { … }" can set here; null elsewhere.
    private IEnumerable<ISymbol>? InitializedMembers()
    {
        if (before.Kind() is not (SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken)
            || before.Parent is not InitializerExpressionSyntax initializer)
            return null;
        var type = initializer.Parent switch
        {
            BaseObjectCreationExpressionSyntax creation when semantics.GetTypeInfo(creation, stop) is var info =>
                info.Type ?? info.ConvertedType,
            WithExpressionSyntax with => semantics.GetTypeInfo(with.Expression, stop).Type,
            _ => null,
        };
        if (type is null or IErrorTypeSymbol) return null;
        var set = initializer.Expressions.OfType<AssignmentExpressionSyntax>().Select(assignment => assignment.Left.ToString()).ToHashSet();
        if (set.Count == 0 && initializer.Expressions.Count > 1) return null; // elements of a collection
        var members = semantics.LookupSymbols(start, type)
            .Where(member => !member.IsStatic && !set.Contains(member.Name))
            .Where(member => member is IPropertySymbol { SetMethod: not null, IsIndexer: false } or IFieldSymbol { IsReadOnly: false })
            .ToList();
        return members.Count > 0 ? members : null;
    }

    // Names that an argument can have here, as "seed:".
    private IEnumerable<CompletionItem> ParameterNames()
    {
        if (before.Kind() is not (SyntaxKind.OpenParenToken or SyntaxKind.CommaToken)
            || before.Parent is not BaseArgumentListSyntax { Parent: { } call } list)
            return [];
        var named = list.Arguments.Select(argument => argument.NameColon?.Name.Identifier.Text).ToHashSet();
        return semantics.GetMemberGroup(call is InvocationExpressionSyntax invocation ? invocation.Expression : call, stop)
            .OfType<IMethodSymbol>()
            .SelectMany(method => method.Parameters)
            .Where(parameter => !named.Contains(parameter.Name))
            .Select(parameter => new CompletionItem(parameter.Name + ":", CompletionItems.Signature(parameter), "parameter"));
    }

    private IEnumerable<CompletionItem> Shown(IEnumerable<ISymbol> symbols) => CompletionItems.Of(symbols, typed);
}

/// <summary>Finds out where in the code a cursor stands.</summary>
internal static class CursorToken
{
    // The last token that begins before the cursor; the first one of all if there is none.
    public static SyntaxToken LeftOf(SyntaxNode root, int cursor)
    {
        var token = root.FindToken(Math.Max(0, cursor - 1));
        return token.SpanStart >= cursor && token.GetPreviousToken(includeSkipped: true) is { RawKind: not 0 } previous ? previous : token;
    }

    // The identifier or keyword that the cursor is in, or at the start or the end of; default if there is none.
    public static SyntaxToken WordAt(SyntaxNode root, int cursor) =>
        new[] { root.FindToken(cursor), LeftOf(root, cursor) }
            .FirstOrDefault(token => IsWord(token) && token.SpanStart <= cursor && cursor <= token.Span.End);

    public static bool IsWord(SyntaxToken token) =>
        token.Span.Length > 0 && (token.IsKind(SyntaxKind.IdentifierToken) || token.IsKeyword());

    // Whether the cursor is in a comment, or in a literal, where code does not go on.
    public static bool IsInText(SyntaxNode root, SyntaxToken left, int cursor)
    {
        var trivia = root.FindTrivia(Math.Max(0, cursor - 1));
        var inComment = trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
            || (trivia.Kind() is SyntaxKind.MultiLineCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
                && (cursor < trivia.Span.End || !trivia.ToString().EndsWith("*/", StringComparison.Ordinal)));
        return inComment || (left.Kind(), left.Parent) switch
        {
            (SyntaxKind.NumericLiteralToken or SyntaxKind.InterpolatedStringTextToken, _) => cursor <= left.Span.End,
            (SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedRawStringEndToken, _) => false,
            (_, InterpolatedStringExpressionSyntax) => true,
            (_, LiteralExpressionSyntax) => !left.IsKeyword() && (cursor < left.Span.End || left.ContainsDiagnostics),
            _ => false,
        };
    }

    // What stands left of a dot, as code; null if there is nothing.
    public static ExpressionSyntax? LeftOfDot(SyntaxToken dot) => dot.Parent switch
    {
        MemberAccessExpressionSyntax access when access.OperatorToken == dot => access.Expression,
        QualifiedNameSyntax name when name.DotToken == dot => name.Left,
        MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>()
            .FirstOrDefault(access => access.WhenNotNull.Span.Contains(binding.Span))?.Expression,
        _ => null,
    };
}
