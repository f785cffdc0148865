using System.Diagnostics;

namespace CourseKit.Notebooks.Tests;

public class InterruptTests
{
    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("for (;;) ;")]
    [InlineData("int i = 0; do i++; while (i >= 0 || i < 0);")]
    [InlineData("IEnumerable<int> Endless() { while (true) yield return 1; }\nlong sum = 0; foreach (var x in Endless()) sum += x;")]
    [InlineData("void Hanoi(int n) { if (n > 0) { Hanoi(n - 1); Hanoi(n - 1); } }\nHanoi(60);")]
    [InlineData("while (true) { try { Thread.Sleep(20); } catch (Exception) { } }")]
    [InlineData("Thread.Sleep(-1);")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("await Task.Delay(10); while (true) { }")]
    [InlineData("Task.Run(() => { while (true) { } }).Wait();")]
    [InlineData("Parallel.For(0, 4, i => { while (true) { } });")]
    [InlineData("new SemaphoreSlim(0).Wait();")]
    [InlineData("Enumerable.Range(0, int.MaxValue).Count(i => (i & 1) > 1 || Enumerable.Range(0, 1000).All(j => j >= 0));")]
    [InlineData("int Deep(int n) => n == 0 ? 1 : Deep(n - 1) + Deep(n - 1);\nDeep(60);")]
    [InlineData("again:\nif (kept > 0) goto again;")]
    [InlineData(
        "var q = from i in Enumerable.Range(0, int.MaxValue) from j in Enumerable.Range(0, int.MaxValue) where i < 0 select j;\n"
            + "q.Count();")]
    [InlineData(
        "class Node { public Node Next => this; public int Depth => Next.Next == this ? 1 : 0; public bool this[int i] => i > 0; }\nvar "
            + "node = new Node(); while (node.Depth == 1 && node[1]) ;")]
    [InlineData("Func<int, int> f = null; f = n => n == 0 ? 0 : f(n - 1) + f(n - 1);\nf(60);")]
    [InlineData("Task.Delay(-1).Wait();")]
    [InlineData("await Task.Run(async () => { while (true) await Task.Yield(); });")]
    [InlineData("var thread = new Thread(() => { while (true) { } }); thread.Start(); thread.Join();")]
    [InlineData("System.IO.Pipelines.Pipe pipe = new(); await pipe.Reader.ReadAsync();")]
    [InlineData("Task.WaitAll(Enumerable.Range(0, 3).Select(i => Task.Run(delegate { for (;;) { } })).ToArray());")]
    public async Task A_cell_can_be_stopped_and_the_session_keeps_its_variables(string code)
    {
        await using var session = new Scripted();
        await session.Succeed("int kept = 41;");
        using var cancellation = new CancellationTokenSource();
        var running = await session.Begin("kept++;\n" + code, cancellation.Token);

        var clock = Stopwatch.StartNew();
        await cancellation.CancelAsync();
        var result = await running;

        Assert.Equal(CellStatus.Cancelled, result.Status);
        Assert.Equal("Interrupted", result.Error!.Name);
        Assert.DoesNotContain("background", result.Error.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2.5), $"{clock.Elapsed}");
        Assert.Equal("42", await session.Text("for (int j = 0; j < 3; j++) Thread.Sleep(1);\nkept"));
    }

    [Fact]
    public async Task Code_that_cannot_be_stopped_is_left_behind()
    {
        await using var session = new Scripted();
        await session.Succeed("int kept = 1;");
        using var cancellation = new CancellationTokenSource(700);

        // The library's own loop has no check and no wait; it ends by itself in the end.
        var result = await session.Run("kept++; System.Numerics.BigInteger.Pow(7, 3_000_000).ToString().Length", cancellation.Token);
        var after = await session.Text("kept");

        Assert.Equal(CellStatus.Cancelled, result.Status);
        Assert.Equal("2", after);
    }

    [Fact]
    public async Task A_cell_whose_token_is_cancelled_already_does_not_run()
    {
        await using var session = new Scripted();

        var result = await session.Run("Console.Write(\"ran\");", new CancellationToken(true));

        Assert.Equal(CellStatus.Cancelled, result.Status);
        Assert.Empty(session.Events);
    }

    [Fact]
    public async Task Code_that_was_left_behind_stops_when_it_comes_back_to_the_cell()
    {
        await using var session = new Scripted();
        await session.Succeed($"#r \"{typeof(Hooks).Assembly.Location}\"\nint late = 0; bool over = false;");
        using var stop = new CancellationTokenSource();
        Hooks.Deaf = true;
        var running = await session.Begin(
            "try { CourseKit.Notebooks.Tests.Hooks.HearNothing(); while (true) late++; } finally { over = true; }", stop.Token);
        await stop.CancelAsync();

        var result = await running;
        Assert.Equal("0", await session.Text("CourseKit.Notebooks.Tests.Hooks.Deaf = false; while (!over) Thread.Sleep(1);\nlate"));
        Assert.Contains("background", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_finds_the_token_of_the_cell_that_runs_it()
    {
        await using var session = new Scripted();
        using var stop = new CancellationTokenSource();
        var running = await session.Begin(
            """
            var token = (AppContext.GetData("Notebook.Interrupted") as Func<CancellationToken>)();
            try { token.WaitHandle.WaitOne(); } catch (ThreadInterruptedException) { }
            bool cancelled = token.IsCancellationRequested;
            """, stop.Token);
        await stop.CancelAsync();
        await running;

        Assert.Equal("true", await session.Text("cancelled"));
        Assert.Equal("false",
            await session.Text("(AppContext.GetData(\"Notebook.Interrupted\") as Func<CancellationToken>)().IsCancellationRequested"));
        Assert.False(((Func<CancellationToken>)AppContext.GetData("Notebook.Interrupted")!)().CanBeCanceled);
    }
}
