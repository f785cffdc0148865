using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CourseKit.Notebooks;

/// <summary>
/// Puts a call of <see cref="CellStop.Check"/> at the start of every loop's and every method's body. No line is added, so that line numbers
/// stay the author's.
/// </summary>
internal sealed class StopChecks : CSharpSyntaxRewriter
{
    private static readonly StatementSyntax s_check =
        SyntaxFactory.ParseStatement($"global::{typeof(CellStop).FullName}.{nameof(CellStop.Check)}();");

    private StopChecks()
    {
    }

    public static SyntaxTree AddTo(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var root = tree.GetRoot(cancellationToken);
        var guarded = new StopChecks().Visit(root);
        return guarded == root ? tree : tree.WithRootAndOptions(guarded, tree.Options);
    }

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) =>
        node.WithStatement(Guarded(Visit(node.Statement)));

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node) =>
        node.WithStatement(Guarded(Visit(node.Statement))).WithCondition((ExpressionSyntax)Visit(node.Condition));

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node) =>
        node.WithStatement(Guarded(Visit(node.Statement)));

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node) =>
        node.WithStatement(Guarded(Visit(node.Statement))).WithExpression((ExpressionSyntax)Visit(node.Expression));

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node) =>
        node.WithStatement(Guarded(Visit(node.Statement))).WithExpression((ExpressionSyntax)Visit(node.Expression));

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        base.VisitMethodDeclaration(node) is MethodDeclarationSyntax { Body: { } body } method ? method.WithBody(Guarded(body)) : base.VisitMethodDeclaration(node);

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) =>
        base.VisitLocalFunctionStatement(node) is LocalFunctionStatementSyntax { Body: { } body } function ? function.WithBody(Guarded(body)) : base.VisitLocalFunctionStatement(node);

    private static BlockSyntax Guarded(SyntaxNode? statement) => statement switch
    {
        BlockSyntax block => block.WithStatements(block.Statements.Insert(0, s_check)),
        _ => SyntaxFactory.Block(s_check, (StatementSyntax)statement!),
    };
}
