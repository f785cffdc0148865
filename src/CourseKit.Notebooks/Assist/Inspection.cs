using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CourseKit.Notebooks;

/// <summary>Tells what is known of a name in the code: its signature and its documentation.</summary>
internal static class Inspection
{
    private const int MaxOverloads = 20;

    private static readonly SymbolDisplayFormat Format = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private static readonly SymbolDisplayFormat MemberFormat = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeConstantValue,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.InstanceMethod,
        SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeDefaultValue,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        SymbolDisplayLocalOptions.IncludeType | SymbolDisplayLocalOptions.IncludeConstantValue,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral);

    /// <summary>The name under the cursor, else the method among whose arguments the cursor is; null if there is nothing to tell.</summary>
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
        var documentation = Documentation.Of(symbols[0], compilation);
        var bundle = new MimeBundle();
        bundle.Add("text/markdown", Joined(
            $"```csharp\n{string.Join('\n', signatures)}\n```", rest, documentation?.Text(markdown: true, detail > 0)));
        bundle.Add("text/plain", Joined(string.Join('\n', signatures), rest, documentation?.Text(markdown: false, detail > 0)));
        return bundle;
    }

    private static string Joined(params string?[] parts) => string.Join("\n\n", parts.Where(part => !string.IsNullOrEmpty(part)));

    private static string Signature(ISymbol symbol)
    {
        var text = symbol.ToDisplayString(symbol is INamespaceOrTypeSymbol ? Format : MemberFormat);
        return symbol is INamedTypeSymbol { TypeKind: TypeKind.Class, BaseType: { SpecialType: SpecialType.None } parent }
            ? $"{text} : {parent.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}"
            : text;
    }

    private static IReadOnlyList<ISymbol> SymbolsAt(SemanticModel model, SyntaxToken word, CancellationToken cancellationToken)
    {
        if (word.Parent is not { } node) return [];
        if (model.GetDeclaredSymbol(node, cancellationToken) is { } declared
            && (word.IsKind(SyntaxKind.IdentifierToken) || node is ConstructorDeclarationSyntax))
        {
            return [declared];
        }
        if (node is NameSyntax && node.AncestorsAndSelf().OfType<ObjectCreationExpressionSyntax>().FirstOrDefault() is { } creation
            && creation.Type.Span.Contains(node.Span) && creation.Type.Span.End == node.Span.End)
        {
            return Known(model.GetSymbolInfo(creation, cancellationToken), model.GetMemberGroup(creation, cancellationToken));
        }
        var found = Known(model.GetSymbolInfo(node, cancellationToken), model.GetMemberGroup(node, cancellationToken));
        return found.Count > 0
            || model.GetTypeInfo(node, cancellationToken).Type is not { } type
            || type is IErrorTypeSymbol || node is not TypeSyntax ? found : [type];
    }

    private static IReadOnlyList<ISymbol> CalledAt(SemanticModel model, SyntaxToken left, int cursor, CancellationToken cancellationToken)
    {
        foreach (var node in left.Parent?.AncestorsAndSelf() ?? [])
            switch (node)
            {
                case InvocationExpressionSyntax { ArgumentList: var arguments } call
                    when Holds(arguments.OpenParenToken, arguments.CloseParenToken, cursor):
                    return Known(model.GetSymbolInfo(call, cancellationToken), model.GetMemberGroup(call.Expression, cancellationToken));
                case BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments } call
                    when Holds(arguments.OpenParenToken, arguments.CloseParenToken, cursor):
                    return Known(model.GetSymbolInfo(call, cancellationToken), model.GetMemberGroup(call, cancellationToken));
            }
        return [];
    }

    private static bool Holds(SyntaxToken open, SyntaxToken close, int cursor) =>
        open.Span.End <= cursor && (close.IsMissing || cursor <= close.SpanStart);

    /// <summary>What the compiler has chosen, then what else has the name.</summary>
    private static IReadOnlyList<ISymbol> Known(SymbolInfo info, IEnumerable<ISymbol> group)
    {
        var first = info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;
        return [.. first.Concat(group).Distinct(SymbolEqualityComparer.Default).OfType<ISymbol>()];
    }
}
