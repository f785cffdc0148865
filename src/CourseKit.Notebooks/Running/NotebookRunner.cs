using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Runs a notebook's code cells in order and writes their outputs and times into the notebook.</summary>
public static class NotebookRunner
{
    private const string ExpectedErrorTag = "raises-exception";

    // Where Jupyter keeps a cell's times.
    private const string TimesMember = "execution";

    /// <summary>Runs a notebook in a session of its own.</summary>
    /// <param name="document">The notebook; outputs of earlier runs are removed, and those of this run filled in.</param>
    /// <param name="folder">The folder that the notebook's relative paths count from, as a rule its own.</param>
    /// <param name="continueOnError">Run the cells after one that failed, too.</param>
    /// <param name="progress">Hears of every cell when it begins and when it has ended.</param>
    /// <param name="cancellationToken">Stops the running cell and leaves out the rest; the outputs so far are kept.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static async Task<NotebookRun> RunAsync(
        NotebookDocument document, string folder, bool continueOnError = false, IProgress<CellProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        await using var session = new CSharpSession(folder);
        var cells = document.Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
        foreach (var cell in cells)
        {
            cell.ClearOutputs();
            cell.Metadata.Remove(TimesMember);
        }
        var runs = new List<CellRun>();
        var displayed = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (index, cell) in cells.Index())
        {
            progress?.Report(new CellProgress(index, null));
            var run = await RunCellAsync(cell, session, displayed, cancellationToken).ConfigureAwait(false);
            runs.Add(run);
            progress?.Report(new CellProgress(index, run));
            if (run.Result.Status == CellStatus.Cancelled || (!run.Succeeded && !continueOnError)) break;
        }

        // The system's own peak may lag behind what it says of the moment.
        using var process = Process.GetCurrentProcess();
        return new NotebookRun(runs, runs.Select(run => run.WorkingSetBytes).Append(process.PeakWorkingSet64).Max());
    }

    private static async Task<CellRun> RunCellAsync(
        NotebookCell cell, CSharpSession session, Dictionary<string, JsonObject> displayed, CancellationToken cancellationToken)
    {
        var begin = DateTime.UtcNow;
        var clock = Stopwatch.StartNew();
        var sink = new CellOutputSink(cell.Outputs, displayed);
        var result = await session.ExecuteAsync(cell.Source, sink, null, cancellationToken).ConfigureAwait(false);
        sink.Close();
        if (result.Result is { } bundle) cell.Outputs.Add((JsonNode)NotebookOutputs.ExecuteResult(bundle, result.ExecutionCount));
        if (result.Error is { } error) cell.Outputs.Add((JsonNode)NotebookOutputs.Error(error));
        cell.ExecutionCount = result.ExecutionCount;
        SortedMembers.Set(cell.Metadata, TimesMember, NotebookOutputs.Times(begin, clock.Elapsed));
        var succeeded = result.Status == CellStatus.Succeeded
            || (result.Status == CellStatus.Failed && cell.Tags.Contains(ExpectedErrorTag));
        return new CellRun(result, clock.Elapsed, Environment.WorkingSet, succeeded);
    }
}

/// <summary>Writes a cell's outputs into the notebook; console text that follows itself becomes one output.</summary>
internal sealed class CellOutputSink(JsonArray outputs, Dictionary<string, JsonObject> displayed) : IOutputSink
{
    // A loop that prints for ever would otherwise fill the memory before anybody stops it.
    private const int MaxCharacters = 20_000_000;

    private readonly StringBuilder pending = new();
    private ConsoleStream pendingStream;
    private int written;
    private bool clears;

    public void Write(ConsoleStream stream, string text)
    {
        if (pending.Length > 0 && stream != pendingStream) Close();
        ClearIfAsked();
        var room = MaxCharacters - written;
        if (room <= 0) return;
        pendingStream = stream;
        written += text.Length;
        pending.Append(text.Length <= room ? text : text[..room] + "\n… the rest of this cell's text is left out\n");
    }

    public void Display(MimeBundle bundle, string displayId)
    {
        ClearIfAsked();
        Close();
        var output = NotebookOutputs.DisplayData(bundle);
        displayed[displayId] = output;
        outputs.Add((JsonNode)output);
    }

    public void Update(MimeBundle bundle, string displayId)
    {
        if (displayed.TryGetValue(displayId, out var output)) output["data"] = NotebookOutputs.Data(bundle);
    }

    public void Clear(bool wait)
    {
        clears = true;
        if (!wait) ClearIfAsked();
    }

    public void Close()
    {
        if (pending.Length <= 0) return;
        outputs.Add((JsonNode)NotebookOutputs.Stream(pendingStream, pending.ToString()));
        pending.Clear();
    }

    private void ClearIfAsked()
    {
        if (!clears) return;
        clears = false;
        pending.Clear();
        outputs.Clear();
    }
}
