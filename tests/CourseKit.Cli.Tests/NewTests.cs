using System.Reflection;
using CourseKit.Exercises;
using CourseKit.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CourseKit.Cli.Tests;

/// <summary><c>coursekit new</c>, in a copy of the folders that it writes to.</summary>
public sealed class NewTests : IDisposable
{
    private const string Book = "src/CourseKit.Exercises/ExerciseBook.cs";

    private readonly string root = Directory.CreateTempSubdirectory("a course ").FullName;
    private readonly NewFiles files;

    public NewTests()
    {
        var course = Path.GetDirectoryName(CourseFolders.Find().Notebooks)!;
        foreach (var folder in (string[])["notebooks", "src/CourseKit.Exercises", "tests/CourseKit.Exercises.Tests/wrong"])
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(course, folder), "*", SearchOption.AllDirectories))
            {
                var path = Path.GetRelativePath(course, file);
                if (path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")) continue;
                Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
                File.Copy(file, PathOf(path));
            }
        }
        files = new NewFiles(root);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_lesson_and_its_first_exercise_compile_and_say_what_is_to_be_written()
    {
        var lesson = files.Lesson("42-deep-thought", "What was the question?");
        var exercise = files.Exercise("deep.question-mark", "42-deep-thought");

        Assert.Equal(
            ["notebooks/42-deep-thought.ipynb", "notebooks/solutions/42-deep-thought.cs", "src/CourseKit.Exercises/Lesson42/Lesson42.cs",
                "tests/CourseKit.Exercises.Tests/wrong/42-deep-thought.cs",
                "tests/CourseKit.Interactive.Tests/claims/42-deep-thought.json", Book],
            lesson);
        Assert.Equal(5, exercise.Count);
        Assert.All(
            exercise.Where(file => !file.EndsWith("Lesson42.cs", StringComparison.Ordinal)),
            file => Assert.Contains("to be written", Text(file), StringComparison.OrdinalIgnoreCase));
        Assert.Contains(".All,\n        .. Lesson42.Lesson42.All,\n    ];", Text(Book), StringComparison.Ordinal);

        var sections = ExerciseSection.Parse(Text("notebooks/solutions/42-deep-thought.cs"));
        Assert.Equal("deep.question-mark", Assert.Single(sections).Id);
        var wrong = ExerciseSection.Parse(Text("tests/CourseKit.Exercises.Tests/wrong/42-deep-thought.cs"));
        Assert.Equal(3, wrong.Count(section => section.Id == "deep.question-mark"));

        var stub = Assert.Single(Compiled("Lesson42"));
        Assert.Equal(("deep.question-mark", "42-deep-thought"), (stub.Id, stub.Notebook));
        Assert.Contains("To be written: the right answer", stub.Grade((double[] x) => x[0]).Reason, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.NotAttempted, stub.Grade(double (double[] _) => throw new NotImplementedException()).Status);
    }

    [Fact]
    public void The_notebook_is_valid_and_has_the_cells_of_the_exercise_before_its_summary()
    {
        files.Lesson("42-deep-thought", null);
        files.Exercise("deep.answer", "42");
        files.Exercise("deep.question", null); // the lesson with exercises of that topic

        var notebook = NotebookDocument.Load(PathOf("notebooks/42-deep-thought.ipynb"));

        Assert.StartsWith("# Lesson 42 · Deep thought\n", notebook.Cells[0].Source, StringComparison.Ordinal);
        Assert.Equal("#!import setup.csx", notebook.Cells[1].Source);
        Assert.Equal(
            ["deep-answer-task", "deep-answer", "deep-answer-check",
                "deep-question-task", "deep-question", "deep-question-check", "summary"],
            notebook.Cells.Select(cell => cell.Id).Skip(6));
        Assert.StartsWith("**Exercise 2.**", notebook.Cells[9].Source, StringComparison.Ordinal);
        Assert.Equal("Check(\"deep.question\", Question)", notebook.Cells[11].Source);
        var (answer, check) = (notebook.Cells[10].Metadata["nbgrader"]!, notebook.Cells[11].Metadata["nbgrader"]!);
        Assert.Equal((true, false), ((bool)answer["solution"]!, (bool)answer["locked"]!));
        Assert.Equal((false, true, 3), ((bool)check["solution"]!, (bool)check["locked"]!, (int)check["points"]!));
        var list = Text("src/CourseKit.Exercises/Lesson42/Lesson42.cs");
        Assert.Contains("        Answer.Exercise,\n        Question.Exercise,\n    ];", list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4-topic", ExitCodes.Usage, "two digits and a topic")]
    [InlineData("../04-topic", ExitCodes.Usage, "two digits and a topic")]
    [InlineData("03-autoencoder", ExitCodes.Unreadable, "notebooks/03-autoencoder.ipynb already")]
    [InlineData("03-another", ExitCodes.Unreadable, "notebooks/03-autoencoder.ipynb already")]
    public void A_lesson_that_cannot_be_is_refused_and_nothing_is_written(string name, int exitCode, string message) =>
        Refused(() => files.Lesson(name, null), exitCode, message);

    [Theory]
    [InlineData("Median", null, ExitCodes.Usage, "ae.median-score")]
    [InlineData("ae.2d", null, ExitCodes.Usage, "ae.median-score")]
    [InlineData("ae.exercise", null, ExitCodes.Usage, "which the library has already")]
    [InlineData("vae.sample", null, ExitCodes.Usage, "--notebook")]
    [InlineData("vae.sample", "03-autoencodr", ExitCodes.NotFound, "Did you mean 03-autoencoder?")]
    [InlineData("ae.threshold", null, ExitCodes.Unreadable, "ae.threshold in notebooks/03-autoencoder.ipynb already")]
    [InlineData("pca.threshold", "03", ExitCodes.Unreadable, "Lesson03/Threshold.cs already")]
    public void An_exercise_that_cannot_be_is_refused_and_nothing_is_written(string id, string? notebook, int exitCode, string message) =>
        Refused(() => files.Exercise(id, notebook), exitCode, message);

    [Fact]
    public void When_a_file_is_missing_or_cannot_be_written_all_others_are_as_before()
    {
        File.WriteAllText(PathOf("src/CourseKit.Exercises/Lesson42"), "a file where a folder should be");
        Refused(() => files.Lesson("42-deep-thought", null), ExitCodes.Unreadable, "Cannot write");

        File.Delete(PathOf("tests/CourseKit.Exercises.Tests/wrong/03-autoencoder.cs"));
        Refused(() => files.Exercise("ae.mean", null), ExitCodes.NotFound, "wrong/03-autoencoder.cs");
    }

    [Fact]
    public async Task The_command_names_what_is_wrong_in_one_line()
    {
        using var tool = new Tool();

        var result = await tool.RunAsync("new", "lesson", "03-autoencoder");

        Assert.Equal(ExitCodes.Unreadable, result.ExitCode);
        Assert.Equal(
            "coursekit: There is notebooks/03-autoencoder.ipynb already; nothing was written. Take another name, or remove it first.",
            result.Errors.Trim());
    }

    private string PathOf(string file) => Path.Combine(root, file);

    private string Text(string file) => File.ReadAllText(PathOf(file));

    private void Refused(Action body, int exitCode, string message)
    {
        Dictionary<string, string> Everything() => Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
            .ToDictionary(path => path, path => File.Exists(path) ? File.ReadAllText(path) : "folder");
        var before = Everything();

        var error = Assert.Throws<ToolException>(body);

        Assert.Equal(exitCode, error.ExitCode);
        Assert.Contains(message, error.Message.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(before, Everything());
    }

    // Compiles the checks of a lesson, with all warnings.
    private IReadOnlyList<Exercise> Compiled(string lesson)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var sources = Directory.EnumerateFiles(PathOf($"src/CourseKit.Exercises/{lesson}"))
            .Select(File.ReadAllText).Append("global using System; global using System.Collections.Generic;");
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        using var stream = new MemoryStream();
        var result = CSharpCompilation.Create(
            lesson, sources.Select(text => CSharpSyntaxTree.ParseText(text)),
            references.Select(path => MetadataReference.CreateFromFile(path)), options).Emit(stream);
        Assert.Empty(result.Diagnostics.Where(one => one.Severity >= DiagnosticSeverity.Warning));
        var type = Assembly.Load(stream.ToArray()).GetType($"CourseKit.Exercises.{lesson}.{lesson}")!;
        return (IReadOnlyList<Exercise>)type.GetProperty("All")!.GetValue(null)!;
    }
}
