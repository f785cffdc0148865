using System.CommandLine;
using System.Text.Json;
using CourseKit.Exercises;
using static System.FormattableString;

namespace CourseKit.Cli;

// coursekit hint ID and coursekit list.
internal static class HintCommand
{
    public static Command CreateHint()
    {
        var id = new Argument<string>("ID") { Description = "The exercise, for instance ae.reconstruction-error." };
        var all = CommonOptions.Flag("--all", "Show all hints at once.");
        var level = CommonOptions.Number<int>("--level", "Show this hint: 1 (a question) to 3 (nearly the answer).", "N");
        return new Command("hint", "Show the next hint for an exercise; each call goes one hint further.") { id, all, level }.Runs(parse =>
            Hint(parse.GetRequiredValue(id), parse.GetValue(all), parse.GetValue(level), new HintMemory(HintMemory.DefaultPath())));
    }

    public static Command CreateList() => new Command("list", "List the exercises of all lessons.").Runs(_ => List());

    private static int Hint(string id, bool all, int? level, HintMemory memory)
    {
        Exercise exercise;
        try
        {
            exercise = ExerciseBook.Get(id);
        }
        catch (KeyNotFoundException e)
        {
            throw new ToolException(e.Message, ExitCodes.NotFound);
        }
        var count = exercise.Hints.Count;
        if (level is < 1 || level > count) throw new ToolException(Invariant($"--level goes from 1 to {count}."), ExitCodes.Usage);

        var shown = level ?? Math.Min(memory.Last(id) + 1, count);
        Console.WriteLine(Invariant($"{exercise.Title} ({exercise.Notebook}, {exercise.Points} points)"));
        for (var i = all ? 1 : shown; i <= (all ? count : shown); i++)
            Console.WriteLine(Invariant($"Hint {i} of {count}: {exercise.Hints[i - 1]}"));
        if (!all) memory.Remember(id, shown);
        if (all || shown == count)
            Console.WriteLine($"That was the last one; a solution is in notebooks/solutions/{exercise.Notebook}.cs.");
        return ExitCodes.Ok;
    }

    private static int List()
    {
        foreach (var lesson in ExerciseBook.All.GroupBy(exercise => exercise.Notebook))
        {
            Console.WriteLine(Invariant($"{lesson.Key}: {lesson.Sum(exercise => exercise.Points)} points"));
            foreach (var one in lesson)
                Console.WriteLine(Invariant(
                    $"  {one.Id,-32} {one.Points,2} points  {one.Difficulty,-6}  about {one.Minutes} min  {one.Title}"));
        }
        return ExitCodes.Ok;
    }
}

// Remembers which hint of which exercise was shown last, in a small file of the user's.
internal sealed class HintMemory(string path)
{
    public static string DefaultPath() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "coursekit", "hints.json");

    public int Last(string id) => Read().GetValueOrDefault(id);

    public void Remember(string id, int level)
    {
        try
        {
            var levels = Read();
            levels[id] = level;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, JsonSerializer.Serialize(levels));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A read-only home is no reason to withhold a hint.
        }
    }

    private Dictionary<string, int> Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(path)) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }
}
