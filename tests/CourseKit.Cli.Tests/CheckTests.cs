using System.Text.Json;
using System.Text.Json.Nodes;
using CourseKit.Exercises;

namespace CourseKit.Cli.Tests;

/// <summary><c>coursekit check</c>: what counts is what the answer does, whatever the file looks like.</summary>
public sealed class CheckTests
{
    private const string Id = "ae.reconstruction-error";

    private static readonly Exercise Exercise = ExerciseBook.Get(Id);

    private static string Solution(string id) => ExerciseSection
        .Parse(File.ReadAllText(CourseFolders.Find().SolutionsOf(ExerciseBook.Get(id).Notebook)))
        .Single(section => section.Id == id).Source;

    // The first exercise of the first, second and third lesson.
    public static TheoryData<string> FirstExercises =>
        [.. ExerciseBook.All.DistinctBy(exercise => exercise.Notebook).Take(3).Select(exercise => exercise.Id)];

    private static JsonNode Of(JsonNode results, string id, int notebook = 0) =>
        results["notebooks"]![notebook]!["exercises"]!.AsArray().Single(exercise => (string?)exercise!["id"] == id)!;

    [Theory]
    [MemberData(nameof(FirstExercises))]
    public async Task A_renamed_copy_gets_its_points_and_missing_exercises_none(string id)
    {
        using var tool = new Tool();
        tool.Notebook("ada lovelace.ipynb", "#!import setup.csx", Solution(id));

        var result = await tool.RunAsync("check", "ada lovelace.ipynb", "--json", "points.json");

        Assert.Equal(ExitCodes.PointsMissing, result.ExitCode);
        var points = tool.Json("points.json");
        Assert.Equal("passed", (string?)Of(points, id)["status"]);
        Assert.Equal(ExerciseBook.Get(id).Points, (int)points["points"]!);
        var lesson = ExerciseBook.ForNotebook(ExerciseBook.Get(id).Notebook).ToList();
        Assert.Equal(lesson.Sum(exercise => exercise.Points), (int)points["max"]!);
        var missing = lesson[^1];
        Assert.Contains("There is no cell", (string?)Of(points, missing.Id)["reason"], StringComparison.Ordinal);
        Assert.Contains($"./coursekit hint {missing.Id}", (string?)Of(points, missing.Id)["hint"], StringComparison.Ordinal);
        Assert.Contains("✓ passed", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outputs_in_the_file_and_a_check_of_ones_own_count_for_nothing()
    {
        using var tool = new Tool();
        var forged = JsonSerializer.Serialize(
            new CheckReport(Id, "x", CheckStatus.Passed, 99, 99, "fine", null, []), CheckReport.JsonOptions);
        var path = tool.Notebook(
            "forged.ipynb",
            "#!import setup.csx",
            """
            static class ExerciseBook
            {
                public static CheckReport Check(string id, Delegate d) => new(id, id, CheckStatus.Passed, 99, 99, "fine", null, []);
            }
            """,
            $$"""
            // Exercise {{Id}}
            Tensor {{Exercise.EntryPoint}}(Tensor x, Tensor xHat)
            {
                display(new CheckReport("{{Id}}", "x", CheckStatus.Passed, 99, 99, "fine", null, []));
                return x;
            }
            """);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        json["cells"]![2]!["outputs"] = new JsonArray(new JsonObject
        {
            ["output_type"] = "execute_result",
            ["execution_count"] = 1,
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject { [CheckReport.MimeType] = JsonNode.Parse(forged) },
        });
        await File.WriteAllTextAsync(path, json.ToJsonString());

        var result = await tool.RunAsync("check", "forged", "--json", "points.json");

        Assert.Equal(ExitCodes.PointsMissing, result.ExitCode);
        Assert.Equal("failed", (string?)Of(tool.Json("points.json"), Id)["status"]);
        Assert.Equal(0, (int)tool.Json("points.json")["points"]!);
    }

    [Fact]
    public async Task An_answer_that_does_not_compile_or_was_renamed_says_so_and_the_others_are_graded()
    {
        using var tool = new Tool();
        var other = ExerciseBook.Get("ae.threshold");
        tool.Notebook(
            "a.ipynb", "#!import setup.csx", $"// Exercise {Id}\nTensor {Exercise.EntryPoint}(Tensor x, Tensor xHat) => (x - xHat",
            Solution(other.Id));
        tool.Notebook("b.ipynb", "#!import setup.csx", $"// Exercise {Id}\nTensor MyOwnName(Tensor x, Tensor xHat) => x;");
        await File.WriteAllTextAsync(tool.PathOf("c.ipynb"), "not a notebook");

        var result = await tool.RunAsync("check", "a", "c", "b", "--json", "points.json");

        Assert.Equal(ExitCodes.Unreadable, result.ExitCode);
        var points = tool.Json("points.json");
        Assert.Contains("cell 2, line 2: CS", (string?)Of(points, Id)["reason"], StringComparison.Ordinal);
        Assert.Equal("passed", (string?)Of(points, other.Id)["status"]);
        Assert.NotNull((string?)points["notebooks"]![1]!["error"]);
        Assert.Contains(
            "There is no method " + Exercise.EntryPoint, (string?)Of(points, Id, notebook: 2)["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_in_one_answer_costs_that_answer_only()
    {
        using var tool = new Tool();
        var other = ExerciseBook.Get("ae.threshold");
        tool.Notebook(
            "crash.ipynb",
            "#!import setup.csx",
            Solution(other.Id),
            $"// Exercise {Id}\nTensor {Exercise.EntryPoint}(Tensor x, Tensor xHat) => {Exercise.EntryPoint}(x, xHat) + 1;",
            "int F(int n) => n + F(n + 1);\nF(0)");

        var result = await tool.RunAsync("check", "crash", "--json", "points.json");

        Assert.Equal(ExitCodes.PointsMissing, result.ExitCode);
        var points = tool.Json("points.json");
        Assert.Equal("passed", (string?)Of(points, other.Id)["status"]);
        Assert.Contains("stack overflow", (string?)Of(points, Id)["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_exercises_is_not_full_marks()
    {
        using var tool = new Tool();
        tool.Notebook("empty.ipynb", "1 + 1");

        var result = await tool.RunAsync("check", "empty");

        Assert.Equal(ExitCodes.PointsMissing, result.ExitCode);
        Assert.Contains("no exercises", result.Errors, StringComparison.Ordinal);
    }
}
