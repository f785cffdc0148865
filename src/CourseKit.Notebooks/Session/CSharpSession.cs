using System.Globalization;

namespace CourseKit.Notebooks;

/// <summary>Runs C# cells, each of which sees what the ones before it declared. The runner uses it, and so can any front end.</summary>
/// <remarks>
/// Several sessions can live in one process, but one cell runs at a time, since the current directory belongs to the whole process.
/// Cells run on one thread of the session's own.
/// </remarks>
public sealed class CSharpSession : IAsyncDisposable
{
    // How long an interrupted cell may take to stop before the session goes on without it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);
    private static readonly SemaphoreSlim Turn = new(1, 1);

    private CellInterpreter interpreter = new();
    private readonly CellInput input = new();
    private OutputChannel output;
    private SessionThread thread;
    private string currentDirectory;
    private bool disposed;

    /// <summary>Starts a session.</summary>
    /// <param name="workingDirectory">The current directory of its cells, from which <c>#r</c> and <c>#!import</c> count.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public CSharpSession(string workingDirectory)
    {
        WorkingDirectory = Path.GetFullPath(workingDirectory);
        if (!Directory.Exists(WorkingDirectory))
            throw new DirectoryNotFoundException($"There is no folder {WorkingDirectory} to run cells in.");
        currentDirectory = WorkingDirectory;
        ConsoleRouter.Install();
        NotebookSlots.Install();
        _ = StrayExceptions.AreCaught;
        output = NewChannel();
        thread = new SessionThread(output);
    }

    /// <summary>Full path of the folder in which the session began.</summary>
    public string WorkingDirectory { get; }

    /// <summary>Number of the cell that ran last; 0 before the first.</summary>
    public int ExecutionCount { get; private set; }

    /// <summary>How cells ask for a line (<see cref="Console.ReadLine"/>), on the cell's thread; null if nobody can be asked.</summary>
    public InputRequest? Input
    {
        get => input.Request;
        set => input.Request = value;
    }

    /// <summary>Runs a cell under the caller's culture.</summary>
    /// <param name="code">C# script code with directives.</param>
    /// <param name="sink">Receives the outputs while the cell runs.</param>
    /// <param name="label">What errors call the code; "cell N" with the execution count, if null.</param>
    /// <param name="cancellationToken">
    /// Stops the cell: its loops at their next turn, a sleep or a wait at once; what earlier cells declared survives. Code that goes on for
    /// three seconds, as a long computation inside of a library, is left behind on its thread, and the session takes a new one.
    /// </param>
    /// <returns>How it ended. What the cell does wrong is in the result and not thrown.</returns>
    /// <exception cref="InvalidOperationException">A cell called this.</exception>
    public async Task<CellResult> ExecuteAsync(
        string code, IOutputSink sink, string? label = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (OutputChannel.Current is not null)
            throw new InvalidOperationException("A cell cannot run cells: it would wait for itself.");
        await Turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        var hostDirectory = TryGetCurrentDirectory();
        try
        {
            var count = ++ExecutionCount;
            label ??= string.Create(CultureInfo.InvariantCulture, $"cell {count}");
            Environment.CurrentDirectory = Directory.Exists(currentDirectory) ? currentDirectory : WorkingDirectory;
            input.Forget();
            output.Interrupted = cancellationToken;
            output.Attach(sink);
            var (culture, uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
            var running = thread.InvokeAsync(() =>
            {
                CultureInfo.CurrentCulture = culture;
                CultureInfo.CurrentUICulture = uiCulture;
                return interpreter.Run(code, label, count, cancellationToken);
            });
            var stopped = await CompletesAsync(running, cancellationToken).ConfigureAwait(false);
            output.Detach();
            if (!stopped)
            {
                LeaveThreadBehind();
                return CellInterpreter.Interrupted(count, label, "was told to stop and does not; it is left running in the background");
            }
            return await running.ConfigureAwait(false);
        }
        finally
        {
            currentDirectory = TryGetCurrentDirectory() ?? WorkingDirectory;
            Environment.CurrentDirectory = hostDirectory ?? WorkingDirectory;
            Turn.Release();
        }
    }

    /// <summary>Whether code can be run as it stands, or goes on.</summary>
    public CodeCompleteness IsComplete(string code) => CodeCompleteness.Of(code);

    /// <summary>
    /// How a cell may go on at a place, in UTF-16 units from its start. Runs none of it; while a cell runs, the state before it counts.
    /// </summary>
    public CompletionList Complete(string code, int cursor, CancellationToken cancellationToken = default)
    {
        CheckPlace(code, cursor);
        return interpreter.Complete(code, cursor, currentDirectory, cancellationToken);
    }

    /// <summary>
    /// What is known of the name at a place, or of the method whose arguments are there, as <c>text/plain</c> and <c>text/markdown</c>;
    /// null if nothing. With detail 1 also parameters, result, exceptions, remarks and the other overloads.
    /// </summary>
    public MimeBundle? Inspect(string code, int cursor, int detail = 0, CancellationToken cancellationToken = default)
    {
        CheckPlace(code, cursor);
        return interpreter.Inspect(code, cursor, detail, cancellationToken);
    }

    /// <summary>Loads the compiler, so that the first cell does not have to wait for it; let it run beside other work.</summary>
    public static Task WarmUpAsync() => Task.Run(CellInterpreter.WarmUp);

    /// <summary>Ends the session and lets go of its variables.</summary>
    public ValueTask DisposeAsync()
    {
        if (disposed) return ValueTask.CompletedTask;
        disposed = true;
        thread.Dispose();
        output.Dispose();
        interpreter.SendOutputsTo(null); // the context of the cells is there for ever
        interpreter = null!;
        return ValueTask.CompletedTask;
    }

    private void CheckPlace(string code, int cursor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cursor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cursor, code.Length);
        ObjectDisposedException.ThrowIf(disposed, this);
    }

    // False if the cell has been cancelled and does not stop.
    private static async Task<bool> CompletesAsync(Task running, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.Register(cancelled.SetResult);
        return await Task.WhenAny(running, cancelled.Task).ConfigureAwait(false) == running
            || await Task.WhenAny(running, Task.Delay(Grace, CancellationToken.None)).ConfigureAwait(false) == running;
    }

    private OutputChannel NewChannel()
    {
        var channel = new OutputChannel(input, interpreter.Describe);
        interpreter.SendOutputsTo(channel);
        return channel;
    }

    private void LeaveThreadBehind()
    {
        thread.Dispose();
        output.Dispose();
        output = NewChannel();
        thread = new SessionThread(output);
    }

    private static string? TryGetCurrentDirectory()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
