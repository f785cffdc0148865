namespace CourseKit.Notebooks.Tests;

public class StrayExceptionTests
{
    [Theory]
    [InlineData("var t = new Thread(() => throw new FormatException(\"on my own\")); t.Start(); t.Join();")]
    [InlineData("async void Forget() { await Task.Delay(1); throw new FormatException(\"on my own\"); }\nForget(); await Task.Delay(200);")]
    [InlineData("async void Forget() { throw new FormatException(\"on my own\"); }\nForget(); await Task.Delay(100);")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => throw new FormatException(\"on my own\")); Thread.Sleep(200);")]
    [InlineData("var t = new Timer(_ => throw new FormatException(\"on my own\"), null, 1, -1); Thread.Sleep(200);")]
    public async Task What_nobody_catches_is_reported_and_the_session_lives(string code)
    {
        await using var session = new Scripted();
        await session.Succeed("int kept = 4;");

        await session.Succeed(code);

        var text = Assert.Single(session.Events);
        Assert.StartsWith("err:", text, StringComparison.Ordinal);
        Assert.Contains("FormatException: on my own", text, StringComparison.Ordinal);
        Assert.Contains("in cell 2, line 1", text.Replace("at cell", "in cell", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("4", await session.Text("kept"));
    }

    [Fact]
    public async Task What_happens_between_cells_is_reported_by_the_next_one()
    {
        await using var session = new Scripted();
        await session.Succeed("new Thread(() => { Thread.Sleep(100); throw new FormatException(\"late\"); }).Start();");
        await Task.Delay(400);

        await session.Succeed("1");

        Assert.Contains("FormatException: late", Assert.Single(session.Events), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thread_that_an_interrupt_ends_is_not_worth_a_word()
    {
        await using var session = new Scripted();
        using var stop = new CancellationTokenSource();
        var running = await session.Begin("var t = new Thread(() => { while (true) { } }); t.Start(); t.Join();", stop.Token);

        await stop.CancelAsync();
        await running;

        Assert.Empty(session.Events);
        Assert.Equal("true", await session.Text("t.Join(1000)"));
    }
}
