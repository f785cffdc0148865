using System.ComponentModel;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CourseKit.Notebooks;

/// <summary>One way to go on.</summary>
/// <param name="Text">What replaces the text between start and end of the list.</param>
/// <param name="DisplayText">What a front end may show for it: a signature, if there is one.</param>
/// <param name="Kind">What it stands for, in one word such as <c>variable</c>, <c>method</c>, <c>class</c> or <c>file</c>.</param>
public sealed record CompletionItem(string Text, string DisplayText, string Kind);

/// <summary>The ways to go on from a place in the code.</summary>
/// <param name="Start">Where the text to be replaced begins, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Items">The ways, best first; empty if none are known.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items);

/// <summary>Makes completions of symbols and keywords.</summary>
internal static class CompletionItems
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType);

    // Those with underscores are reserved, but nobody should write them.
    public static IReadOnlyList<CompletionItem> AllKeywords { get; } = Keywords(
    [
        .. SyntaxFacts.GetKeywordKinds().Select(SyntaxFacts.GetText).Where(word => !word.StartsWith('_')), "dynamic",
    ]);

    public static IReadOnlyList<CompletionItem> TypeKeywords { get; } =
        Keywords([.. SyntaxFacts.GetReservedKeywordKinds().Where(SyntaxFacts.IsPredefinedType).Select(SyntaxFacts.GetText)]);

    public static IReadOnlyList<CompletionItem> Keywords(params string[] words) =>
        [.. words.Distinct().Order(StringComparer.Ordinal).Select(word => new CompletionItem(word, word, "keyword"))];

    // One item for each name that has in it what was typed; variables first, then members, types, namespaces.
    public static IEnumerable<CompletionItem> Of(IEnumerable<ISymbol> symbols, string typed) =>
        from symbol in symbols
        where symbol.Name.Contains(typed, StringComparison.OrdinalIgnoreCase) && symbol.CanBeReferencedByName && !IsHidden(symbol)
        group symbol by symbol.Name into same
        let first = same.First()
        let kind = Kind(first)
        orderby first is INamespaceSymbol ? 3 : first is ITypeSymbol ? 2 : kind is "variable" or "parameter" ? 0 : 1,
            same.Key.ToUpperInvariant()
        select new CompletionItem(Escaped(same.Key), Signature(first) + More(same), kind);

    public static string Signature(ISymbol symbol) => symbol.ToDisplayString(Format);

    private static string More(IEnumerable<ISymbol> same) =>
        same.OfType<IMethodSymbol>().Count() is var count and > 1 ? string.Create(CultureInfo.InvariantCulture, $" (+{count - 1})") : "";

    private static string Escaped(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == nameof(EditorBrowsableAttribute)
        && attribute.ConstructorArguments is [{ Value: (int)EditorBrowsableState.Never }]);

    private static string Kind(ISymbol symbol) => symbol switch
    {
        ILocalSymbol or IRangeVariableSymbol or IFieldSymbol { IsConst: false, ContainingType.IsScriptClass: true } => "variable",
        IFieldSymbol { IsConst: true } => "constant",
        ITypeSymbol type => type.TypeKind.ToString().ToLowerInvariant(),
        _ => symbol.Kind.ToString().ToLowerInvariant(),
    };
}
