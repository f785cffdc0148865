using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CourseKit.Notebooks;

/// <summary>
/// Puts a call of <see cref="CellStop.Check"/> at the start of every loop's and every function's body, before every <c>goto</c> and into
/// every
/// <c>where</c>. No line is added, so that line numbers stay the author's.
/// </summary>
/// <remarks>
/// A lambda that is one expression becomes a block, and only the compiler knows whether that block returns a value; it is asked when there
/// is such a lambda. Lambdas that become expression trees are left alone.
/// </remarks>
internal sealed class StopChecks : CSharpSyntaxRewriter
{
    private static readonly string Call = $"global::{typeof(CellStop).FullName}.{nameof(CellStop.Check)}()";
    private static readonly StatementSyntax Check = SyntaxFactory.ParseStatement(Call + ";");
    private static readonly ExpressionSyntax Condition = SyntaxFactory.ParseExpression(Call);
    private static readonly SyntaxToken Return = SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space);
    private static readonly SyntaxToken Semicolon = SyntaxFactory.Token(SyntaxKind.SemicolonToken);

    private readonly Lazy<SemanticModel> semantics;

    private StopChecks(Lazy<SemanticModel> model) => semantics = model;

    /// <summary>The code with the checks.</summary>
    /// <param name="compilation">The code as it was written: one tree.</param>
    /// <param name="cancellationToken">Stops the parser.</param>
    public static CSharpCompilation AddTo(CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        var tree = compilation.SyntaxTrees[0];
        var root = tree.GetRoot(cancellationToken);
        var guarded = new StopChecks(new(() => compilation.GetSemanticModel(tree))).Visit(root);
        return guarded == root ? compilation : compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(guarded, tree.Options));
    }

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) =>
        base.VisitWhileStatement(node) is WhileStatementSyntax loop ? loop.WithStatement(Guarded(loop.Statement)) : null;

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node) =>
        base.VisitDoStatement(node) is DoStatementSyntax loop ? loop.WithStatement(Guarded(loop.Statement)) : null;

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node) =>
        base.VisitForStatement(node) is ForStatementSyntax loop ? loop.WithStatement(Guarded(loop.Statement)) : null;

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node) =>
        base.VisitForEachStatement(node) is ForEachStatementSyntax loop ? loop.WithStatement(Guarded(loop.Statement)) : null;

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node) =>
        base.VisitForEachVariableStatement(node) is ForEachVariableStatementSyntax loop
            ? loop.WithStatement(Guarded(loop.Statement)) : null;

    public override SyntaxNode? VisitGotoStatement(GotoStatementSyntax node) => Guarded(node);

    public override SyntaxNode? VisitWhereClause(WhereClauseSyntax node) =>
        base.VisitWhereClause(node) is WhereClauseSyntax where
            ? where.WithCondition(
                SyntaxFactory.BinaryExpression(SyntaxKind.LogicalAndExpression, Condition,
                SyntaxFactory.ParenthesizedExpression(where.Condition)))
            : null;

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) => base.VisitMethodDeclaration(node) switch
    {
        MethodDeclarationSyntax { Body: { } body } method => method.WithBody(Guarded(body)),
        MethodDeclarationSyntax { ExpressionBody: { } arrow } method => method
            .WithExpressionBody(null)
                .WithSemicolonToken(default).WithBody(Block(arrow, method.SemicolonToken, Returns(method.ReturnType, method.Modifiers))),
        var other => other,
    };

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) =>
        base.VisitLocalFunctionStatement(node) switch
    {
        LocalFunctionStatementSyntax { Body: { } body } function => function.WithBody(Guarded(body)),
        LocalFunctionStatementSyntax { ExpressionBody: { } arrow } function => function
            .WithExpressionBody(null)
                .WithSemicolonToken(default)
                    .WithBody(Block(arrow, function.SemicolonToken, Returns(function.ReturnType, function.Modifiers))),
        var other => other,
    };

    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node) =>
        base.VisitConstructorDeclaration(node) switch
    {
        // What stops within a static constructor can never be used again.
        ConstructorDeclarationSyntax { Body: { } body } constructor when !constructor.Modifiers.Any(SyntaxKind.StaticKeyword) =>
            constructor.WithBody(Guarded(body)),
        var other => other,
    };

    public override SyntaxNode? VisitOperatorDeclaration(OperatorDeclarationSyntax node) => base.VisitOperatorDeclaration(node) switch
    {
        OperatorDeclarationSyntax { Body: { } body } method => method.WithBody(Guarded(body)),
        OperatorDeclarationSyntax { ExpressionBody: { } arrow } method => method
            .WithExpressionBody(null)
                .WithSemicolonToken(default).WithBody(Block(arrow, method.SemicolonToken, Returns(method.ReturnType, method.Modifiers))),
        var other => other,
    };

    public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node) => base.VisitAccessorDeclaration(node) switch
    {
        AccessorDeclarationSyntax { Body: { } body } accessor => accessor.WithBody(Guarded(body)),
        AccessorDeclarationSyntax { ExpressionBody: { } arrow } accessor => accessor
            .WithExpressionBody(null)
                .WithSemicolonToken(default)
                    .WithBody(Block(arrow, accessor.SemicolonToken, accessor.IsKind(SyntaxKind.GetAccessorDeclaration))),
        var other => other,
    };

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node) => base.VisitPropertyDeclaration(node) switch
    {
        PropertyDeclarationSyntax { ExpressionBody: { } arrow } property => property
            .WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(arrow, property.SemicolonToken)),
        var other => other,
    };

    public override SyntaxNode? VisitIndexerDeclaration(IndexerDeclarationSyntax node) => base.VisitIndexerDeclaration(node) switch
    {
        IndexerDeclarationSyntax { ExpressionBody: { } arrow } indexer => indexer
            .WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(arrow, indexer.SemicolonToken)),
        var other => other,
    };

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) =>
        base.VisitAnonymousMethodExpression(node) is AnonymousMethodExpressionSyntax method
            ? method.WithBlock(Guarded(method.Block)) : null;

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) =>
        Lambda(node, base.VisitSimpleLambdaExpression(node));

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
        Lambda(node, base.VisitParenthesizedLambdaExpression(node));

    private SyntaxNode? Lambda(LambdaExpressionSyntax original, SyntaxNode? visited)
    {
        if (visited is not LambdaExpressionSyntax lambda) return visited;
        if (lambda.Block is { } block) return lambda.WithBody(Guarded(block));
        var model = semantics.Value;
        return model.GetSymbolInfo(original).Symbol is IMethodSymbol method
            && model.GetTypeInfo(original).ConvertedType is { TypeKind: TypeKind.Delegate }
            ? lambda.WithBody(
                Block(lambda.ExpressionBody!,
                !method.ReturnsVoid && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { Arity: 0 })))
            : lambda;
    }

    /// <summary>Whether a function with this return type returns a value: an async one does if its type has an argument.</summary>
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
