using System.Globalization;
using System.Text.RegularExpressions;
using CourseKit.Exercises;
using CourseKit.Notebooks;

namespace CourseKit.Cli.Tests;

/// <summary>
/// Tables of README.md and docs/ that say what the code says: held to it here, and written here when COURSEKIT_WRITE_PAGES is 1.
/// </summary>
public sealed partial class TableTests
{
    private const string Command = "COURSEKIT_WRITE_PAGES=1 dotnet test tests/CourseKit.Cli.Tests --filter TableTests";

    private static readonly string Notebooks = CourseFolders.Find().Notebooks;

    [Fact]
    public void Lessons() => Holds("README.md", "lessons",
    [
        "| | lesson | in one sentence | difficulty | exercises | |",
        "|---|---|---|---|---|---|",
        .. Directory.EnumerateFiles(Notebooks, "*.ipynb").Order(StringComparer.Ordinal).Select(path =>
        {
            var (name, top) = (Path.GetFileNameWithoutExtension(path), NotebookDocument.Load(path).Cells[0].Source);
            var (title, sentence) = (Title().Match(top).Groups[1].Value, Sentence().Match(top).Groups[1].Value);
            var exercises = ExerciseBook.ForNotebook(name).ToList();
            var picture = $"docs/lesson-{name[..2]}.png";
            Assert.True(File.Exists(PathOf(picture)), $"{picture}, a picture from {name}, is missing.");
            return Row(
                name[..2], $"[{title}](notebooks/{name}.ipynb)", sentence, Difficulty().Match(top).Groups[1].Value,
                $"{exercises.Count}, {exercises.Sum(exercise => exercise.Points)} points",
                $"<img src=\"{picture}\" alt=\"A picture from lesson {name[..2]}: {title}\" width=\"220\">");
        }),
    ]);

    [Fact]
    public void Exercises() => Holds("docs/exercises.md", "exercises",
    [
        "| id | exercise | lesson | points | difficulty | minutes | wrong answers |",
        "|---|---|---|---:|---|---:|---:|",
        .. ExerciseBook.All.Select(exercise => Row(
            $"`{exercise.Id}`", exercise.Title, $"[{exercise.Notebook}](../notebooks/{exercise.Notebook}.ipynb)", exercise.Points,
            exercise.Difficulty.ToString().ToLowerInvariant(), exercise.Minutes, WrongAnswers(exercise))),
    ]);

    [Fact]
    public void Detectors() => Holds("docs/detectors.md", "detectors",
    [
        "| `--detector` | class | options |",
        "|---|---|---|",
        .. DetectorCatalogue.All.Select(kind =>
        {
            var options = kind.OptionsType.GetProperties()
                .Where(option => option.CanWrite && option.DeclaringType != typeof(DetectorOptions)).Select(option => option.Name);
            return Row($"`{kind.Name}`", $"`{kind.DetectorType.Name}`", string.Join(", ", options.Order(StringComparer.Ordinal)));
        }),
    ]);

    [Fact]
    public void The_readme_names_every_exit_code()
    {
        var named = ExitCode().Matches(File.ReadAllText(PathOf("README.md")))
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        var codes = typeof(ExitCodes).GetFields().Select(field => (int)field.GetRawConstantValue()!).Distinct();

        Assert.Equal(codes.Where(code => code != ExitCodes.Internal).Order(), named);
    }

    private static int WrongAnswers(Exercise exercise) => ExerciseSection
        .Parse(File.ReadAllText(PathOf($"tests/CourseKit.Exercises.Tests/wrong/{exercise.Notebook}.cs")))
        .Count(section => section.Id == exercise.Id);

    private static string Row(params object[] cells) => FormattableString.Invariant($"| {string.Join(" | ", cells)} |");

    private static string PathOf(string page) => Path.Combine(Path.GetDirectoryName(Notebooks)!, page);

    private static void Holds(string page, string name, IEnumerable<string> lines)
    {
        var text = File.ReadAllText(PathOf(page)).ReplaceLineEndings("\n");
        var (begin, end) = ($"<!-- {name}: written by the tests -->\n", $"<!-- end of {name} -->");
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
        Assert.True(from >= begin.Length && to >= from, $"{page} has no lines \"{begin.Trim()}\" and \"{end}\".");
        var now = text[..from] + string.Concat(lines.Select(line => line + "\n")) + text[to..];
        if (Environment.GetEnvironmentVariable("COURSEKIT_WRITE_PAGES") == "1") File.WriteAllText(PathOf(page), now);
        else Assert.True(now == text, $"The {name} in {page} are not what the code says; write the table anew and commit it:\n  {Command}");
    }

    [GeneratedRegex(@"^# Lesson \d\d · (.+)$", RegexOptions.Multiline)]
    private static partial Regex Title();

    [GeneratedRegex(@"^\*([^*].*)\*$", RegexOptions.Multiline)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^\| \*\*Difficulty\*\* \| (.+?)\.? \|$", RegexOptions.Multiline)]
    private static partial Regex Difficulty();

    [GeneratedRegex(@"^\| (\d+) \| [a-z`]", RegexOptions.Multiline)]
    private static partial Regex ExitCode();
}
