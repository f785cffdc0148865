using System.Diagnostics;
using System.Globalization;
using CourseKit.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace CourseKit.Benchmarks;

/// <summary>
/// What running a notebook cell again and again leaves in memory: in our session, and in Roslyn's own scripting with as many references.
/// </summary>
internal static class Reruns
{
    private const int Warm = 20;
    private static readonly string[] Cells = ["var v = a + 1;", "class A { public int P { get; set; } }", "a + 1"];

    /// <summary>A table of a rerun's kilobytes and milliseconds, each in a session of its own.</summary>
    public static async Task<string> Table(int count)
    {
        List<string> lines = [$"| {count} reruns | who | kept, KB | ms |", "|---|---|---|---|"];
        foreach (var cell in Cells)
        {
            await using var session = new CSharpSession(Path.GetTempPath());
            lines.Add(await Row("CourseKit", cell, count, code => RunInSession(session, code)));
            lines.Add(await Row("Roslyn", cell, count, Scripting()));
        }
        return string.Join('\n', lines);
    }

    private static async Task<string> Row(string who, string cell, int count, Func<string, Task> run)
    {
        await run("var a = 1;");
        for (var i = 0; i < Warm; i++) await run(cell);
        var (before, start) = (Managed(), Stopwatch.GetTimestamp());
        for (var i = 0; i < count; i++) await run(cell);
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / count;
        var kept = Managed() - before;
        GC.KeepAlive(run);
        return string.Create(CultureInfo.InvariantCulture, $"| `{cell}` | {who} | {kept / 1e3 / count:0.0} | {milliseconds:0.0} |");
    }

    private static async Task RunInSession(CSharpSession session, string code)
    {
        var result = await session.ExecuteAsync(code, new Nowhere());
        if (result.Error is { } error) throw new InvalidOperationException(error.Message);
    }

    private static Func<string, Task> Scripting()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var files = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetDirectoryName(file) == folder);
        var options = ScriptOptions.Default
            .WithReferences(files.Append(typeof(CSharpSession).Assembly.Location).Select(file => MetadataReference.CreateFromFile(file)))
            .WithImports(
                "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading",
                "System.Threading.Tasks");
        ScriptState? state = null;
        return async code => state = state is null ? await CSharpScript.RunAsync(code, options) : await state.ContinueWithAsync(code);
    }

    private static long Managed()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed class Nowhere : IOutputSink
    {
        public void Write(ConsoleStream stream, string text) { }

        public void Display(MimeBundle bundle, string displayId) { }

        public void Update(MimeBundle bundle, string displayId) { }

        public void Clear(bool wait) { }
    }
}
