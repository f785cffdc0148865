using System.Net.Sockets;

namespace CourseKit.Notebooks;

/// <summary>One peer: a thread that reads from it and a thread that writes to it, so that it answers whatever the thread pool is doing.</summary>
internal sealed class ZmtpConnection : IDisposable
{
    private const int MaxFrames = 1024;
    private const int MaxOutboundBytes = 64 * 1024 * 1024;
    private const int SendPiece = 64 * 1024;
    private const int StackBytes = 256 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_handshakeTime = TimeSpan.FromSeconds(10);

    private readonly ZmtpSocket _owner;
    private readonly Socket _socket;
    private readonly ByteBudget _budget;
    private readonly OutboundQueue _outbound = new(MaxOutboundBytes, s_patience);
    private readonly Thread _writer;

    public ZmtpConnection(ZmtpSocket owner, Socket socket, ByteBudget budget)
    {
        _owner = owner;
        _socket = socket;
        _budget = budget;
        _writer = new Thread(Write, StackBytes) { IsBackground = true, Name = $"{owner.Name} out" };
    }

    /// <summary>What the peer calls itself; empty if it does not.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>Lets the peer in and hears it out, on a thread of its own.</summary>
    public void Start() => new Thread(Read, StackBytes) { IsBackground = true, Name = $"{_owner.Name} in" }.UnsafeStart();

    /// <summary>Queues bytes for the peer; waits while it is behind.</summary>
    public void Send(byte[] bytes)
    {
        if (!_outbound.Add(bytes))
        {
            Dispose();
        }
    }

    /// <summary>Waits until what is queued has been sent, but not for long.</summary>
    public void Finish(TimeSpan patience)
    {
        _outbound.Finish();
        if (_writer.ThreadState.HasFlag(ThreadState.Unstarted) || !_writer.Join(patience))
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _outbound.Close();
        _socket.Dispose();
    }

    private void Read()
    {
        try
        {
            using var stream = new BufferedStream(new NetworkStream(_socket, ownsSocket: false), 64 * 1024);
            var reader = new ZmtpReader(stream, _owner.MaxMessageBytes);
            using (new Timer(_ => Dispose(), null, s_handshakeTime, Timeout.InfiniteTimeSpan))
            {
                Shake(reader);
            }

            _writer.UnsafeStart();
            _owner.Welcome(this);
            while (true)
            {
                ReadMessage(reader);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The peer has gone, or must go.
        }
        finally
        {
            Dispose();
            _owner.Forget(this);
        }
    }

    private void Shake(ZmtpReader reader)
    {
        _socket.Send(ZmtpGreeting.Create());
        ZmtpGreeting.Read(reader);
        _socket.Send(ZmtpCommand.Ready(_owner.SocketType).Encode());
        var frame = reader.ReadFrame();
        if (!frame.IsCommand || ZmtpCommand.Parse(frame.Body) is not { Name: "READY" } ready)
        {
            throw new ZmtpException("The peer's first frame is not READY.");
        }

        var properties = ready.Properties();
        string type = properties.TryGetValue("Socket-Type", out byte[]? name) ? System.Text.Encoding.ASCII.GetString(name) : "";
        if (!_owner.PeerTypes.Contains(type))
        {
            _socket.Send(ZmtpCommand.Error("Invalid socket type").Encode());
            throw new ZmtpException($"A {_owner.SocketType} socket cannot talk to a socket of type '{type}'.");
        }

        Identity = properties.TryGetValue("Identity", out byte[]? identity) && identity.Length <= byte.MaxValue ? identity : [];
    }

    private void ReadMessage(ZmtpReader reader)
    {
        var frames = new List<byte[]>();
        int bytes = 0;
        try
        {
            bool more = true;
            while (more)
            {
                var frame = reader.ReadFrame(bytes);
                if (frame.IsCommand)
                {
                    Obey(ZmtpCommand.Parse(frame.Body));
                    continue;
                }

                _budget.Take(frame.Body.Length);
                bytes += frame.Body.Length;
                frames.Add(frame.Body);
                more = frame.HasMore;
                if (frames.Count > MaxFrames)
                {
                    throw new ZmtpException("A message of too many frames.");
                }
            }
        }
        catch
        {
            _budget.Return(bytes);
            throw;
        }

        _owner.Receive(this, new ZmtpMessage(frames, _budget, bytes));
    }

    private void Obey(ZmtpCommand command)
    {
        switch (command.Name)
        {
            case "PING" when command.Data.Length >= 2:
                // After the time that the peer is willing to wait comes what it wants to see again.
                Send(new ZmtpCommand("PONG", command.Data[2..]).Encode());
                break;
            case "ERROR":
                throw new ZmtpException("The peer reports an error.");
            default:
                _owner.Obey(this, command);
                break;
        }
    }

    private void Write()
    {
        try
        {
            while (_outbound.Take() is { } message)
            {
                for (int at = 0; at < message.Length;)
                {
                    int sent = _socket.Send(message, at, Math.Min(SendPiece, message.Length - at), SocketFlags.None);
                    at += sent;
                    _outbound.Progress(sent);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer has gone; the reading thread notices as well.
        }
        finally
        {
            Dispose();
        }
    }
}
