using System.ComponentModel;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CourseKit.Notebooks;

/// <summary>What a completion stands for.</summary>
public enum CompletionKind
{
    /// <summary>A local variable, or one of an earlier cell.</summary>
    Variable,

    /// <summary>A parameter, also by name in a call.</summary>
    Parameter,

    /// <summary>A field.</summary>
    Field,

    /// <summary>A constant or a member of an enumeration.</summary>
    Constant,

    /// <summary>A property.</summary>
    Property,

    /// <summary>An event.</summary>
    Event,

    /// <summary>A method, extension methods included.</summary>
    Method,

    /// <summary>A class or record.</summary>
    Class,

    /// <summary>A structure.</summary>
    Struct,

    /// <summary>An enumeration.</summary>
    Enum,

    /// <summary>An interface.</summary>
    Interface,

    /// <summary>A delegate.</summary>
    Delegate,

    /// <summary>A type parameter.</summary>
    TypeParameter,

    /// <summary>A namespace.</summary>
    Namespace,

    /// <summary>A keyword of the language.</summary>
    Keyword,

    /// <summary>A directive such as <c>#!import</c>.</summary>
    Directive,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A package or a version of it.</summary>
    Package,
}

/// <summary>One way to go on.</summary>
/// <param name="Text">What replaces the text between start and end of the list.</param>
/// <param name="DisplayText">What a front end may show for it: a signature, if there is one.</param>
/// <param name="Kind">What it stands for.</param>
public sealed record CompletionItem(string Text, string DisplayText, CompletionKind Kind);

/// <summary>The ways to go on from a place in the code.</summary>
/// <param name="Start">Where the text to be replaced begins, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Items">The ways, best first; empty if none are known.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items);

/// <summary>Makes completions of symbols and keywords.</summary>
internal static class CompletionItems
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.CSharpShortErrorMessageFormat
        .WithParameterOptions(
            SymbolDisplayParameterOptions.IncludeParamsRefOut
                | SymbolDisplayParameterOptions.IncludeType
                | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue)
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType)
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters)
        .WithLocalOptions(SymbolDisplayLocalOptions.IncludeType)
        .WithMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    // Reserved, but nobody should write them.
    private static readonly SyntaxKind[] Unused =
        [SyntaxKind.ArgListKeyword, SyntaxKind.MakeRefKeyword, SyntaxKind.RefTypeKeyword, SyntaxKind.RefValueKeyword];

    /// <summary>The words of the language.</summary>
    public static IReadOnlyList<CompletionItem> AllKeywords { get; } = Keywords(
    [
        .. SyntaxFacts.GetReservedKeywordKinds().Except(Unused).Select(SyntaxFacts.GetText),
        "async", "await", "var", "record", "when", "where", "yield", "nameof", "dynamic", "required", "init", "get", "set", "partial",
        "not", "and", "or", "with",
        "from", "select", "orderby", "group", "into", "join", "let",
    ]);

    /// <summary>The words that are types.</summary>
    public static IReadOnlyList<CompletionItem> TypeKeywords { get; } =
        Keywords([.. SyntaxFacts.GetReservedKeywordKinds().Where(SyntaxFacts.IsPredefinedType).Select(SyntaxFacts.GetText)]);

    public static IReadOnlyList<CompletionItem> Keywords(params string[] words) =>
        [.. words.Distinct().Order(StringComparer.Ordinal).Select(word => new CompletionItem(word, word, CompletionKind.Keyword))];

    /// <summary>One item for each name that has in it what was typed; variables first, then members, types, namespaces.</summary>
    public static IEnumerable<CompletionItem> Of(IEnumerable<ISymbol> symbols, string typed) =>
        from symbol in symbols
        where symbol.Name.Contains(typed, StringComparison.OrdinalIgnoreCase) && symbol.CanBeReferencedByName && !IsHidden(symbol)
        group symbol by symbol.Name into same
        let first = same.First()
        let item = new CompletionItem(Escaped(same.Key), Signature(first) + More(same), Kind(first))
        orderby Rank(item.Kind), item.Text.ToUpperInvariant()
        select item;

    public static string Signature(ISymbol symbol) => symbol is INamespaceSymbol ? symbol.Name : symbol.ToDisplayString(Format);

    private static string More(IEnumerable<ISymbol> same) =>
        same.OfType<IMethodSymbol>().Count() is var count and > 1 ? string.Create(CultureInfo.InvariantCulture, $" (+{count - 1})") : "";

    private static string Escaped(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == nameof(EditorBrowsableAttribute)
        && attribute.ConstructorArguments is [{ Value: (int)EditorBrowsableState.Never }]);

    private static int Rank(CompletionKind kind) => kind switch
    {
        CompletionKind.Variable or CompletionKind.Parameter => 0,
        CompletionKind.Namespace => 3,
        >= CompletionKind.Class => 2,
        _ => 1,
    };

    private static CompletionKind Kind(ISymbol symbol) => symbol switch
    {
        ILocalSymbol or IRangeVariableSymbol => CompletionKind.Variable,
        IFieldSymbol { ContainingType.IsScriptClass: true } => CompletionKind.Variable,
        IParameterSymbol => CompletionKind.Parameter,
        IFieldSymbol { IsConst: true } => CompletionKind.Constant,
        IFieldSymbol => CompletionKind.Field,
        IPropertySymbol => CompletionKind.Property,
        IEventSymbol => CompletionKind.Event,
        IMethodSymbol => CompletionKind.Method,
        INamespaceSymbol => CompletionKind.Namespace,
        ITypeParameterSymbol => CompletionKind.TypeParameter,
        ITypeSymbol { TypeKind: TypeKind.Struct } => CompletionKind.Struct,
        ITypeSymbol { TypeKind: TypeKind.Enum } => CompletionKind.Enum,
        ITypeSymbol { TypeKind: TypeKind.Interface } => CompletionKind.Interface,
        ITypeSymbol { TypeKind: TypeKind.Delegate } => CompletionKind.Delegate,
        _ => CompletionKind.Class,
    };
}
