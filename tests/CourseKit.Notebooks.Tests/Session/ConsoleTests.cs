namespace CourseKit.Notebooks.Tests;

public class ConsoleTests
{
    [Fact]
    public async Task Streams_and_displayed_values_keep_their_order()
    {
        await using var session = new Scripted();

        await session.Succeed(
            "Console.Write(\"a\"); Console.WriteLine(1); Console.Error.Write(\"b\"); display(5); Console.Out.Write('c'); "
                + "Console.Write(\"\");");

        Assert.Equal(["out:a1\n", "err:b", "display:5", "out:c"], session.Events);
    }

    [Fact]
    public async Task Threads_and_tasks_of_a_cell_write_to_its_session()
    {
        await using var session = new Scripted();

        await session.Succeed(
            """
            var thread = new Thread(() => { for (int i = 0; i < 500; i++) Console.WriteLine($"thread {i}"); });
            thread.Start();
            await Task.Run(() => { for (int i = 0; i < 500; i++) Console.WriteLine($"task {i}"); });
            Parallel.For(0, 100, i => Console.WriteLine($"parallel {i}"));
            thread.Join();
            Console.WriteLine("end");
            """);

        var lines = session.Console.TrimEnd('\n').Split('\n');
        Assert.Equal(1101, lines.Length);
        Assert.Equal("end", lines[^1]);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"thread {i}"),
            lines.Where(line => line.StartsWith("thread", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"task {i}"),
            lines.Where(line => line.StartsWith("task", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sessions_of_one_process_do_not_hear_each_other_and_the_console_is_left_alone()
    {
        var before = Console.Out;
        await using (var first = new Scripted())
        await using (var second = new Scripted())
        {
            await Task.WhenAll(first.Succeed("Console.Write(\"one\");"), second.Succeed("Console.Write(\"two\");"));
            Assert.Equal("one", first.Console);
            Assert.Equal("two", second.Console);

            var captured = new StringWriter();
            Console.SetOut(captured);
            Console.Write("the host's own");
            await first.Succeed("Console.Write(\"\");");
            Console.SetOut(before);
            Assert.Equal("the host's own", captured.ToString());
        }
    }

    [Fact]
    public async Task Text_arrives_while_the_cell_still_runs()
    {
        await using var session = new Scripted();
        var running = session.Run("Console.Write(\"early\"); while (!File.Exists(\"/nonexistent\")) Thread.Sleep(10);",
            new CancellationTokenSource(5000).Token);

        for (var i = 0; i < 400 && session.Events.Count == 0; i++)
            await Task.Delay(10);
        Assert.False(running.IsCompleted);
        Assert.Equal(["out:early"], session.Events);
        await running;
    }

    [Fact]
    public async Task What_a_background_task_writes_between_cells_is_not_lost()
    {
        await using var session = new Scripted();
        await session.Succeed("var late = Task.Run(async () => { await Task.Delay(50); Console.Write(\"late\"); });");
        await Task.Delay(200);
        Assert.Empty(session.Events);

        await session.Succeed("await late;");

        Assert.Equal(["out:late"], session.Events);
    }

    [Fact]
    public async Task Much_text_comes_whole_and_quickly()
    {
        await using var session = new Scripted();
        await session.Succeed("var line = new string('x', 99);");
        var clock = System.Diagnostics.Stopwatch.StartNew();

        await session.Succeed("for (int i = 0; i < 100_000; i++) Console.WriteLine(line);");

        Assert.Equal(10_000_000, session.Console.Length);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task A_sink_that_fails_is_reported_and_the_session_goes_on()
    {
        await using var session = new CSharpSession(Path.GetTempPath());
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => session.ExecuteAsync("Console.Write(1);", new FailingSink()));
        Assert.Contains("disk full", error.Message, StringComparison.Ordinal);

        Assert.Equal(CellStatus.Succeeded, (await session.ExecuteAsync("2", new FailingSink())).Status);
    }

    private sealed class FailingSink : IOutputSink
    {
        public void Write(ConsoleStream stream, string text) => throw new IOException("disk full");

        public void Display(MimeBundle bundle, string displayId) => throw new IOException("disk full");

        public void Update(MimeBundle bundle, string displayId) => throw new IOException("disk full");

        public void Clear(bool wait) => throw new IOException("disk full");
    }

    [Theory]
    [InlineData("Console.WriteLine(new string('x', 16_000));")]
    [InlineData("display(1);")]
    [InlineData("display(HTML(new string('x', 16_000)));")]
    [InlineData("shown.Update(1);")]
    public async Task Who_puts_out_faster_than_anybody_takes_it_has_to_wait(string output)
    {
        using var sink = new BusySink();
        await using var session = new CSharpSession(Path.GetTempPath());
        AppContext.SetData("rounds of the busy sink", 0);
        var running = session.ExecuteAsync(
            "var shown = display(0); for (int i = 1; i <= 4000; i++) { "
                + output + " AppContext.SetData(\"rounds of the busy sink\", i); }", sink);
        int before, now = 0;
        do
        {
            before = now;
            await Task.Delay(500);
            now = AppContext.GetData("rounds of the busy sink") is int rounds ? rounds : 0;
        }
        while (now == 0 || now != before);

        Assert.InRange(now, 1, 3000);
        sink.Go();
        Assert.Equal(CellStatus.Succeeded, (await running).Status);
        Assert.Equal(4000, AppContext.GetData("rounds of the busy sink"));
    }

    /// <summary>Takes nothing until it may go.</summary>
    private sealed class BusySink : IOutputSink, IDisposable
    {
        private readonly ManualResetEventSlim go = new();

        public void Go() => go.Set();

        public void Write(ConsoleStream stream, string text) => go.Wait();

        public void Display(MimeBundle bundle, string displayId) => go.Wait();

        public void Update(MimeBundle bundle, string displayId) => go.Wait();

        public void Clear(bool wait) => go.Wait();

        public void Dispose() => go.Dispose();
    }
}
