using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>
/// A Jupyter kernel for C#: serves the clients that a connection file names, with Jupyter's messaging protocol 5.4 over ZMTP 3.
/// docs/kernel.md tells what it does and what it does not.
/// </summary>
public sealed class JupyterKernel : IDisposable
{
    private readonly ConnectionFile _file;
    private readonly ManualResetEventSlim _over = new();
    private readonly RequestLoop _shell;
    private readonly RequestLoop _control;
    private readonly KernelChannels _channels;
    private readonly CellExecution _execution;
    private readonly ExecutionHistory _history = new();
    private readonly KernelInput _input;
    private readonly CodeHelp _help;

    /// <summary>Starts to listen.</summary>
    /// <param name="file">Where, and the key.</param>
    /// <param name="session">Runs the cells.</param>
    /// <exception cref="KernelException">The addresses are taken or not ours.</exception>
    public JupyterKernel(ConnectionFile file, CSharpSession session)
    {
        _file = file;
        _shell = new RequestLoop(_over.Set);
        _control = new RequestLoop(_over.Set);
        _channels = new KernelChannels(file, _shell.Add, Control, message => _input!.Receive(message));
        _input = new KernelInput(_channels);
        _execution = new CellExecution(session, _channels, _input, _history, _shell.AbortQueued);
        _help = new CodeHelp(session);
        session.Input = _input.Ask;
    }

    /// <summary>Serves until a client has it shut down, or <paramref name="cancellationToken"/> does.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            _execution.Interrupt();
        });
        _control.Start(_channels, _channels.Control, new Dictionary<string, Func<JupyterRequest, JsonObject?>>
        {
            ["kernel_info_request"] = _ => KernelInfo.Reply(),
            ["connect_request"] = _ => Ports(),
            ["interrupt_request"] = _ => Replies.Ok(),
            ["shutdown_request"] = ShutDown,
            ["create_subshell_request"] = NoSubshells,
            ["delete_subshell_request"] = NoSubshells,
            ["list_subshell_request"] = NoSubshells,
        });
        _shell.Start(_channels, _channels.Shell, new Dictionary<string, Func<JupyterRequest, JsonObject?>>
        {
            ["kernel_info_request"] = _ => KernelInfo.Reply(),
            ["connect_request"] = _ => Ports(),
            ["execute_request"] = _execution.Execute,
            ["complete_request"] = _help.Complete,
            ["inspect_request"] = _help.Inspect,
            ["is_complete_request"] = _help.IsComplete,
            ["history_request"] = _history.Reply,
            ["comm_info_request"] = _ => new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() },
            ["comm_open"] = RefuseComm,
            ["shutdown_request"] = ShutDown,
        });
        ParentWatch.Start(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), _over.Set);
        _channels.Start();
        WaitHandle.WaitAny([_over.WaitHandle, cancellationToken.WaitHandle]);
    }

    /// <summary>Sends what is waiting, and closes the connections.</summary>
    public void Dispose() => _channels.Dispose();

    private void Control(JupyterRequest request)
    {
        // At once, and not only when the clients have been told that the kernel is busy with it.
        if (request.Type == "interrupt_request")
        {
            _execution.Interrupt();
        }

        _control.Add(request);
    }

    private JsonObject ShutDown(JupyterRequest request)
    {
        var content = Replies.Ok();
        content["restart"] = request.Flag("restart", false);
        _channels.Publish("shutdown_reply", request, (JsonObject)content.DeepClone());
        return content;
    }

    private JsonObject? RefuseComm(JupyterRequest request)
    {
        _channels.Publish("comm_close", request, new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
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
        ["shell_port"] = _file.ShellPort,
        ["iopub_port"] = _file.IOPubPort,
        ["stdin_port"] = _file.StdinPort,
        ["control_port"] = _file.ControlPort,
        ["hb_port"] = _file.HeartbeatPort,
    };
}
