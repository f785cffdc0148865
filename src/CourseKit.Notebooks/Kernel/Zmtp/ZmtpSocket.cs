using System.Net;
using System.Net.Sockets;

namespace CourseKit.Notebooks;

/// <summary>A listening ZMTP socket: takes peers in and hands on what they say. Its methods are called on the peers' threads.</summary>
internal abstract class ZmtpSocket : IDisposable
{
    private const int Backlog = 64;
    private const int MaxPeers = 64;
    private const int StackBytes = 256 * 1024;

    private readonly ByteBudget memory;
    private readonly List<ZmtpConnection> connected = [];
    private readonly Socket listener;

    protected ZmtpSocket(EndPoint address, string name, ByteBudget budget)
    {
        Name = name;
        memory = budget;
        var path = (address as UnixDomainSocketEndPoint)?.ToString();
        if (path is not null) File.Delete(path); // left behind by another
        listener = new Socket(address.AddressFamily, SocketType.Stream, path is null ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            listener.Bind(address);
            if (path is not null && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite); // the user's alone
            listener.Listen(Backlog);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    // What its threads are called.
    public string Name { get; }

    // The type that READY announces, and the types of socket that may connect.
    public abstract string TypeName { get; }
    public abstract IReadOnlyList<string> PeerTypes { get; }

    // The most that a peer's message may have.
    public abstract int MaxMessageBytes { get; }

    public void Start() => new Thread(Accept, StackBytes) { IsBackground = true, Name = Name }.UnsafeStart();

    // A peer has introduced itself.
    public virtual void Welcome(ZmtpConnection peer) { }

    // A peer has sent a message, which the callee disposes of.
    public abstract void Receive(ZmtpConnection peer, ZmtpMessage message);

    // A peer has sent a command that not every connection knows.
    public virtual void Obey(ZmtpConnection peer, ZmtpCommand command) { }

    // A peer has gone.
    public virtual void Forget(ZmtpConnection peer)
    {
        lock (connected) connected.Remove(peer);
    }

    // What has been sent still arrives.
    public void Dispose()
    {
        listener.Dispose(); // and a Unix socket's file is gone
        List<ZmtpConnection> peers;
        lock (connected) peers = [.. connected];
        peers.ForEach(peer => peer.Dispose());
    }

    private void Accept()
    {
        while (true)
            try
            {
                Admit(listener.Accept());
            }
            catch (SocketException e)
                when (e.SocketErrorCode is not (SocketError.OperationAborted or SocketError.Interrupted or SocketError.NotSocket))
            {
                // Out of handles, or the peer has gone already. Better a moment later than never again.
                Thread.Sleep(TimeSpan.FromMilliseconds(50));
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return;
            }
    }

    private void Admit(Socket socket)
    {
        var peer = new ZmtpConnection(this, socket, memory);
        lock (connected)
        {
            if (connected.Count >= MaxPeers)
            {
                peer.Dispose();
                return;
            }
            connected.Add(peer);
        }
        if (socket.ProtocolType == ProtocolType.Tcp) socket.NoDelay = true;
        peer.Start();
    }
}

/// <summary>REP that answers every request with the request itself: Jupyter's heartbeat.</summary>
internal sealed class EchoSocket(EndPoint address, string name, ByteBudget budget) : ZmtpSocket(address, name, budget)
{
    public override string TypeName => "REP";
    public override IReadOnlyList<string> PeerTypes { get; } = ["REQ", "DEALER"];
    public override int MaxMessageBytes => 64 * 1024;

    // Addresses, an empty frame and the body all travel back.
    public override void Receive(ZmtpConnection peer, ZmtpMessage message)
    {
        using (message)
        {
            if (message.Frames.Any(frame => frame.Length == 0))
                peer.Send(ZmtpFrame.EncodeMessage([.. message.Frames.Select(frame => (ReadOnlyMemory<byte>)frame)]));
        }
    }
}
