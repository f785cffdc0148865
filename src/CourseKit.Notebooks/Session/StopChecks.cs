using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CourseKit.Notebooks;

/// <summary>
/// Puts a call of <see cref="CellStop.Check"/> at the start of every loop's and every function's body, before every <c>goto</c> and into
/// every <c>where</c>. No line is added, so that line numbers stay the author's.
/// </summary>
/// <remarks>
/// A lambda that is one expression becomes a block, and only the compiler knows whether that block returns a value; it is asked when there
/// is such a lambda. Lambdas that become expression trees are left alone.
/// </remarks>
internal sealed class StopChecks(Lazy<SemanticModel> semantics) : CSharpSyntaxRewriter
{
    private static readonly string Call = $"global::{typeof(CellStop).FullName}.{nameof(CellStop.Check)}()";
    private static readonly StatementSyntax Check = SyntaxFactory.ParseStatement(Call + ";");
    private static readonly ExpressionSyntax Condition = SyntaxFactory.ParseExpression(Call);
    private static readonly SyntaxToken Return = SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space);
    private static readonly SyntaxToken Semicolon = SyntaxFactory.Token(SyntaxKind.SemicolonToken);

    public static CSharpCompilation AddTo(CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        var tree = compilation.SyntaxTrees[0];
        var root = tree.GetRoot(cancellationToken);
        var guarded = new StopChecks(new(() => compilation.GetSemanticModel(tree))).Visit(root)!;
        return guarded == root ? compilation : compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(guarded, tree.Options));
    }

    public override SyntaxNode? Visit(SyntaxNode? node) => base.Visit(node) switch
    {
        WhileStatementSyntax loop => loop.WithStatement(Guarded(loop.Statement)),
        DoStatementSyntax loop => loop.WithStatement(Guarded(loop.Statement)),
        ForStatementSyntax loop => loop.WithStatement(Guarded(loop.Statement)),
        CommonForEachStatementSyntax loop => loop.WithStatement(Guarded(loop.Statement)),
        GotoStatementSyntax jump => Guarded(jump),
        WhereClauseSyntax where => where.WithCondition(SyntaxFactory.BinaryExpression(
            SyntaxKind.LogicalAndExpression, Condition, SyntaxFactory.ParenthesizedExpression(where.Condition))),

        // What stops within a static constructor can never be used again.
        ConstructorDeclarationSyntax { Body: { } body } constructor when !constructor.Modifiers.Any(SyntaxKind.StaticKeyword) =>
            constructor.WithBody(Guarded(body)),
        MethodDeclarationSyntax { Body: { } body } method => method.WithBody(Guarded(body)),
        MethodDeclarationSyntax { ExpressionBody: { } arrow } method => method.WithExpressionBody(null).WithSemicolonToken(default)
            .WithBody(Block(arrow, method.SemicolonToken, Returns(method.ReturnType, method.Modifiers))),
        LocalFunctionStatementSyntax { Body: { } body } function => function.WithBody(Guarded(body)),
        LocalFunctionStatementSyntax { ExpressionBody: { } arrow } function => function.WithExpressionBody(null).WithSemicolonToken(default)
            .WithBody(Block(arrow, function.SemicolonToken, Returns(function.ReturnType, function.Modifiers))),
        OperatorDeclarationSyntax { Body: { } body } method => method.WithBody(Guarded(body)),
        OperatorDeclarationSyntax { ExpressionBody: { } arrow } method => method.WithExpressionBody(null).WithSemicolonToken(default)
            .WithBody(Block(arrow, method.SemicolonToken, returns: true)),
        AccessorDeclarationSyntax { Body: { } body } accessor => accessor.WithBody(Guarded(body)),
        AccessorDeclarationSyntax { ExpressionBody: { } arrow } accessor => accessor.WithExpressionBody(null).WithSemicolonToken(default)
            .WithBody(Block(arrow, accessor.SemicolonToken, accessor.IsKind(SyntaxKind.GetAccessorDeclaration))),
        PropertyDeclarationSyntax { ExpressionBody: { } arrow } property => property.WithExpressionBody(null).WithSemicolonToken(default)
            .WithAccessorList(Getter(arrow, property.SemicolonToken)),
        IndexerDeclarationSyntax { ExpressionBody: { } arrow } indexer => indexer.WithExpressionBody(null).WithSemicolonToken(default)
            .WithAccessorList(Getter(arrow, indexer.SemicolonToken)),
        AnonymousMethodExpressionSyntax method => method.WithBlock(Guarded(method.Block)),
        LambdaExpressionSyntax lambda => Lambda((LambdaExpressionSyntax)node!, lambda),
        var other => other,
    };

    private LambdaExpressionSyntax Lambda(LambdaExpressionSyntax original, LambdaExpressionSyntax lambda)
    {
        if (lambda.Block is { } block) return lambda.WithBody(Guarded(block));
        if (semantics.Value.GetSymbolInfo(original).Symbol is not IMethodSymbol method
            || semantics.Value.GetTypeInfo(original).ConvertedType is not { TypeKind: TypeKind.Delegate })
            return lambda;
        var returns = !method.ReturnsVoid && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { Arity: 0 });
        return lambda.WithBody(Block(lambda.ExpressionBody!, returns));
    }

    // Whether a function with this return type returns a value: an async one does if its type has an argument.
    private static bool Returns(TypeSyntax type, SyntaxTokenList modifiers) =>
        modifiers.Any(SyntaxKind.AsyncKeyword)
            ? (type is QualifiedNameSyntax name ? name.Right : type) is GenericNameSyntax
            : type is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private static AccessorListSyntax Getter(ArrowExpressionClauseSyntax arrow, SyntaxToken end) => SyntaxFactory.AccessorList(
        [SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, Block(arrow, end, returns: true))]);

    // Line ends hang on the arrow and on the semicolon; both go, and the lines after them must stay where they are.
    private static BlockSyntax Block(ArrowExpressionClauseSyntax arrow, SyntaxToken end, bool returns)
    {
        var block = Block(arrow.Expression, returns);
        return block
            .WithOpenBraceToken(block.OpenBraceToken.WithTriviaFrom(arrow.ArrowToken))
            .WithCloseBraceToken(block.CloseBraceToken.WithTriviaFrom(end));
    }

    private static BlockSyntax Block(ExpressionSyntax expression, bool returns)
    {
        StatementSyntax statement = expression is ThrowExpressionSyntax thrown
            ? SyntaxFactory.ThrowStatement(thrown.ThrowKeyword, thrown.Expression, Semicolon)
            : returns ? SyntaxFactory.ReturnStatement(Return, expression, Semicolon)
            : SyntaxFactory.ExpressionStatement(expression);
        return SyntaxFactory.Block(Check, statement);
    }

    private static BlockSyntax Guarded(StatementSyntax statement) => statement switch
    {
        BlockSyntax block => block.WithStatements(block.Statements.Insert(0, Check)),
        _ => SyntaxFactory.Block(Check, statement),
    };
}
