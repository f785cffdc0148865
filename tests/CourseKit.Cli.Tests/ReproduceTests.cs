using System.Text.Json.Nodes;

namespace CourseKit.Cli.Tests;

public sealed class ReproduceTests
{
    [Fact]
    public async Task Two_digits_and_a_few_epochs_come_near_the_published_numbers()
    {
        using var tool = new Tool();
        string[] small =
        [
            "reproduce", "deep-svdd", "--digits", "0,1", "--pretrain-epochs", "2", "--epochs", "2", "--json", "a.json", "--markdown",
            "a.md",
        ];
        var result = await tool.RunAsync(small);

        Assert.True(result.ExitCode == ExitCodes.Ok, result.Errors);
        var json = tool.Json("a.json");
        Assert.Equal("coursekit.reproduce-deep-svdd/1", (string?)json["schema"]);
        var runs = json["runs"]!.AsArray();
        Assert.Equal([0, 1], runs.Select(run => (int)run!["digit"]!));
        // 97.7 and 99.6 after the whole training; the untrained networks are far from it.
        Assert.All(runs, run => Assert.InRange((double)run!["auroc"]!, 0.9, 1));
        Assert.Equal(5923, (int)runs[0]!["trainingImages"]!);

        string Cell(string digit, int column) => result.Output.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Single(cells => cells.FirstOrDefault() == digit)[column];
        Assert.Equal((100 * (double)runs[0]!["auroc"]!).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture), Cell("0", 1));
        Assert.Equal(("98.0", "99.7"), (Cell("0", 2), Cell("1", 2)));
        var page = await File.ReadAllTextAsync(tool.PathOf("a.md"));
        Assert.Contains($"| 1 | {Cell("1", 1)} | 99.7 | {Cell("1", 3)} |", page, StringComparison.Ordinal);

        // Again: everything is there already, and nothing is run.
        var again = await tool.RunAsync(small);
        Assert.Equal(ExitCodes.Ok, again.ExitCode);
        Assert.Contains("2 runs are finished in a.json, 0 are left", again.Output, StringComparison.Ordinal);
        Assert.Equal(json.ToJsonString(), tool.Json("a.json").ToJsonString());
    }

    [Fact]
    public async Task Results_of_another_protocol_are_not_mixed_in_and_unfinished_ones_are_gone_on_from()
    {
        using var tool = new Tool();
        var one = new JsonObject
        {
            ["schema"] = "coursekit.reproduce-deep-svdd/1",
            ["protocol"] = new JsonObject { ["objective"] = "softBoundary", ["pretrainingEpochs"] = 0, ["epochs"] = 1 },
            ["runs"] = new JsonArray(new JsonObject
            {
                ["digit"] = 3,
                ["seed"] = 1,
                ["trainingImages"] = 6131,
                ["auroc"] = 0.9,
                ["cpuSeconds"] = 1.5,
                ["peakMemoryMB"] = 100,
            }),

        };
        await File.WriteAllTextAsync(tool.PathOf("a.json"), one.ToJsonString());
        var other = await tool.RunAsync("reproduce", "deep-svdd", "--digits", "3", "--json", "a.json");
        Assert.Equal(ExitCodes.Unreadable, other.ExitCode);
        Assert.Contains("another protocol", other.Errors, StringComparison.Ordinal);

        var same = await tool.RunAsync(
            "reproduce", "deep-svdd", "--digits", "3,5", "--objective", "soft-boundary", "--pretrain-epochs", "0", "--epochs", "1",
            "--json", "a.json");
        Assert.True(same.ExitCode == ExitCodes.Ok, same.Errors);
        Assert.Contains("1 runs are finished in a.json, 1 are left", same.Output, StringComparison.Ordinal);
        Assert.Equal([3, 5], tool.Json("a.json")["runs"]!.AsArray().Select(run => (int)run!["digit"]!));
        Assert.Contains("90.00", same.Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(tool.PathOf("a.json"), "{}");
        Assert.Equal(ExitCodes.Unreadable, (await tool.RunAsync("reproduce", "deep-svdd", "--digits", "3", "--json", "a.json")).ExitCode);
        foreach (var wrong in new[] { "11", "a", "-1", "1,,2" })
            Assert.Equal(ExitCodes.Usage, (await tool.RunAsync("reproduce", "deep-svdd", "--digits", wrong)).ExitCode);
        Assert.Equal(ExitCodes.Usage, (await tool.RunAsync("reproduce", "deep-svdd", "--epochs", "0")).ExitCode);
    }
}
