namespace CourseKit.Notebooks.Tests;

public class InputTests
{
    [Fact]
    public async Task Reading_the_console_asks_the_front_end_after_what_was_printed()
    {
        await using var session = new Scripted();
        session.Session.Input = (prompt, password, _) =>
        {
            session.Events.Add($"asked:{prompt}:{password}");
            return "Ada";
        };
        await session.Succeed("Console.Write(\"Name? \"); var name = Console.ReadLine(); Console.WriteLine($\"Hello {name}\");");

        Assert.Equal(["out:Name? ", "asked::False", "out:Hello Ada\n"], session.Events);
    }

    [Fact]
    public async Task Characters_and_lines_come_from_the_same_text()
    {
        await using var session = new Scripted();
        var lines = new Queue<string>(["ab", "", "cd"]);
        session.Session.Input = (_, _, _) => lines.Dequeue();

        Assert.Equal("97 98 b||cd",
            await session.Text(
                "$\"{Console.Read()} {Console.In.Peek()} {Console.ReadLine()}|{Console.ReadLine()}|{Console.In.ReadToEnd()}\""));
    }

    [Fact]
    public async Task What_a_cell_leaves_unread_is_not_the_next_one_s()
    {
        await using var session = new Scripted();
        session.Session.Input = (_, _, _) => "xyz";

        await session.Succeed("Console.Read();");

        Assert.Equal("xyz", await session.Text("Console.ReadLine()"));
    }

    [Fact]
    public async Task Helpers_have_a_prompt_and_hide_passwords()
    {
        await using var session = new Scripted();
        var asked = new List<(string, bool)>();
        session.Session.Input = (prompt, password, _) =>
        {
            asked.Add((prompt, password));
            return "secret";
        };
        var text = await session.Text(
            "var a = await GetInputAsync(\"Your name\"); var p = await GetPasswordAsync(\"Key\"); $\"{a} {p} {p.GetClearTextPassword()}\"");

        Assert.Equal("secret ******** secret", text);
        Assert.Equal([("Your name", false), ("Key", true)], asked);
    }

    [Theory]
    [InlineData("Console.ReadLine()")]
    [InlineData("await GetInputAsync(\"Name\")")]
    public async Task Where_nobody_can_be_asked_there_is_an_error_and_not_a_wait(string code)
    {
        await using var session = new Scripted();

        Assert.Contains("nobody can be asked", (await session.Fail(code)).Message, StringComparison.Ordinal);
        session.Session.Input = (_, _, _) => null;
        Assert.Contains("nobody can be asked", (await session.Fail(code)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_that_waits_can_be_interrupted()
    {
        await using var session = new Scripted();
        using var stop = new CancellationTokenSource();
        session.Session.Input = (_, _, cancellationToken) =>
        {
            stop.CancelAfter(100);
            cancellationToken.WaitHandle.WaitOne();
            cancellationToken.ThrowIfCancellationRequested();
            return "late";
        };
        var result = await session.Run("int kept = 3; Console.ReadLine();", stop.Token);

        Assert.Equal(CellStatus.Cancelled, result.Status);
        Assert.Equal("3", await session.Text("kept"));
    }

    [Fact]
    public async Task The_host_s_own_console_is_read_as_before()
    {
        var before = Console.In;
        Console.SetIn(new StringReader("the host's"));
        await using (var session = new Scripted())
        {
            session.Session.Input = (_, _, _) => "the cell's";
            Assert.Equal("the host's", Console.ReadLine());
            Assert.Equal("the cell's", await session.Text("await Task.Run(() => Console.ReadLine())"));
        }
        Console.SetIn(before);
    }

    [Fact]
    public async Task A_cell_can_take_its_output_away()
    {
        await using var session = new Scripted();

        await session.Succeed("Console.Write(1); ClearOutput(); Console.Write(2); ClearOutput(wait: true); display(3);");

        Assert.Equal(["out:1", "clear", "out:2", "clear:wait", "display:3"], session.Events);
    }

    [Fact]
    public async Task What_was_taken_away_is_not_in_the_notebook_that_is_saved()
    {
        var document = new NotebookDocument();
        document.Cells.Add(NotebookCell.Code("display(1); Console.Write(1); ClearOutput(); Console.Write(2);"));
        document.Cells.Add(NotebookCell.Code("Console.Write(1); ClearOutput(wait: true); Console.Write(2); display(3);"));
        document.Cells.Add(NotebookCell.Code("Console.Write(1); ClearOutput(wait: true);"));

        await NotebookRunner.RunAsync(document, Path.GetTempPath());

        Assert.Equal("2", document.Cells[0].Outputs.Single()!["text"]![0]!.GetValue<string>());
        Assert.Equal("2", document.Cells[1].Outputs[0]!["text"]![0]!.GetValue<string>());
        Assert.Equal(2, document.Cells[1].Outputs.Count);
        Assert.Equal("1", document.Cells[2].Outputs.Single()!["text"]![0]!.GetValue<string>());
    }
}
