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
    public async Task A_cell_can_be_stopped_and_the_session_keeps_its_variables(string code)
    {
        await using var session = new Scripted();
        await session.Succeed("int kept = 41;");
        using var cancellation = new CancellationTokenSource();
        var running = session.Run("kept++;\n" + code, cancellation.Token);
        await Task.Delay(1000);
        Assert.False(running.IsCompleted);

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
        string? after = await session.Text("kept");

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
}
