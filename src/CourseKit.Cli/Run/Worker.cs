using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

/// <summary>The process that runs one notebook for the tool; see <see cref="WorkerProtocol"/>.</summary>
internal static class Worker
{
    /// <summary>Runs the notebook that standard input describes.</summary>
    /// <param name="pipe">Handle of the pipe for events.</param>
    /// <returns>0; what the notebook does wrong is in the events.</returns>
    public static async Task<int> RunAsync(string pipe)
    {
        // Ctrl-C reaches the whole process group; the tool decides what it means and closes our input.
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var input = new StreamReader(Console.OpenStandardInput());
        Console.SetIn(TextReader.Null);
        await using var events = new StreamWriter(new AnonymousPipeClientStream(PipeDirection.Out, pipe)) { AutoFlush = true };
        if (await input.ReadLineAsync().ConfigureAwait(false) is not { } line) return ExitCodes.Usage;
        if (WorkerProtocol.Read<WorkerRequest>(line) is not { } request) return ExitCodes.Usage;

        var stop = new CancellationTokenSource();
        _ = StopAtEndOfAsync(input, stop);
        var notebook = NotebookDocument.Parse(request.Notebook, request.Name);
        var run = await NotebookRunner.RunAsync(
            notebook, request.Folder, request.ContinueOnError, new Reporter(notebook, events), stop.Token).ConfigureAwait(false);
        await events.WriteLineAsync(WorkerProtocol.Write(new WorkerEvent(WorkerEventKind.Done, MemoryBytes: run.PeakWorkingSetBytes)))
            .ConfigureAwait(false);
        return ExitCodes.Ok;
    }

    private static async Task StopAtEndOfAsync(StreamReader input, CancellationTokenSource stop)
    {
        await Task.Yield();
        await input.ReadLineAsync().ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
    }

    private sealed class Reporter(NotebookDocument notebook, StreamWriter events) : IProgress<CellProgress>
    {
        private readonly int[] codeCells = [.. notebook.Cells.Index().Where(cell => cell.Item.Kind == CellKind.Code)
            .Select(cell => cell.Index)];

        public void Report(CellProgress value)
        {
            var index = codeCells[value.Index];
            var cell = notebook.Cells[index];
            var message = value.Result is not { } run
                ? new WorkerEvent(WorkerEventKind.Started, index)
                : new WorkerEvent(
                    WorkerEventKind.Finished, index, run.Succeeded, cell.ExecutionCount, (JsonArray)cell.Outputs.DeepClone(),
                    cell.Metadata[NotebookProcess.ExecutionMember]?.DeepClone(), run.Elapsed.TotalSeconds, run.WorkingSetBytes);
            events.WriteLine(WorkerProtocol.Write(message));
        }
    }
}

/// <summary>
/// What the tool and its worker process say to each other, one JSON object a line. The tool sends one <see cref="WorkerRequest"/>
/// to the worker's standard input and keeps that open: its end means "stop". The worker sends <see cref="WorkerEvent"/>s
/// through a pipe of its own, so that nothing a cell prints can be mistaken for one.
/// </summary>
internal static class WorkerProtocol
{
    /// <summary>The hidden command that starts a worker; its argument is the pipe's handle.</summary>
    public const string Command = "worker";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        MaxDepth = 256,
    };

    public static string Write<T>(T message) => JsonSerializer.Serialize(message, Options);

    public static T? Read<T>(string line)
        where T : class
        => JsonSerializer.Deserialize<T>(line, Options);
}

/// <summary>Asks a worker to run a notebook.</summary>
/// <param name="Name">What messages call the notebook.</param>
/// <param name="Notebook">The notebook's JSON.</param>
/// <param name="Folder">The working folder.</param>
/// <param name="ContinueOnError">Whether cells after a failed one run.</param>
internal sealed record WorkerRequest(string Name, string Notebook, string Folder, bool ContinueOnError);

internal enum WorkerEventKind
{
    /// <summary>A cell starts.</summary>
    Started,

    /// <summary>A cell ended; outputs, time and memory are set.</summary>
    Finished,

    /// <summary>The run is over; peak memory is set. The worker ends after this.</summary>
    Done,
}

/// <summary>What a worker reports.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Cell">Index of the cell in the notebook.</param>
/// <param name="Ok">Whether the cell ran to its end.</param>
/// <param name="ExecutionCount">The cell's number in the session.</param>
/// <param name="Outputs">Its outputs as nbformat has them.</param>
/// <param name="Times">Its times as its metadata has them.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="MemoryBytes">Memory of the process after the cell, or its peak at the end.</param>
internal sealed record WorkerEvent(
    WorkerEventKind Kind,
    int Cell = -1,
    bool Ok = false,
    int? ExecutionCount = null,
    JsonArray? Outputs = null,
    JsonNode? Times = null,
    double Seconds = 0,
    long MemoryBytes = 0);
