using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
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
        if (await input.ReadLineAsync().ConfigureAwait(false) is not { } line || WorkerProtocol.Read<WorkerRequest>(line) is not { } request) return ExitCodes.Usage;

        var stop = new CancellationTokenSource();
        _ = StopAtEndOfAsync(input, stop);
        var notebook = NotebookDocument.Parse(request.Notebook, request.Name);
        var options = new RunOptions { Folder = request.Folder, ContinueOnError = request.ContinueOnError };
        var run = await new NotebookRunner().RunAsync(notebook, options, new Reporter(notebook, events), stop.Token).ConfigureAwait(false);
        await events.WriteLineAsync(WorkerProtocol.Write(new WorkerEvent(WorkerEventKind.Done, MemoryBytes: run.PeakWorkingSetBytes))).ConfigureAwait(false);
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
        private readonly int[] codeCells = [.. notebook.Cells.Index().Where(cell => cell.Item.Kind == CellKind.Code).Select(cell => cell.Index)];

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
