using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>
/// A Jupyter kernel for C#: serves the clients that a connection file names, with Jupyter's messaging protocol 5.4 over ZMTP 3.
/// docs/kernel.md tells what it does and what it does not.
/// </summary>
public sealed class JupyterKernel : IDisposable
{
    private readonly ConnectionFile connection;
    private readonly ManualResetEventSlim over = new();
    private readonly RequestLoop shell;
    private readonly RequestLoop control;
    private readonly KernelChannels channels;
    private readonly CellExecution execution;
    private readonly ExecutionHistory history = new();
    private readonly KernelInput input;
    private readonly CodeHelp help;

    /// <summary>Starts to listen.</summary>
    /// <param name="file">Where, and the key.</param>
    /// <param name="session">Runs the cells.</param>
    /// <exception cref="KernelException">The addresses are taken or not ours.</exception>
    public JupyterKernel(ConnectionFile file, CSharpSession session)
    {
        connection = file;
        shell = new RequestLoop(over.Set);
        control = new RequestLoop(over.Set);
        channels = new KernelChannels(file, shell.Add, Control, message => input!.Receive(message));
        input = new KernelInput(channels);
        execution = new CellExecution(session, channels, input, history, shell.AbortQueued);
        help = new CodeHelp(session);
        session.Input = input.Ask;
    }

    /// <summary>Serves until a client has it shut down, or <paramref name="cancellationToken"/> does.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            execution.Interrupt();
        });
        control.Start(channels, channels.Control, new Dictionary<string, Func<JupyterRequest, JsonObject?>>
        {
            ["kernel_info_request"] = _ => KernelInfo.Reply(),
            ["connect_request"] = _ => Ports(),
            ["interrupt_request"] = _ => Replies.Ok(),
            ["shutdown_request"] = ShutDown,
            ["create_subshell_request"] = NoSubshells,
            ["delete_subshell_request"] = NoSubshells,
            ["list_subshell_request"] = NoSubshells,
        });
        shell.Start(channels, channels.Shell, new Dictionary<string, Func<JupyterRequest, JsonObject?>>
        {
            ["kernel_info_request"] = _ => KernelInfo.Reply(),
            ["connect_request"] = _ => Ports(),
            ["execute_request"] = execution.Execute,
            ["complete_request"] = help.Complete,
            ["inspect_request"] = help.Inspect,
            ["is_complete_request"] = help.IsComplete,
            ["history_request"] = history.Reply,
            ["comm_info_request"] = _ => new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() },
            ["comm_open"] = RefuseComm,
            ["shutdown_request"] = ShutDown,
        });
        ParentWatch.Start(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), over.Set);
        channels.Start();
        WaitHandle.WaitAny([over.WaitHandle, cancellationToken.WaitHandle]);
    }

    /// <summary>Sends what is waiting, and closes the connections.</summary>
    public void Dispose() => channels.Dispose();

    private void Control(JupyterRequest request)
    {
        // At once, and not only when the clients have been told that the kernel is busy with it.
        if (request.Type == "interrupt_request") execution.Interrupt();
        control.Add(request);
    }

    private JsonObject ShutDown(JupyterRequest request)
    {
        var content = Replies.Ok();
        content["restart"] = request.Flag("restart", false);
        channels.Publish("shutdown_reply", request, (JsonObject)content.DeepClone());
        return content;
    }

    private JsonObject? RefuseComm(JupyterRequest request)
    {
        channels.Publish("comm_close", request, new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
        return null;
    }

    private static JsonObject NoSubshells(JupyterRequest request)
    {
        const string Message = "This kernel has no subshells.";
        return Replies.Error("NotSupportedException", Message, [Message]);
    }

    private JsonObject Ports() => new()
    {
        ["status"] = "ok",
        ["shell_port"] = connection.ShellPort,
        ["iopub_port"] = connection.IOPubPort,
        ["stdin_port"] = connection.StdinPort,
        ["control_port"] = connection.ControlPort,
        ["hb_port"] = connection.HeartbeatPort,
    };
}
