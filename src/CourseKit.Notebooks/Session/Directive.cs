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
        new("#r", "\"file.dll\"", "use an assembly, or with \"nuget: Name, 1.2.3\" a package", (reference, line) => new ReferenceStep(reference, line)),
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
