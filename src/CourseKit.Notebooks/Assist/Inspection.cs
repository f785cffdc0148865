using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CourseKit.Notebooks;

/// <summary>Tells what is known of a name in the code: its signature and its documentation.</summary>
internal static class Inspection
{
    private const int MaxOverloads = 20;

    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    private static readonly SymbolDisplayFormat MemberFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayFormat.MinimallyQualifiedFormat.MemberOptions | SymbolDisplayMemberOptions.IncludeConstantValue,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        parameterOptions: SymbolDisplayFormat.MinimallyQualifiedFormat.ParameterOptions,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        localOptions: SymbolDisplayLocalOptions.IncludeType | SymbolDisplayLocalOptions.IncludeConstantValue,
        miscellaneousOptions: SymbolDisplayFormat.MinimallyQualifiedFormat.MiscellaneousOptions);

    // The name under the cursor, else the method among whose arguments the cursor is; null if there is nothing to tell.
    public static MimeBundle? Of(SemanticModel model, int cursor, int detail, CancellationToken cancellationToken)
    {
        var root = model.SyntaxTree.GetRoot(cancellationToken);
        var symbols = SymbolsAt(model, CursorToken.WordAt(root, cursor), cancellationToken);
        if (symbols.Count == 0) symbols = CalledAt(model, CursorToken.LeftOf(root, cursor), cursor, cancellationToken);
        return symbols.Count == 0 ? null : Describe(symbols, model.Compilation, detail);
    }

    private static MimeBundle Describe(IReadOnlyList<ISymbol> symbols, Compilation compilation, int detail)
    {
        var signatures = symbols.Take(detail > 0 ? MaxOverloads : 1).Select(Signature).Distinct().ToList();
        var more = symbols.Count - signatures.Count;
        var rest = more > 0 ? string.Create(CultureInfo.InvariantCulture, $"(and {more} more overload{(more == 1 ? "" : "s")})") : "";
        var documentation = Documentation.Of(symbols[0], compilation)?.Text(detail > 0);
        var code = string.Join('\n', signatures);
        var bundle = new MimeBundle();
        bundle.Add("text/markdown", Joined($"```csharp\n{code}\n```", rest, documentation));
        bundle.Add("text/plain", Joined(code, rest, documentation?.Replace("`", "", StringComparison.Ordinal)));
        return bundle;
    }

    private static string Joined(params string?[] parts) => string.Join("\n\n", parts.Where(part => !string.IsNullOrEmpty(part)));

    private static string Signature(ISymbol symbol)
    {
        var text = symbol.ToDisplayString(symbol is INamespaceOrTypeSymbol ? TypeFormat : MemberFormat);
        return symbol is INamedTypeSymbol { TypeKind: TypeKind.Class, BaseType: { SpecialType: SpecialType.None } parent }
            ? $"{text} : {parent.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}"
            : text;
    }

    private static IReadOnlyList<ISymbol> SymbolsAt(SemanticModel model, SyntaxToken word, CancellationToken cancellationToken)
    {
        if (word.Parent is not { } node) return [];
        if (word.IsKind(SyntaxKind.IdentifierToken) && model.GetDeclaredSymbol(node, cancellationToken) is { } declared) return [declared];
        var creation = node is NameSyntax ? node.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() : null;
        var named = creation?.Type.Span.End == node.Span.End ? creation : node;
        var found = Known(model.GetSymbolInfo(named, cancellationToken), model.GetMemberGroup(named, cancellationToken));
        if (found.Count > 0 || node is not TypeSyntax) return found;
        return model.GetTypeInfo(node, cancellationToken).Type is { TypeKind: not TypeKind.Error } type ? [type] : [];
    }

    // The method, constructor or indexer between whose brackets the cursor is.
    private static IReadOnlyList<ISymbol> CalledAt(SemanticModel model, SyntaxToken left, int cursor, CancellationToken cancellationToken)
    {
        var list = left.Parent?.AncestorsAndSelf().OfType<ArgumentListSyntax>().FirstOrDefault(list =>
            list.OpenParenToken.Span.End <= cursor && (list.CloseParenToken.IsMissing || cursor <= list.CloseParenToken.SpanStart));
        if (list?.Parent is not { } call) return [];
        var named = call is InvocationExpressionSyntax invocation ? invocation.Expression : call;
        return Known(model.GetSymbolInfo(call, cancellationToken), model.GetMemberGroup(named, cancellationToken));
    }

    // What the compiler has chosen, then what else has the name.
    private static IReadOnlyList<ISymbol> Known(SymbolInfo info, IEnumerable<ISymbol> group)
    {
        var first = info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;
        return [.. first.Concat(group).Distinct(SymbolEqualityComparer.Default).OfType<ISymbol>()];
    }
}
