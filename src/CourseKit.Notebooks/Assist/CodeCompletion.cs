using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CourseKit.Notebooks;

/// <summary>
/// How C# may go on at a place: members after a dot, what an initializer or a call can name, types where only they can stand, else all that is
/// in scope.
/// </summary>
/// <remarks>
/// It asks the compiler's own model. Roslyn's completion service would know more, such as overrides and types of namespaces that are not
/// imported, but it needs Roslyn's workspaces and features, two more packages of assemblies to load before the first answer.
/// </remarks>
internal sealed class CodeCompletion
{
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellationToken;
    private readonly SyntaxToken _before;
    private readonly int _start;
    private readonly int _end;
    private readonly string _typed;
    private readonly bool _inText;

    public CodeCompletion(SemanticModel model, int cursor, CancellationToken cancellationToken)
    {
        (_model, _cancellationToken) = (model, cancellationToken);
        var root = model.SyntaxTree.GetRoot(cancellationToken);
        var left = CursorToken.LeftOf(root, cursor);
        _inText = CursorToken.IsInText(root, left, cursor);
        bool inWord = CursorToken.IsWord(left) && cursor <= left.Span.End;
        (_start, _end) = inWord ? (left.SpanStart, left.Span.End) : (cursor, cursor);
        _before = inWord ? left.GetPreviousToken(includeSkipped: true) : left;
        _typed = root.SyntaxTree.GetText(cancellationToken).ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(_start, cursor)).TrimStart('@');
    }

    public CompletionList Items()
    {
        var items = _inText ? [] : Candidates().DistinctBy(item => item.Text).ToList();
        var fitting = items.Where(item => item.Text.StartsWith(_typed, StringComparison.OrdinalIgnoreCase)).ToList();
        if (fitting.Count == 0)
        {
            fitting = [.. items.Where(item => item.Text.Contains(_typed, StringComparison.OrdinalIgnoreCase))];
        }

        return new(_start, _end, fitting);
    }

    private IEnumerable<CompletionItem> Candidates()
    {
        if (CursorToken.LeftOfDot(_before) is { } left)
        {
            return Shown(Members(left));
        }

        if (_before.IsKind(SyntaxKind.DotToken) || NamesSomethingNew())
        {
            return [];
        }

        if (InitializedMembers() is { } members)
        {
            return Shown(members);
        }

        if (_before.Kind() is SyntaxKind.UsingKeyword && _before.Parent is UsingDirectiveSyntax)
        {
            return Shown(_model.LookupNamespacesAndTypes(_start)).Concat(CompletionItems.Keywords("static"));
        }

        if (_before.Kind() is SyntaxKind.NewKeyword or SyntaxKind.IsKeyword or SyntaxKind.AsKeyword
            || (_before.IsKind(SyntaxKind.OpenParenToken) && _before.Parent is TypeOfExpressionSyntax)
            || _before.Parent is TypeArgumentListSyntax)
        {
            return Shown(_model.LookupNamespacesAndTypes(_start)).Concat(CompletionItems.TypeKeywords);
        }

        return [.. ParameterNames(), .. Shown(_model.LookupSymbols(_start)), .. CompletionItems.AllKeywords];
    }

    private IEnumerable<ISymbol> Members(ExpressionSyntax left)
    {
        var (symbol, type) = Meaning(left);
        if (symbol is INamespaceSymbol space)
        {
            return _model.LookupNamespacesAndTypes(left.SpanStart, space);
        }

        if (symbol is ITypeSymbol owner)
        {
            return _model.LookupSymbols(left.SpanStart, owner).Where(member => member.IsStatic || member is ITypeSymbol);
        }

        if (_before.Parent is MemberBindingExpressionSyntax && type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        return type is null or { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer }
            ? []
            : _model.LookupSymbols(left.SpanStart, type, includeReducedExtensionMethods: true)
                .Where(member => !member.IsStatic && member is not ITypeSymbol);
    }

    /// <summary>What stands left of a dot. On an unfinished line the parser may take it for part of a type's name, so it is asked again.</summary>
    private (ISymbol? Symbol, ITypeSymbol? Type) Meaning(ExpressionSyntax left)
    {
        var symbol = _model.GetSymbolInfo(left, _cancellationToken).Symbol;
        var type = _model.GetTypeInfo(left, _cancellationToken).Type;
        if (symbol is INamespaceOrTypeSymbol || type is not (null or IErrorTypeSymbol))
        {
            return (symbol, type);
        }

        var again = SyntaxFactory.ParseExpression(left.ToString());
        symbol = _model.GetSpeculativeSymbolInfo(left.SpanStart, again, SpeculativeBindingOption.BindAsExpression).Symbol;
        return (symbol, _model.GetSpeculativeTypeInfo(left.SpanStart, again, SpeculativeBindingOption.BindAsExpression).Type);
    }

    /// <summary>Whether the author is inventing a name here.</summary>
    private bool NamesSomethingNew() =>
        _before.Parent is ClassDeclarationSyntax or RecordDeclarationSyntax or StructDeclarationSyntax or EnumDeclarationSyntax or InterfaceDeclarationSyntax
            && _before.Kind() is SyntaxKind.ClassKeyword or SyntaxKind.RecordKeyword or SyntaxKind.StructKeyword or SyntaxKind.EnumKeyword or SyntaxKind.InterfaceKeyword
        || (_before.IsKind(SyntaxKind.IdentifierToken) && _before.Text == "var");

    /// <summary>What <c>new T { … }</c> or <c>with { … }</c> can set here; null elsewhere.</summary>
    private IEnumerable<ISymbol>? InitializedMembers()
    {
        if (_before.Kind() is not (SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken) || _before.Parent is not InitializerExpressionSyntax initializer)
        {
            return null;
        }

        var type = initializer.Parent switch
        {
            BaseObjectCreationExpressionSyntax creation => _model.GetTypeInfo(creation, _cancellationToken) is var info ? info.Type ?? info.ConvertedType : null,
            WithExpressionSyntax with => _model.GetTypeInfo(with.Expression, _cancellationToken).Type,
            _ => null,
        };
        if (type is null or IErrorTypeSymbol || (initializer.IsKind(SyntaxKind.CollectionInitializerExpression) && initializer.Expressions.Count > 1))
        {
            return null;
        }

        var set = initializer.Expressions.OfType<AssignmentExpressionSyntax>().Select(assignment => assignment.Left.ToString()).ToHashSet();
        var members = _model.LookupSymbols(_start, type)
            .Where(member => !member.IsStatic && !set.Contains(member.Name))
            .Where(member => member is IPropertySymbol { SetMethod: not null, IsIndexer: false } or IFieldSymbol { IsReadOnly: false })
            .ToList();
        return members.Count > 0 ? members : null;
    }

    /// <summary>Names that an argument can have here, as <c>seed:</c>.</summary>
    private IEnumerable<CompletionItem> ParameterNames()
    {
        if (_before.Kind() is not (SyntaxKind.OpenParenToken or SyntaxKind.CommaToken) || _before.Parent is not BaseArgumentListSyntax { Parent: { } call } list)
        {
            return [];
        }

        var methods = call switch
        {
            InvocationExpressionSyntax invocation => _model.GetMemberGroup(invocation.Expression, _cancellationToken),
            _ => _model.GetMemberGroup(call, _cancellationToken),
        };
        var named = list.Arguments.Select(argument => argument.NameColon?.Name.Identifier.Text).ToHashSet();
        return methods.OfType<IMethodSymbol>()
            .SelectMany(method => method.Parameters)
            .Where(parameter => !named.Contains(parameter.Name))
            .Select(parameter => new CompletionItem(parameter.Name + ":", CompletionItems.Signature(parameter), CompletionKind.Parameter));
    }

    private IEnumerable<CompletionItem> Shown(IEnumerable<ISymbol> symbols) => CompletionItems.Of(symbols, _typed);
}
