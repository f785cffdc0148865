using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CourseKit.Notebooks;

namespace CourseKit.Cli.Tests;

/// <summary>What a run of the tool left behind.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors);

/// <summary>Runs the tool as users do, in a folder of its own with a space in its name, under a German locale.</summary>
internal sealed class Tool : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public Tool([CallerMemberName] string test = "")
    {
        Folder = Directory.CreateTempSubdirectory($"course kit {test}").FullName;
    }

    public string Folder { get; }

    /// <summary>Environment variables of the tool.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Writes a notebook of code cells (or, when they begin with "# ", Markdown).</summary>
    public string Notebook(string file, params string[] cells)
    {
        var notebook = new NotebookDocument();
        notebook.Cells.AddRange(
            cells.Select(cell => cell.StartsWith("# ", StringComparison.Ordinal) ? NotebookCell.Markdown(cell) : NotebookCell.Code(cell)));
        notebook.Save(PathOf(file));
        return PathOf(file);
    }

    public JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(PathOf(file)))!;

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ExitCodes).Assembly.Location, .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LANG"] = start.Environment["LC_ALL"] = "de_DE.UTF-8";
        start.Environment["XDG_DATA_HOME"] = PathOf("state");
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public async Task<ToolResult> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await FinishAsync(process);
    }

    public static async Task<ToolResult> FinishAsync(Process process)
    {
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return new ToolResult(process.ExitCode, await output, await errors);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
