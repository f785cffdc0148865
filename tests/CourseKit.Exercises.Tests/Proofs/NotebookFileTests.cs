using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CourseKit.Notebooks;

namespace CourseKit.Exercises.Tests.Proofs;

/// <summary>What must hold for every notebook as a file, before anybody runs it.</summary>
public sealed partial class NotebookFileTests
{
    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Repository.PathOf("notebooks"), "*.ipynb").Order().Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_ready_for_students(string name)
    {
        var notebook = Load(name);

        var metadata = JsonNode.Parse(notebook.ToJson())!["metadata"]!.AsObject();
        Assert.Equal(["kernelspec"], metadata.Select(member => member.Key));
        Assert.Equal(".net-csharp", (string?)metadata["kernelspec"]!["name"]);
        Assert.Equal("#!import setup.csx", notebook.Cells.First(cell => cell.Kind == CellKind.Code).Source.Trim());
        Assert.All(notebook.Cells, cell =>
        {
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", cell.Id); // words, not the random letters of an editor
            Assert.Empty(cell.Outputs);
            Assert.Null(cell.ExecutionCount);
        });
        Assert.Equal(notebook.Cells.Count, notebook.Cells.Select(cell => cell.Id).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_top_says_what_awaits_the_reader(string name)
    {
        var top = Load(name).Cells[0];

        Assert.Equal(CellKind.Markdown, top.Kind);
        foreach (var word in new[] { "**Goal**", "**You need**", "**Time**", "**Difficulty**", "**Run time**" })
            Assert.Contains(word, top.Source, StringComparison.Ordinal);
        Assert.Matches(@"\*\*Run time\*\* \| [0-9]+ s ", top.Source); // measured, not guessed
    }

    // The stubs of ./coursekit new say so.
    [Fact]
    public void Nothing_is_left_to_be_written()
    {
        var files = ((string[])["notebooks", "src/CourseKit.Exercises", "tests/CourseKit.Exercises.Tests/wrong"])
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".ipynb");
        var left =
            from file in files
            from line in File.ReadLines(file).Index()
            where line.Item.Contains("to be written", StringComparison.OrdinalIgnoreCase)
            select $"{Path.GetRelativePath(Repository.PathOf(), file)}, line {line.Index + 1}: {line.Item.Trim()}";

        Assert.True(!left.Any(), "There are stubs left:\n" + string.Join('\n', left));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pictures_in_the_text_have_words(string name) =>
        Assert.DoesNotContain(Load(name).Cells, cell => cell.Kind == CellKind.Markdown && PictureWithoutWords().IsMatch(cell.Source));

    [Theory]
    [MemberData(nameof(Names))]
    public void No_line_of_a_formula_is_taken_for_a_list_or_a_heading(string name) => Assert.DoesNotContain(
        Load(name).Cells.Where(cell => cell.Kind == CellKind.Markdown).SelectMany(cell => Formula().Matches(cell.Source)),
        formula => MarkdownLine().IsMatch(formula.Value));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_exercises_stand_in_the_order_of_the_book_with_the_metadata_of_nbgrader(string name)
    {
        var cells = Load(name).Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
        var book = ExerciseBook.ForNotebook(name).ToList();
        Assert.Equal(book.Select(exercise => exercise.Id), cells.Select(cell => ExerciseSection.IdOf(cell.Source)).OfType<string>());
        foreach (var exercise in book)
        {
            var stub = cells.FindIndex(cell => ExerciseSection.IdOf(cell.Source) == exercise.Id);
            var (answer, check) = (cells[stub].Metadata["nbgrader"]!, cells[stub + 1].Metadata["nbgrader"]!);

            Assert.Equal((3, 3), ((int)answer["schema_version"]!, (int)check["schema_version"]!));
            Assert.Equal((true, false), ((bool)answer["solution"]!, (bool)answer["grade"]!));
            Assert.Equal((false, true, true), ((bool)check["solution"]!, (bool)check["grade"]!, (bool)check["locked"]!));
            Assert.Equal(exercise.Points, (int)check["points"]!);
            Assert.NotEqual((string?)answer["grade_id"], (string?)check["grade_id"]);
        }
    }

    [GeneratedRegex(@"\$\$.+?\$\$", RegexOptions.Singleline)]
    private static partial Regex Formula();

    [GeneratedRegex(@"^\s*([-+*>#]|\d+\.)\s", RegexOptions.Multiline)]
    private static partial Regex MarkdownLine();

    [GeneratedRegex(@"!\[\s*\]\(|<img(?![^>]*\balt=""[^""]+"")", RegexOptions.IgnoreCase)]
    private static partial Regex PictureWithoutWords();

    private static NotebookDocument Load(string name) => NotebookDocument.Load(Repository.PathOf("notebooks", name + ".ipynb"));
}
