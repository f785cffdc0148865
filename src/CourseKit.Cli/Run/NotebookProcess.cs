using System.Diagnostics;
using System.IO.Pipes;
using CourseKit.Notebooks;
using static System.FormattableString;

namespace CourseKit.Cli;

// What came of running a notebook; the outputs are in the document. PeakBytes: null when the process ended before it could say. StoppedAt
// and Reason: the cell at which it crashed or was stopped, and why.
internal sealed record NotebookOutcome(
    RunStatus Status, IReadOnlyList<WorkerEvent> Cells, double Seconds, long? PeakBytes, int? StoppedAt = null, string? Reason = null);

// Runs a notebook in a process of its own: its peak memory is its own, and a stack overflow or Environment.Exit in it ends neither the tool
// nor the grading of other notebooks.
internal static class NotebookProcess
{
    // Where Jupyter, and the runner, keep the times of a cell in its metadata.
    public const string ExecutionMember = "execution";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // Puts the outputs into the notebook, cell by cell as they arrive, also of a run that is cancelled. onCell gets the index of each cell
    // that starts.
    public static async Task<NotebookOutcome> RunAsync(
        NotebookDocument notebook, string name, string folder, bool continueOnError, TimeSpan? cellLimit,
        Action<int> onCell, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        foreach (var cell in notebook.Cells.Where(cell => cell.Kind == CellKind.Code)) cell.ClearOutputs();

        using var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        using var process = Start(pipe.GetClientHandleAsString(), folder);
        pipe.DisposeLocalCopyOfClientHandle();
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);

        // On Ctrl-C, or when a cell takes too long, it is asked to stop, which the end of its input does, and killed after a while.
        using var killer = new Timer(_ => Quietly(() => process.Kill(entireProcessTree: true)));
        using var tooLong = new CancellationTokenSource();
        using var onLimit = tooLong.Token.Register(Stop);
        using var onCancel = cancellationToken.Register(Stop);
        void Stop()
        {
            killer.Change(Grace, Timeout.InfiniteTimeSpan);
            Quietly(process.StandardInput.Close);
        }
        await SendAsync(process, new WorkerRequest(name, notebook.ToJson(), folder, continueOnError)).ConfigureAwait(false);

        var cells = new List<WorkerEvent>();
        int? current = null;
        long? peak = null;
        using var reader = new StreamReader(pipe);
        while (peak is null && await reader.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            switch (WorkerProtocol.Read<WorkerEvent>(line))
            {
                case { Kind: WorkerEventKind.Started } e:
                    current = e.Cell;
                    tooLong.CancelAfter(cellLimit ?? Timeout.InfiniteTimeSpan);
                    onCell(e.Cell);
                    break;
                case { Kind: WorkerEventKind.Finished } e:
                    tooLong.CancelAfter(Timeout.InfiniteTimeSpan);
                    TakeOutputs(notebook.Cells[e.Cell], e);
                    cells.Add(e with { Outputs = null });
                    current = null;
                    break;
                case { Kind: WorkerEventKind.Done } e:
                    peak = e.MemoryBytes;
                    break;
            }
        }
        tooLong.CancelAfter(Timeout.InfiniteTimeSpan);
        await EndAsync(process).ConfigureAwait(false);

        var (status, reason) =
            cancellationToken.IsCancellationRequested ? (RunStatus.Interrupted, "interrupted")
            : tooLong.IsCancellationRequested ? (RunStatus.Crashed, Invariant($"it took longer than {cellLimit!.Value.TotalSeconds:0.#} s"))
            : peak is null ? (RunStatus.Crashed, DeathReason(process.ExitCode, await errors.ConfigureAwait(false)))
            : cells.TrueForAll(cell => cell.Ok) ? (RunStatus.Ok, null)
            : (RunStatus.Failed, (string?)null);
        var stoppedAt = status is RunStatus.Ok or RunStatus.Failed ? null : current ?? cells.LastOrDefault()?.Cell;
        return new NotebookOutcome(status, cells, clock.Elapsed.TotalSeconds, peak, stoppedAt, reason);
    }

    private static Process Start(string pipe, string folder)
    {
        // Started as "dotnet CourseKit.Cli.dll" by the launchers, as an executable by an IDE.
        var host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        var start = new ProcessStartInfo(host, [typeof(NotebookProcess).Assembly.Location, WorkerProtocol.Command, pipe])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("The worker process did not start.");
    }

    private static async Task SendAsync(Process process, WorkerRequest request)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(WorkerProtocol.Write(request)).ConfigureAwait(false);
            await process.StandardInput.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It died before it read; the end of the pipe will say so.
        }
    }

    private static void TakeOutputs(NotebookCell cell, WorkerEvent e)
    {
        if (e.Times is not null) cell.Metadata[ExecutionMember] = e.Times.DeepClone();
        cell.ExecutionCount = e.ExecutionCount;
        cell.Outputs.Clear();
        foreach (var output in e.Outputs ?? []) cell.Outputs.Add(output!.DeepClone());
    }

    private static async Task EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Grace);
        try
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static string DeathReason(int exitCode, string errors) =>
        errors.Contains("Stack overflow", StringComparison.Ordinal) ? "the stack overflowed (a recursion that never ends?)"
        : errors.Contains("Out of memory", StringComparison.OrdinalIgnoreCase) || exitCode == 137 ? "it ran out of memory"
        : Invariant($"the process ended with exit code {exitCode} (Environment.Exit?)");

    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has ended already.
        }
    }
}
