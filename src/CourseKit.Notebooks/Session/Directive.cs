using System.Runtime.InteropServices;

namespace CourseKit.Notebooks;

/// <summary>A directive that cells may contain, in addition to C#'s own.</summary>
/// <param name="Name">Its name with the <c>#</c>.</param>
/// <param name="Argument">What follows the name, as the help shows it; empty if nothing does.</param>
/// <param name="Purpose">What it does, or tells.</param>
/// <param name="Step">Makes the step to run of its argument and its line; null if there is nothing to run.</param>
internal sealed record Directive(string Name, string Argument, string Purpose, Func<string, int, CellStep?> Step)
{
    /// <summary>All there are: cells, help, completion and error messages have them from here.</summary>
    public static IReadOnlyList<Directive> All { get; } =
    [
        new("#r", "\"file.dll\"", "use an assembly, or with \"nuget: Name, 1.2.3\" a package",
            (reference, line) => new ReferenceStep(reference, line)),
        new("#!import", "file", "run a script or a notebook here", (file, line) => new ImportStep(file, line)),
        new("#load", "file", "the same", (file, line) => new ImportStep(file, line)),
        new("#!time", "", "the time that the cell takes", (_, line) => new TimeStep(line)),
        Question("#!who", "the names of the variables", SessionQuestions.Names),
        Question("#!whos", "the variables with their types and values", SessionQuestions.Values),
        Question("#!about", "what runs the cells", _ => SessionQuestions.About()),
        Question("#!help", "the directives", _ => SessionQuestions.Help()),
        Language("#!csharp"),
        Language("#!c#"),
        Language("#!cs"),
    ];

    public bool TakesArgument => Argument.Length > 0;

    private static Directive Question(string name, string purpose, Func<IReadOnlyList<SessionVariable>, object> answer) =>
        new(name, "", purpose, (_, line) => new QuestionStep(answer, line));

    private static Directive Language(string name) => new(name, "", "the cell is in C#, as it is without this", (_, _) => null);
}

/// <summary>A variable that a cell has declared.</summary>
internal readonly record struct SessionVariable(string Name, Type Type, object? Value);

/// <summary>What the session tells of itself, to be displayed. The directives that ask for it have .NET Interactive's names.</summary>
internal static class SessionQuestions
{
    public static object Names(IReadOnlyList<SessionVariable> variables) =>
        new RawContent("text/plain", string.Join(", ", variables.Select(variable => variable.Name)));

    public static object Values(IReadOnlyList<SessionVariable> variables) =>
        variables.Select(
            variable => new { name = variable.Name, type = ValueText.TypeName(variable.Type), value = ValueText.Inline(variable.Value) })
                .ToList();

    public static object About() =>
        new RawContent("text/plain",
            $"C# by CourseKit on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");

    public static object Help() =>
        new RawContent("text/plain",
            string.Join('\n', Directive.All.Select(directive => $"{directive.Name + " " + directive.Argument,-16}{directive.Purpose}")));
}

/// <summary>A directive such as <c>#r</c> or <c>#!import</c> cannot be followed; the message says why and what to do.</summary>
internal sealed class DirectiveException(string message) : Exception(message);
