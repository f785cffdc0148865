using System.Runtime.InteropServices;

namespace CourseKit.Notebooks;

/// <summary>Directives that tell something of the session; their names are .NET Interactive's.</summary>
internal static class SessionQuestions
{
    /// <summary>The directives and what they tell.</summary>
    public static IReadOnlyDictionary<string, string> Directives { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["#!who"] = "the names of the variables",
        ["#!whos"] = "the variables with their types and values",
        ["#!about"] = "what runs the cells",
        ["#!help"] = "the directives",
    };

    /// <summary>The answer, to be displayed.</summary>
    public static object Answer(string directive, IReadOnlyList<(string Name, Type Type, object? Value)> variables) => directive switch
    {
        "#!who" => new RawContent("text/plain", string.Join(", ", variables.Select(variable => variable.Name))),
        "#!whos" => variables.Select(variable => new { name = variable.Name, type = ValueText.TypeName(variable.Type), value = ValueText.Inline(variable.Value) }).ToList(),
        "#!about" => new RawContent("text/plain", $"C# by CourseKit on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
        _ => new RawContent("text/plain", string.Join('\n', s_help.Concat(Directives.Select(entry => $"{entry.Key,-24}{entry.Value}")))),
    };

    private static readonly string[] s_help =
    [
        "#r \"file.dll\"            use an assembly",
        "#r \"nuget: Name, 1.2.3\" use a package",
        "#load, #!import file    run a script or a notebook here",
        "#!time                  the time that the cell takes",
    ];
}
