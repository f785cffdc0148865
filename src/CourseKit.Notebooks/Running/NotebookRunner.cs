using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Runs a notebook's code cells in order and writes their outputs and times into the notebook.</summary>
public sealed class NotebookRunner
{
    private const string ExpectedErrorTag = "raises-exception";

    // Where Jupyter keeps a cell's times.
    private const string TimesMember = "execution";

    /// <summary>Runs a notebook in a session of its own.</summary>
    /// <param name="document">The notebook; outputs of earlier runs are removed, and those of this run filled in.</param>
    /// <param name="options">Folder and conduct.</param>
    /// <param name="progress">Hears of every cell when it begins and when it has ended.</param>
    /// <param name="cancellationToken">Stops the running cell and leaves out the rest; the outputs so far are kept.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public async Task<NotebookRun> RunAsync(
        NotebookDocument document, RunOptions options, IProgress<CellProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var session = new CSharpSession(options.Folder);
        return await RunAsync(document, session, options, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a notebook in a session that the caller keeps, to run something before it, after it or between its cells.</summary>
    /// <param name="document">The notebook; outputs of earlier runs are removed, and those of this run filled in.</param>
    /// <param name="session">The session; its folder counts, not that of the options.</param>
    /// <param name="options">Conduct.</param>
    /// <param name="progress">Hears of every cell when it begins and when it has ended.</param>
    /// <param name="cancellationToken">Stops the running cell and leaves out the rest; the outputs so far are kept.</param>
    public async Task<NotebookRun> RunAsync(
        NotebookDocument document,
        CSharpSession session,
        RunOptions options,
        IProgress<CellProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(options);
        var cells = document.Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
        foreach (var cell in cells)
        {
            cell.ClearOutputs();
            cell.Metadata.Remove(TimesMember);
        }
        var runs = new List<CellRun>();
        var displayed = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        var clock = Stopwatch.StartNew();
        using var memory = new PeakMemory();
        foreach (var (index, cell) in cells.Index())
        {
            progress?.Report(new CellProgress(index, cells.Count, cell.Id, FirstLine(cell), clock.Elapsed, null));
            var run = await RunCellAsync(index, cell, session, displayed, cancellationToken).ConfigureAwait(false);
            runs.Add(run);
            progress?.Report(new CellProgress(index, cells.Count, cell.Id, run.FirstLine, clock.Elapsed, run));
            if (run.Result.Status == CellStatus.Cancelled || (!run.Succeeded && !options.ContinueOnError)) break;
        }

        // The system's own peak may lag behind what it says of the moment.
        var peak = runs.Select(run => run.WorkingSetBytes).Append(memory.Bytes).Max();
        return new NotebookRun(runs, cells.Count, clock.Elapsed, peak);
    }

    private static async Task<CellRun> RunCellAsync(
        int index, NotebookCell cell, CSharpSession session, Dictionary<string, JsonObject> displayed, CancellationToken cancellationToken)
    {
        var begin = DateTime.UtcNow;
        var allocated = GC.GetTotalAllocatedBytes();
        var clock = Stopwatch.StartNew();
        var sink = new CellOutputSink(cell.Outputs, displayed);
        var result = await session.ExecuteAsync(cell.Source, sink, null, cancellationToken).ConfigureAwait(false);
        sink.Close();
        if (result.Result is { } bundle)
            cell.Outputs.Add((JsonNode)NotebookOutputs.ExecuteResult(bundle, result.ExecutionCount));
        if (result.Error is { } error) cell.Outputs.Add((JsonNode)NotebookOutputs.Error(error));
        cell.ExecutionCount = result.ExecutionCount;
        SortedMembers.Set(cell.Metadata, TimesMember, NotebookOutputs.Times(begin, clock.Elapsed));
        var expected = result.Status == CellStatus.Failed && cell.Tags.Contains(ExpectedErrorTag);
        return new CellRun(
            index, cell.Id, FirstLine(cell), result, clock.Elapsed, GC.GetTotalAllocatedBytes() - allocated, Environment.WorkingSet,
            expected);
    }

    private static string FirstLine(NotebookCell cell) =>
        cell.Source.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "";
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
        if (!displayed.TryGetValue(displayId, out var output)) return;
        var changed = NotebookOutputs.DisplayData(bundle)["data"]!;
        output["data"] = changed.DeepClone();
    }

    public void Clear(bool wait)
    {
        clears = true;
        if (!wait) ClearIfAsked();
    }

    /// <summary>Ends the text that is being collected, if any.</summary>
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

/// <summary>
/// The largest working set of the process while this lives. The system keeps only the peak since the process began, so this one is sampled
/// unless the process reaches a new peak meanwhile.
/// </summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    private readonly Timer timer;
    private readonly long before = ProcessPeak();
    private long sampled;

    public PeakMemory() => timer = new Timer(_ => Sample(), null, TimeSpan.Zero, Interval);

    /// <summary>The peak so far, in bytes.</summary>
    public long Bytes
    {
        get
        {
            Sample();
            var peak = ProcessPeak();
            return peak > before ? peak : Interlocked.Read(ref sampled);
        }
    }

    public void Dispose() => timer.Dispose();

    private void Sample()
    {
        var now = Environment.WorkingSet;
        for (var seen = Interlocked.Read(ref sampled); now > seen; seen = Interlocked.Read(ref sampled))
            Interlocked.CompareExchange(ref sampled, now, seen);
    }

    private static long ProcessPeak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
