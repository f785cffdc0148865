using System.Runtime.InteropServices;

namespace CourseKit.Notebooks;

/// <summary>A variable that a cell has declared.</summary>
internal readonly record struct SessionVariable(string Name, Type Type, object? Value);

/// <summary>What the session tells of itself, to be displayed. The directives that ask for it have .NET Interactive's names.</summary>
internal static class SessionQuestions
{
    public static object Names(IReadOnlyList<SessionVariable> variables) =>
        new RawContent("text/plain", string.Join(", ", variables.Select(variable => variable.Name)));

    public static object Values(IReadOnlyList<SessionVariable> variables) =>
        variables.Select(variable => new { name = variable.Name, type = ValueText.TypeName(variable.Type), value = ValueText.Inline(variable.Value) }).ToList();

    public static object About() =>
        new RawContent("text/plain", $"C# by CourseKit on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");

    public static object Help() =>
        new RawContent("text/plain", string.Join('\n', Directive.All.Select(directive => $"{directive.Name + " " + directive.Argument,-16}{directive.Purpose}")));
}
