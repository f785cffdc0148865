namespace TorchSharp.Tests;

/// <summary>A page under <c>docs/</c> that the tests write: a report of what holds.</summary>
internal static class GeneratedPage
{
    private const string Command = "COURSEKIT_WRITE_PAGES=1 dotnet test tests/CourseKit.Torch.Tests --filter Page";

    /// <summary>How a page says where it comes from.</summary>
    internal const string Notice = $"Written by the tests; do not edit. After a change: `{Command}`.";

    /// <summary>Holds a committed page to what the tests find now, or writes it when asked to.</summary>
    internal static void Check(string name, string text)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "CourseKit.sln"))) root = root.Parent;
        var file = Path.Combine(root!.FullName, "docs", name);
        if (Environment.GetEnvironmentVariable("COURSEKIT_WRITE_PAGES") == "1") File.WriteAllText(file, text);
        var committed = File.Exists(file) ? File.ReadAllText(file) : "";
        if (text == committed) return;
        var (now, then) = (text.Split('\n'), committed.Split('\n'));
        var change = string.Join('\n', then.Except(now).Take(5).Select(l => "- " + l).Concat(now.Except(then).Take(5).Select(l => "+ " + l)));
        Assert.Fail($"docs/{name} is out of date; write it anew and commit it:\n  {Command}\n{change}");
    }
}
