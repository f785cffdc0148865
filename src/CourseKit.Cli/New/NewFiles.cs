using System.Text.RegularExpressions;
using CourseKit.Exercises;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

// Adds lessons and exercises to a course, root is the repository's folder: all files of one, or, when something is in the way, none.
internal sealed partial class NewFiles(string root)
{
    // Returns the files written, the new ones first.
    public IReadOnlyList<string> Lesson(string name, string? title)
    {
        if (!LessonName().IsMatch(name))
            throw Usage($"\"{name}\" is no name for a lesson; it is two digits and a topic, for instance 04-deep-svdd.");
        var number = name[..2];
        if (Directory.EnumerateFiles(PathOf("notebooks"), $"{number}-*.ipynb").FirstOrDefault() is { } taken)
            throw Exists($"notebooks/{Path.GetFileName(taken)}");
        title = title?.ReplaceLineEndings(" ").Trim();
        if (string.IsNullOrEmpty(title)) title = char.ToUpperInvariant(name[3]) + name[4..].Replace('-', ' ');

        var changes = new Changes(root);
        changes.Create($"notebooks/{name}.ipynb", Stubs.Notebook(number, title).ToJson());
        changes.Create($"notebooks/solutions/{name}.cs", Stubs.SolutionsHead(number, title));
        changes.Create($"src/CourseKit.Exercises/Lesson{number}/Lesson{number}.cs", Stubs.LessonClass(name, title));
        changes.Create($"tests/CourseKit.Exercises.Tests/wrong/{name}.cs", Stubs.WrongHead(number));
        changes.Create($"tests/CourseKit.Interactive.Tests/claims/{name}.json", "{\n}\n");
        changes.AddToList("src/CourseKit.Exercises/ExerciseBook.cs", $".. Lesson{number}.Lesson{number}.All", sorted: true);
        return changes.Write();
    }

    // At the end of a lesson; if that is not named, the one whose exercises have the same topic.
    public IReadOnlyList<string> Exercise(string id, string? notebook)
    {
        if (!ExerciseId().IsMatch(id))
            throw Usage($"\"{id}\" is no id; it is topic, full stop, name in lower case, for instance ae.median-score.");
        var method = string.Concat(id.Split('.')[1].Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        if (typeof(Exercise).Assembly.GetType($"{typeof(Exercise).Namespace}.{method}") is not null)
            throw Usage($"The check of {id} would be called {method}, which the library has already; take another name.");
        var lessons = Directory.EnumerateFiles(PathOf("notebooks"), "*.ipynb").Order(StringComparer.Ordinal).Select(Load).ToList();
        if (lessons.FirstOrDefault(lesson => lesson.Ids.Contains(id)).Name is { } owner) throw Exists($"{id} in notebooks/{owner}.ipynb");

        var topic = id.Split('.')[0] + ".";
        var wanted = notebook is null ? null : Path.GetFileNameWithoutExtension(notebook);
        var found = lessons.Where(lesson => wanted is null
            ? lesson.Ids.Any(other => other.StartsWith(topic, StringComparison.Ordinal))
            : lesson.Name == wanted || lesson.Name.StartsWith(wanted + "-", StringComparison.Ordinal)).ToList();
        if (found is not [var (name, document, ids)])
        {
            throw wanted is null
                ? Usage($"Which lesson is {id} for? Say it with --notebook, for instance --notebook 03-autoencoder.")
                : new ToolException(
                    $"There is no lesson {wanted}.{NearNames.DidYouMean(wanted, lessons.Select(lesson => lesson.Name))} "
                    + $"./coursekit new lesson {wanted} makes one.", ExitCodes.NotFound);
        }

        var number = name[..2];
        var end = document.Cells.FindIndex(cell => cell.Id == Stubs.SummaryCell);
        document.Cells.InsertRange(end < 0 ? document.Cells.Count : end, Stubs.ExerciseCells(id, method, ids.Count + 1));
        var changes = new Changes(root);
        changes.Create($"src/CourseKit.Exercises/Lesson{number}/{method}.cs", Stubs.CheckClass(id, number, method));
        changes.Change($"notebooks/{name}.ipynb", _ => document.ToJson());
        changes.Change($"notebooks/solutions/{name}.cs", text => text.TrimEnd() + Stubs.Solution(id, method));
        changes.Change($"tests/CourseKit.Exercises.Tests/wrong/{name}.cs", text => text.TrimEnd() + Stubs.WrongAnswers(id, method));
        changes.AddToList($"src/CourseKit.Exercises/Lesson{number}/Lesson{number}.cs", $"{method}.Exercise", sorted: false);
        return changes.Write();
    }

    private string PathOf(string file) => Path.Combine(root, file);

    private static (string Name, NotebookDocument Document, List<string> Ids) Load(string path)
    {
        var document = Files.Read(path, () => NotebookDocument.Load(path));
        var ids = document.Cells.Select(cell => ExerciseSection.IdOf(cell.Source)).OfType<string>();
        return (Path.GetFileNameWithoutExtension(path), document, [.. ids]);
    }

    private static ToolException Usage(string message) => new(message, ExitCodes.Usage);

    private static ToolException Exists(string what) =>
        new($"There is {what} already; nothing was written. Take another name, or remove it first.", ExitCodes.Unreadable);

    [GeneratedRegex(@"^\d\d-[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex LessonName();

    [GeneratedRegex(@"^[a-z][a-z0-9-]*\.[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex ExerciseId();

    // Files to create and change: all is worked out before anything is written.
    private sealed partial class Changes(string root)
    {
        private readonly List<(string Path, bool IsNew, string Text)> files = [];

        public void Create(string file, string text)
        {
            if (Path.Exists(Path.Combine(root, file))) throw Exists(file);
            files.Add((file, true, text));
        }

        public void Change(string file, Func<string, string> change)
        {
            var path = Path.Combine(root, file);
            files.Add((file, false, change(Files.Read(path, () => File.ReadAllText(path)).ReplaceLineEndings("\n"))));
        }

        public void AddToList(string file, string item, bool sorted) => Change(file, text =>
        {
            var list = ItemsOfAll().Match(text).Groups["items"];
            if (!list.Success)
                throw new ToolException($"{file} has no list \"All {{ get; }} = [ … ];\" to add {item} to.", ExitCodes.Unreadable);
            IEnumerable<string> items = [.. list.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries), $"        {item},"];
            if (sorted) items = items.Order(StringComparer.Ordinal);
            return text[..list.Index] + string.Concat(items.Select(line => line + "\n")) + text[(list.Index + list.Length)..];
        });

        public IReadOnlyList<string> Write()
        {
            // Beside their places first: a folder that is in the way or a full disk shows before anything is changed.
            string StagedOf(string file) => Path.Combine(root, file) + ".new";
            try
            {
                foreach (var (file, _, text) in files) Files.WriteText(StagedOf(file), text);
                foreach (var (file, _, _) in files)
                    Files.Write(Path.Combine(root, file), () => File.Move(StagedOf(file), Path.Combine(root, file), overwrite: true));
            }
            finally
            {
                foreach (var staged in files.Select(one => StagedOf(one.Path)).Where(File.Exists)) File.Delete(staged);
            }
            return [.. files.OrderByDescending(one => one.IsNew).Select(one => one.Path)];
        }

        [GeneratedRegex(@"All \{ get; \} =\n    \[\n(?<items>(        [^\n]+\n)*)    \];")]
        private static partial Regex ItemsOfAll();
    }
}
