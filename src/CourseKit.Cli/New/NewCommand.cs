using System.CommandLine;

namespace CourseKit.Cli;

// coursekit new: writes the stubs of a lesson or an exercise in the right places.
internal static class NewCommand
{
    public static Command Create() =>
        new("new", "Write the stubs of a lesson or an exercise in the right places.") { Lesson(), Exercise() };

    private static Command Lesson()
    {
        var name = new Argument<string>("NN-TOPIC") { Description = "Number and topic, for instance 04-convolutional-autoencoder." };
        var title = new Argument<string?>("TITLE")
        {
            Description = "Its title; made of the topic if not given.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return new Command("lesson", "A notebook with sections to fill, and its files for exercises.") { name, title }.Runs(
            parse => Show(Here().Lesson(parse.GetRequiredValue(name), parse.GetValue(title))));
    }

    private static Command Exercise()
    {
        var id = new Argument<string>("ID") { Description = "Topic, full stop, name, for instance ae.median-score." };
        var notebook = CommonOptions.Text(
            "--notebook", "The lesson it belongs to; the one whose exercises have the same topic if not given.", "NN-TOPIC");
        return new Command("exercise", "A check, cells in the notebook, a solution and three wrong answers.") { id, notebook }.Runs(
            parse => Show(Here().Exercise(parse.GetRequiredValue(id), parse.GetValue(notebook))));
    }

    private static NewFiles Here() => new(CourseFolders.Find().Root);

    private static int Show(IReadOnlyList<string> files)
    {
        foreach (var file in files) Screen.Line(file);
        Screen.Line(
            $"Replace what says \"{Stubs.ToDo}\", then run dotnet test tests/CourseKit.Exercises.Tests: it names what is left. "
            + "CONTRIBUTING.md tells more.");
        return ExitCodes.Ok;
    }
}
