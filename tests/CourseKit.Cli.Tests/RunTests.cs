using System.Diagnostics;
using System.Globalization;

namespace CourseKit.Cli.Tests;

/// <summary><c>coursekit run</c> as users meet it: exit codes, one line per error, files.</summary>
public sealed class RunTests
{
    private static void OneLine(ToolResult result, params string[] parts)
    {
        var line = Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("coursekit: ", line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_good_notebook_leaves_a_notebook_a_page_and_results()
    {
        using var tool = new Tool();
        tool.Notebook(
            "good.ipynb", "# Title", "#!import setup.csx", "Console.Write(1.5)",
            "display(Headline.Show(\"F1\", 0.5));\nHeadline.Show(\"AUROC\", 0.9876)", "Environment.CurrentDirectory");

        var result = await tool.RunAsync("run", "good.ipynb", "--out", "pages", "--json", "results.json");

        Assert.True(result.ExitCode == ExitCodes.Ok, result.Errors);
        Assert.Contains("AUROC: 0.988", result.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("pages", "good.html"), result.Output, StringComparison.Ordinal);
        Assert.Contains("<html", await File.ReadAllTextAsync(tool.PathOf("pages/good.html")), StringComparison.Ordinal);
        var executed = await File.ReadAllTextAsync(tool.PathOf("pages/good.ipynb"));
        Assert.Contains("\"1.5\"", executed, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(CourseFolders.Find().Notebooks), executed, StringComparison.Ordinal); // where setup.csx is
        var entry = tool.Json("results.json")["notebooks"]![0]!;
        Assert.Equal("ok", (string?)entry["status"]);
        Assert.Equal(0.9876, (double)entry["headlines"]![1]!["value"]!);
        Assert.Equal((4, 4), ((int)entry["cells"]!, (int)entry["cellsRun"]!));
        Assert.InRange((double)entry["peakMemoryMB"]!, 20, 5000);
        Assert.DoesNotContain(Directory.EnumerateFiles(tool.Folder), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_measured_time_is_written_into_the_notebook_when_asked_for_and_nothing_else_changes()
    {
        using var tool = new Tool();
        var path = tool.Notebook("timed.ipynb", "Console.Write(1)", "// **Run time** | 987 s from top to bottom");
        tool.Notebook("untimed.ipynb", "1");
        var before = await File.ReadAllTextAsync(path);

        var measured = await tool.RunAsync("run", "timed", "--write-times", "--json", "results.json");
        var refused = await tool.RunAsync("run", "untimed", "--write-times");

        Assert.True(measured.ExitCode == ExitCodes.Ok, measured.Errors);
        var seconds = (int)Math.Ceiling((double)tool.Json("results.json")["notebooks"]![0]!["seconds"]!);
        Assert.Equal(before.Replace("987 s", FormattableString.Invariant($"{seconds} s"), StringComparison.Ordinal),
            await File.ReadAllTextAsync(path));
        Assert.Equal(ExitCodes.Unreadable, refused.ExitCode);
        OneLine(refused, "untimed.ipynb", "Run time");
    }

    [Fact]
    public async Task A_cell_that_throws_stops_its_notebook_but_not_the_next_one()
    {
        using var tool = new Tool();
        tool.Notebook(
            "throws.ipynb", "var x = 1;", "int F(int y) =>\n    throw new InvalidOperationException(\"no \" + y);\nF(2)",
            "\"not reached\"");
        tool.Notebook("next.ipynb", "1 + 1");

        var result = await tool.RunAsync("run", "throws.ipynb", "next", "--json", "results.json");

        Assert.Equal(ExitCodes.CellFailed, result.ExitCode);
        OneLine(result, "throws, cell 2, line 2: InvalidOperationException: no 2");
        var notebooks = tool.Json("results.json")["notebooks"]!;
        Assert.Equal(["failed", "ok"], notebooks.AsArray().Select(entry => (string?)entry!["status"]));
        Assert.Equal(1, (int)notebooks[0]!["cellsRun"]!);
    }

    [Fact]
    public async Task A_stack_overflow_ends_its_notebook_only_and_keeps_what_ran_before()
    {
        using var tool = new Tool();
        tool.Notebook("deep.ipynb", "Console.Write(\"before\")", "int F(int n) => n + F(n + 1);\nF(0)");
        tool.Notebook("next.ipynb", "1 + 1");

        var result = await tool.RunAsync("run", "deep", "next", "--json", "results.json");

        Assert.Equal(ExitCodes.CellFailed, result.ExitCode);
        OneLine(result, "deep, cell 2", "stack overflow");
        Assert.Equal(["crashed", "ok"], tool.Json("results.json")["notebooks"]!.AsArray().Select(entry => (string?)entry!["status"]));
        Assert.Contains("before", await File.ReadAllTextAsync(tool.PathOf("out/deep.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_never_ends_is_stopped_by_the_limit()
    {
        using var tool = new Tool();
        tool.Notebook("loop.ipynb", "var x = 1;", "while (true) { }");

        var result = await tool.RunAsync("run", "loop", "--cell-limit", "12.5");

        Assert.Equal(ExitCodes.CellFailed, result.ExitCode);
        OneLine(result, "loop, cell 2", "longer than 12.5 s");
    }

    [Fact]
    public async Task Interrupting_saves_what_ran_and_exits_with_130()
    {
        if (OperatingSystem.IsWindows()) return; // there is no signal to send there
        using var tool = new Tool();
        tool.Notebook(
            "loop.ipynb", "Console.Write(\"before\")",
            $"System.IO.File.WriteAllText(@\"{tool.PathOf("reached")}\", \"\"); while (true) {{ }}");
        using var process = tool.Start("run", "loop", "--json", "results.json");
        for (var i = 0; i < 1200 && !File.Exists(tool.PathOf("reached")); i++) await Task.Delay(100);

        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        var result = await Tool.FinishAsync(process);

        Assert.Equal(ExitCodes.Interrupted, result.ExitCode);
        Assert.Equal("interrupted", (string?)tool.Json("results.json")["notebooks"]![0]!["status"]);
        Assert.Contains("before", await File.ReadAllTextAsync(tool.PathOf("out/loop.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_on_the_command_line_cost_one_line_and_have_their_own_exit_codes()
    {
        using var tool = new Tool();
        await File.WriteAllTextAsync(tool.PathOf("broken.ipynb"), "{ \"cells\": [");

        var unknown = await tool.RunAsync("run", "03-autoencodr");
        var broken = await tool.RunAsync("run", "broken");
        var command = await tool.RunAsync("rum");
        var number = await tool.RunAsync("run", "--cell-limit", "1,5");
        var folder = await tool.RunAsync("run", "broken", "--out", "broken.ipynb");

        Assert.Equal(
            [ExitCodes.NotFound, ExitCodes.Unreadable, ExitCodes.Usage, ExitCodes.Usage, ExitCodes.Unreadable],
            new[] { unknown, broken, command, number, folder }.Select(result => result.ExitCode));
        OneLine(unknown, "03-autoencodr", "Did you mean 03-autoencoder?");
        OneLine(broken, "broken.ipynb");
        OneLine(command, "rum", "--help");
        OneLine(number, "--cell-limit");
        OneLine(folder, "broken.ipynb");
    }

    [Fact]
    public async Task What_a_cell_does_to_the_console_cannot_disturb_the_tool()
    {
        using var tool = new Tool();
        tool.Notebook(
            "noisy.ipynb",
            "var o = new System.IO.StreamWriter(Console.OpenStandardOutput()); o.Write(\"{\\\"kind\\\":\\\"done\\\"}\\n\"); o.Flush();",
            "Console.Error.Write(\"to stderr\")",
            "\"got here\"");

        var result = await tool.RunAsync("run", "noisy");

        Assert.True(result.ExitCode == ExitCodes.Ok, result.Errors);
        Assert.Contains("got here", await File.ReadAllTextAsync(tool.PathOf("out/noisy.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_asks_for_input_is_told_that_nobody_can_be_asked()
    {
        using var tool = new Tool();
        tool.Notebook("asks.ipynb", "1", "Console.ReadLine()");

        var result = await tool.RunAsync("run", "asks");

        Assert.Equal(ExitCodes.CellFailed, result.ExitCode);
        OneLine(result, "cell 2", "nobody can be asked here");
    }
}
