using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

// The process that runs one notebook for the tool; see WorkerProtocol.
internal static class Worker
{
    public static async Task<int> RunAsync(string pipe)
    {
        // Ctrl-C reaches the whole process group; the tool decides what it means and closes our input.
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var input = new StreamReader(Console.OpenStandardInput());
        Console.SetIn(TextReader.Null);
        await using var events = new StreamWriter(new AnonymousPipeClientStream(PipeDirection.Out, pipe)) { AutoFlush = true };
        var line = await input.ReadLineAsync().ConfigureAwait(false);
        if (line is null || WorkerProtocol.Read<WorkerRequest>(line) is not { } request) return ExitCodes.Usage;

        var stop = new CancellationTokenSource();
        _ = StopAtEndOfAsync(input, stop);
        var notebook = NotebookDocument.Parse(request.Notebook, request.Name);
        int[] codeCells = [.. Enumerable.Range(0, notebook.Cells.Count).Where(i => notebook.Cells[i].Kind == CellKind.Code)];
        var run = await NotebookRunner.RunAsync(
            notebook, request.Folder, request.ContinueOnError, new Relay<CellProgress>(Report), stop.Token).ConfigureAwait(false);
        await events.WriteLineAsync(WorkerProtocol.Write(new WorkerEvent(WorkerEventKind.Done, MemoryBytes: run.PeakWorkingSetBytes)))
            .ConfigureAwait(false);
        return ExitCodes.Ok;

        void Report(CellProgress value)
        {
            var index = codeCells[value.Index];
            var cell = notebook.Cells[index];
            events.WriteLine(WorkerProtocol.Write(value.Result is not { } result
                ? new WorkerEvent(WorkerEventKind.Started, index)
                : new WorkerEvent(
                    WorkerEventKind.Finished, index, result.Succeeded, cell.ExecutionCount, (JsonArray)cell.Outputs.DeepClone(),
                    cell.Metadata[NotebookProcess.ExecutionMember]?.DeepClone(), result.Elapsed.TotalSeconds, result.WorkingSetBytes)));
        }
    }

    private static async Task StopAtEndOfAsync(StreamReader input, CancellationTokenSource stop)
    {
        await Task.Yield();
        await input.ReadLineAsync().ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
    }
}

// What the tool and its worker process say to each other, one JSON object a line. The tool sends one WorkerRequest to the worker's standard
// input and keeps that open: its end means "stop". The worker sends WorkerEvents through a pipe of its own, so that nothing a cell prints
// can be mistaken for one.
internal static class WorkerProtocol
{
    // The hidden command that starts a worker; its argument is the pipe's handle.
    public const string Command = "worker";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        MaxDepth = 256,
    };

    public static string Write<T>(T message) => JsonSerializer.Serialize(message, Options);

    public static T? Read<T>(string line) where T : class => JsonSerializer.Deserialize<T>(line, Options);
}

internal sealed record WorkerRequest(string Name, string Notebook, string Folder, bool ContinueOnError);

internal enum WorkerEventKind
{
    Started,
    Finished,
    Done,
}

// What a worker reports: of a cell that finished its outputs and times as nbformat has them, and the memory of the process after it; at the
// end of the run, after which the worker ends, its peak.
internal sealed record WorkerEvent(
    WorkerEventKind Kind, int Cell = -1, bool Ok = false, int? ExecutionCount = null, JsonArray? Outputs = null, JsonNode? Times = null,
    double Seconds = 0, long MemoryBytes = 0);
