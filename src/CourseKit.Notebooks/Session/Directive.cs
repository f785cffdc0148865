using System.Runtime.InteropServices;

namespace CourseKit.Notebooks;

/// <summary>A directive that cells may contain, in addition to C#'s own; many have .NET Interactive's names.</summary>
internal sealed record Directive(string Name, string Argument, string Purpose, Func<IReadOnlyList<SessionVariable>, object>? Answer = null)
{
    public const string Reference = "#r";
    public const string Time = "#!time";

    // All there are: cells, help, completion and error messages have them from here.
    public static IReadOnlyList<Directive> All { get; } =
    [
        new(Reference, "\"file.dll\"", "use an assembly, or with \"nuget: Name, 1.2.3\" a package"),
        new("#!import", "file", "run a script or a notebook here"),
        new("#load", "file", "the same"),
        new(Time, "", "the time that the cell takes"),
        new("#!who", "", "the names of the variables", variables => Text(string.Join(", ", variables.Select(variable => variable.Name)))),
        new("#!whos", "", "the variables with their types and values", variables => variables.Select(
            variable => new { name = variable.Name, type = ValueText.TypeName(variable.Type), value = ValueText.Inline(variable.Value) })
            .ToList()),
        new("#!about", "", "what runs the cells", _ => Text(
            $"C# by CourseKit on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}")),
        new("#!help", "", "the directives", _ => Text(
            string.Join('\n', All!.Select(directive => $"{directive.Name + " " + directive.Argument,-16}{directive.Purpose}")))),
        .. from name in (string[])["#!csharp", "#!c#", "#!cs"] select new Directive(name, "", Language),
    ];

    private const string Language = "the cell is in C#, as it is without this";

    public bool TakesArgument => Argument.Length > 0;

    // Wherever in the cell it stands.
    public bool CountsForAll => Name is Reference or Time || Purpose == Language;

    private static RawContent Text(string text) => new("text/plain", text);
}

internal readonly record struct SessionVariable(string Name, Type Type, object? Value);

/// <summary>A directive such as <c>#r</c> or <c>#!import</c> cannot be followed; the message says why and what to do.</summary>
internal sealed class DirectiveException(string message) : Exception(message);
