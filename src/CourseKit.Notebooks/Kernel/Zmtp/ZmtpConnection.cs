using System.Net.Sockets;

namespace CourseKit.Notebooks;

/// <summary>One peer, with a thread that hears it out, so that it is answered whatever the thread pool is doing.</summary>
internal sealed class ZmtpConnection(ZmtpSocket listener, Socket connection, ByteBudget memory) : IDisposable
{
    private const int MaxFrames = 1024;
    private const int SendPiece = 64 * 1024;
    private const int StackBytes = 256 * 1024;

    // How long a peer may take nothing while something waits for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(10);

    private readonly Lock sending = new();

    // What the peer calls itself; empty if it does not.
    public byte[] Identity { get; set; } = [];

    public void Start() => new Thread(Read, StackBytes) { IsBackground = true, Name = listener.Name + " in" }.UnsafeStart();

    // Nothing is ever left out: when the peer reads too slowly, the sender waits for it; one that has been left behind is cut off.
    public void Send(byte[] bytes)
    {
        try
        {
            lock (sending)
                for (var at = 0; at < bytes.Length;)
                    at += connection.Send(bytes, at, Math.Min(SendPiece, bytes.Length - at), SocketFlags.None);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Dispose(); // the reading thread notices as well
        }
    }

    public void Dispose() => connection.Dispose();

    private void Read()
    {
        try
        {
            connection.SendTimeout = (int)Patience.TotalMilliseconds;
            using var stream = new BufferedStream(new NetworkStream(connection, ownsSocket: false), 64 * 1024);
            var reader = new ZmtpReader(stream, listener.MaxMessageBytes);
            using (new Timer(_ => Dispose(), null, HandshakeTime, Timeout.InfiniteTimeSpan))
            {
                Shake(reader);
            }
            listener.Welcome(this);
            while (true)
                ReadMessage(reader);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The peer has gone, or must go.
        }
        finally
        {
            Dispose();
            listener.Forget(this);
        }
    }

    private void Shake(ZmtpReader reader)
    {
        connection.Send(ZmtpGreeting.Create());
        ZmtpGreeting.Read(reader);
        connection.Send(ZmtpCommand.Ready(listener.TypeName).Encode());
        var frame = reader.ReadFrame();
        if (!frame.IsCommand || ZmtpCommand.Parse(frame.Body) is not { Name: "READY" } ready)
            throw new ZmtpException("The peer's first frame is not READY.");
        var properties = ready.Properties();
        var type = properties.TryGetValue("Socket-Type", out var name) ? System.Text.Encoding.ASCII.GetString(name) : "";
        if (!listener.PeerTypes.Contains(type))
        {
            connection.Send(ZmtpCommand.Error("Invalid socket type").Encode());
            throw new ZmtpException($"A {listener.TypeName} socket cannot talk to a socket of type '{type}'.");
        }
        Identity = properties.TryGetValue("Identity", out var identity) && identity.Length <= byte.MaxValue ? identity : [];
    }

    private void ReadMessage(ZmtpReader reader)
    {
        var frames = new List<byte[]>();
        var bytes = 0;
        try
        {
            var more = true;
            while (more)
            {
                var frame = reader.ReadFrame(bytes);
                if (frame.IsCommand)
                {
                    Obey(ZmtpCommand.Parse(frame.Body));
                    continue;
                }
                memory.Take(frame.Body.Length);
                bytes += frame.Body.Length;
                frames.Add(frame.Body);
                more = frame.HasMore;
                if (frames.Count > MaxFrames) throw new ZmtpException("A message of too many frames.");
            }
        }
        catch
        {
            memory.Return(bytes);
            throw;
        }
        listener.Receive(this, new ZmtpMessage(frames, memory, bytes));
    }

    private void Obey(ZmtpCommand command)
    {
        switch (command.Name)
        {
            case "PING" when command.Data.Length >= 2:
                // After the time that the peer is willing to wait comes what it wants to see again.
                Send(new ZmtpCommand("PONG", command.Data[2..]).Encode());
                break;
            case "ERROR": throw new ZmtpException("The peer reports an error.");
            default: listener.Obey(this, command); break;
        }
    }
}
