using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>The kernel's five sockets, each with threads of its own, and the messages that leave through them.</summary>
internal sealed class KernelChannels : IDisposable
{
    // What clients have sent and the kernel has not dealt with yet.
    private const long MaxWaitingBytes = 128 * 1024 * 1024;

    private readonly MessageCodec codec;
    private readonly List<ZmtpSocket> sockets = [];
    private readonly PublisherSocket iopub;
    private readonly RouterSocket input;

    public KernelChannels(ConnectionFile file, Action<JupyterRequest> shell, Action<JupyterRequest> control, Action<JupyterRequest> stdin)
    {
        codec = new MessageCodec(file.Key);
        var budget = new ByteBudget(MaxWaitingBytes);
        try
        {
            Add(new EchoSocket(Address(file, file.HeartbeatPort), "heartbeat", budget));
            iopub = Add(new PublisherSocket(Address(file, file.IOPubPort), "iopub", budget, Greeting));
            input = Add(Router(file.StdinPort, "stdin", stdin));
            Control = Add(Router(file.ControlPort, "control", control));
            Shell = Add(Router(file.ShellPort, "shell", shell));
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Dispose();
            throw new KernelException($"The kernel cannot listen at {file.Transport}://{file.Ip}: {e.Message}", e);
        }

        RouterSocket Router(int port, string name, Action<JupyterRequest> receive) => new(Address(file, port), name, budget, message =>
        {
            if (codec.TryDecode(message) is { } request) receive(request);
            else message.Dispose();
        });
    }

    public RouterSocket Shell { get; }
    public RouterSocket Control { get; }

    public void Start() => sockets.ForEach(socket => socket.Start());

    public void Reply(RouterSocket channel, JupyterRequest request, string type, JsonObject content) =>
        channel.Send(codec.Encode(request.Identities, type, request, content));

    public void Publish(string type, JupyterRequest? parent, JsonObject content) =>
        iopub.Publish(codec.Encode([Encoding.ASCII.GetBytes(type)], type, parent, content));

    public void PublishStatus(string state, JupyterRequest parent) =>
        Publish("status", parent, new JsonObject { ["execution_state"] = state });

    public void AskForInput(JupyterRequest request, string prompt, bool password) =>
        Reply(input, request, "input_request", new JsonObject { ["prompt"] = prompt, ["password"] = password });

    public void Dispose() => sockets.ForEach(socket => socket.Dispose());

    // An ipc path, or a TCP port; "*" stands for all of the machine's addresses.
    private static EndPoint Address(ConnectionFile file, int port) => file.Transport == "ipc"
        ? new UnixDomainSocketEndPoint(FormattableString.Invariant($"{file.Ip}-{port}"))
        : new IPEndPoint(
            file.Ip == "*" ? IPAddress.Any : IPAddress.TryParse(file.Ip, out var ip) ? ip : Dns.GetHostAddresses(file.Ip)[0], port);

    private T Add<T>(T socket)
        where T : ZmtpSocket
    {
        sockets.Add(socket);
        return socket;
    }

    // Tells a client that from now on it misses nothing (JEP 65).
    private IReadOnlyList<ReadOnlyMemory<byte>> Greeting(byte[] topic) =>
        codec.Encode([topic], "iopub_welcome", null, new JsonObject { ["subscription"] = Encoding.UTF8.GetString(topic) });
}
