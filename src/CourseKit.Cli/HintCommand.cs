using System.CommandLine;
using System.Globalization;
using CourseKit.Exercises;

namespace CourseKit.Cli;

/// <summary><c>coursekit hint ID</c> and <c>coursekit list</c>.</summary>
internal static class HintCommand
{
    public static Command CreateHint()
    {
        var id = new Argument<string>("ID") { Description = "The exercise, for instance ae.reconstruction-error." };
        var all = new Option<bool>("--all") { Description = "Show all hints at once." };
        var level = new Option<int?>("--level") { Description = "Show this hint: 1 (a question) to 3 (nearly the answer).", HelpName = "N" };
        var command = new Command("hint", "Show the next hint for an exercise; each call goes one hint further.") { id, all, level };
        command.SetAction(parse => Hint(parse.GetRequiredValue(id), parse.GetValue(all), parse.GetValue(level), new HintMemory(HintMemory.DefaultPath())));
        return command;
    }

    public static Command CreateList()
    {
        var command = new Command("list", "List the exercises of all lessons.");
        command.SetAction(_ => List());
        return command;
    }

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
        if (level is < 1 || level > count) throw new ToolException(Text($"--level goes from 1 to {count}."), ExitCodes.Usage);

        var shown = level ?? Math.Min(memory.Last(id) + 1, count);
        Console.WriteLine(Text($"{exercise.Title} ({exercise.Notebook}, {exercise.Points} points)"));
        for (var i = all ? 1 : shown; i <= (all ? count : shown); i++) Console.WriteLine(Text($"Hint {i} of {count}: {exercise.Hints[i - 1]}"));
        if (!all) memory.Remember(id, shown);
        if (all || shown == count) Console.WriteLine($"That was the last one; a solution is in notebooks/solutions/{exercise.Notebook}.cs.");
        return ExitCodes.Ok;
    }

    private static int List()
    {
        foreach (var lesson in ExerciseBook.All.GroupBy(exercise => exercise.Notebook))
        {
            Console.WriteLine(Text($"{lesson.Key}: {lesson.Sum(exercise => exercise.Points)} points"));
            foreach (var exercise in lesson)
                Console.WriteLine(Text($"  {exercise.Id,-32} {exercise.Points,2} points  {exercise.Difficulty,-6}  about {exercise.Minutes} min  {exercise.Title}"));
        }
        return ExitCodes.Ok;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
