using CourseKit.Exercises;

namespace CourseKit.Cli.Tests;

public sealed class HintTests
{
    private static readonly Exercise Exercise = ExerciseBook.All[0];

    [Fact]
    public async Task Each_call_goes_one_hint_further_and_stays_at_the_last()
    {
        using var tool = new Tool();
        foreach (var hint in (int[])[0, 1, 2, 2])
        {
            var result = await tool.RunAsync("hint", Exercise.Id);
            Assert.Equal(ExitCodes.Ok, result.ExitCode);
            Assert.All(
                Enumerable.Range(0, 3), i => Assert.Equal(i == hint, result.Output.Contains(Exercise.Hints[i], StringComparison.Ordinal)));
            Assert.Equal(hint == 2, result.Output.Contains("solutions/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_level_or_all_can_be_asked_for()
    {
        using var tool = new Tool();
        var second = await tool.RunAsync("hint", Exercise.Id, "--level", "2");
        var all = await tool.RunAsync("hint", Exercise.Id, "--all");

        Assert.Contains("Hint 2 of 3: " + Exercise.Hints[1], second.Output, StringComparison.Ordinal);
        Assert.All(Exercise.Hints, hint => Assert.Contains(hint, all.Output, StringComparison.Ordinal));
        Assert.Equal(ExitCodes.Usage, (await tool.RunAsync("hint", Exercise.Id, "--level", "4")).ExitCode);
    }

    [Fact]
    public async Task An_unknown_exercise_offers_near_ones()
    {
        using var tool = new Tool();
        var result = await tool.RunAsync("hint", Exercise.Id + "s");

        Assert.Equal(ExitCodes.NotFound, result.ExitCode);
        Assert.Contains($"Did you mean {Exercise.Id}", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_or_missing_memory_begins_anew()
    {
        using var tool = new Tool();
        var memory = new HintMemory(tool.PathOf("deep/er/hints.json"));

        Assert.Equal(0, memory.Last("a.b"));
        memory.Remember("a.b", 2);
        Assert.Equal(2, memory.Last("a.b"));
        File.WriteAllText(tool.PathOf("deep/er/hints.json"), "{");
        Assert.Equal(0, memory.Last("a.b"));
    }

    [Fact]
    public async Task The_list_names_every_exercise()
    {
        using var tool = new Tool();
        var result = await tool.RunAsync("list");

        Assert.All(ExerciseBook.All, exercise => Assert.Contains(exercise.Id, result.Output, StringComparison.Ordinal));
    }
}
