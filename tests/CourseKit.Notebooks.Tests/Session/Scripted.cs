using System.Text;

namespace CourseKit.Notebooks.Tests;

/// <summary>A session with everything it has put out so far.</summary>
internal sealed class Scripted : IOutputSink, IAsyncDisposable
{
    public Scripted(string? folder = null) => Session = new CSharpSession(folder ?? Path.GetTempPath());

    public CSharpSession Session { get; }

    /// <summary>Events in order, such as "out:text", "err:text", "display:text", "update:text"; neighbouring text is joined.</summary>
    public List<string> Events { get; } = [];

    public List<MimeBundle> Displayed { get; } = [];

    public string Console => string.Concat(Events.Where(e => e.StartsWith("out:", StringComparison.Ordinal)).Select(e => e[4..]));

    public Task<CellResult> Run(string code, CancellationToken cancellationToken = default) =>
        Session.ExecuteAsync(code, this, null, cancellationToken);

    /// <summary>Runs code that does not end by itself, and waits until it has begun.</summary>
    public async Task<Task<CellResult>> Begin(string code, CancellationToken cancellationToken)
    {
        var running = Run("display(\"begun\"); " + code, cancellationToken);
        while (!running.IsCompleted && Displayed.Count == 0)
            await Task.Delay(5, CancellationToken.None);
        await Task.Delay(100, CancellationToken.None);
        Assert.False(running.IsCompleted, string.Join('\n', running.IsCompleted ? (await running).Error?.Traceback ?? [] : []));
        Events.Clear();
        return running;
    }

    public async Task<CellResult> Succeed(string code)
    {
        var result = await Run(code);
        Assert.True(result.Status == CellStatus.Succeeded, string.Join('\n', result.Error?.Traceback ?? []));
        return result;
    }

    public async Task<CellError> Fail(string code)
    {
        var result = await Run(code);
        Assert.Equal(CellStatus.Failed, result.Status);
        return result.Error!;
    }

    public async Task<string?> Text(string code) => (await Succeed(code)).Result?.Text("text/plain");

    public void Write(ConsoleStream stream, string text)
    {
        var prefix = stream == ConsoleStream.Out ? "out:" : "err:";
        if (Events.Count > 0 && Events[^1].StartsWith(prefix, StringComparison.Ordinal))
            Events[^1] = new StringBuilder(Events[^1]).Append(text).ToString();
        else Events.Add(prefix + text);
    }

    public void Display(MimeBundle bundle, string displayId)
    {
        Displayed.Add(bundle);
        Events.Add("display:" + bundle.Text("text/plain"));
    }

    public void Update(MimeBundle bundle, string displayId) => Events.Add("update:" + bundle.Text("text/plain"));

    public void Clear(bool wait) => Events.Add(wait ? "clear:wait" : "clear");

    public ValueTask DisposeAsync() => Session.DisposeAsync();
}
