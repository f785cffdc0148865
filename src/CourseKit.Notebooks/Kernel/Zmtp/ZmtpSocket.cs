using System.Net;
using System.Net.Sockets;

namespace CourseKit.Notebooks;

/// <summary>A listening ZMTP socket: takes peers in and hands on what they say. Its methods are called on the peers' threads.</summary>
internal abstract class ZmtpSocket : IDisposable
{
    private const int MaxPeers = 64;
    private const int StackBytes = 256 * 1024;

    private readonly ByteBudget memory;
    private readonly List<ZmtpConnection> connected = [];
    private readonly Socket listener;
    private readonly ZmtpEndpoint place;

    /// <summary>Listens from now on; peers are let in after <see cref="Start"/>.</summary>
    /// <exception cref="IOException">The address is taken or not ours.</exception>
    protected ZmtpSocket(ZmtpEndpoint endpoint, string name, ByteBudget budget)
    {
        Name = name;
        memory = budget;
        place = endpoint;
        listener = endpoint.Listen();
    }

    /// <summary>What its threads are called.</summary>
    public string Name { get; }

    /// <summary>The type that READY announces.</summary>
    public abstract string SocketType { get; }

    /// <summary>The types of socket that may connect.</summary>
    public abstract IReadOnlyList<string> PeerTypes { get; }

    /// <summary>The most that a peer's message may have.</summary>
    public abstract int MaxMessageBytes { get; }

    /// <summary>Where it listens.</summary>
    public System.Net.EndPoint Address => listener.LocalEndPoint!;

    /// <summary>Lets peers in.</summary>
    public void Start() => new Thread(Accept, StackBytes) { IsBackground = true, Name = Name }.UnsafeStart();

    /// <summary>A peer has introduced itself.</summary>
    public virtual void Welcome(ZmtpConnection peer) { }

    /// <summary>A peer has sent a message, which the callee disposes of.</summary>
    public abstract void Receive(ZmtpConnection peer, ZmtpMessage message);

    /// <summary>A peer has sent a command that not every connection knows.</summary>
    public virtual void Obey(ZmtpConnection peer, ZmtpCommand command) { }

    /// <summary>A peer has gone.</summary>
    public virtual void Forget(ZmtpConnection peer)
    {
        lock (connected) connected.Remove(peer);
    }

    /// <summary>Gives what is queued a moment to leave, then closes everything.</summary>
    public void Dispose()
    {
        listener.Dispose();
        place.Remove();
        List<ZmtpConnection> peers;
        lock (connected) peers = [.. connected];
        foreach (var peer in peers)
            peer.Finish(TimeSpan.FromSeconds(1));
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

/// <summary>An address to listen on: <c>tcp</c> with an IP address and a port, or <c>ipc</c>, a Unix socket at a path.</summary>
internal sealed record ZmtpEndpoint(EndPoint Address)
{
    private const int Backlog = 64;

    /// <summary>A port of a TCP address; "*" stands for all of the machine's.</summary>
    /// <exception cref="SocketException">There is no machine of this name.</exception>
    public static ZmtpEndpoint Tcp(string host, int port)
    {
        var address = host == "*" ? IPAddress.Any : IPAddress.TryParse(host, out var ip) ? ip : Dns.GetHostAddresses(host)[0];
        return new ZmtpEndpoint(new IPEndPoint(address, port));
    }

    /// <summary>A Unix socket.</summary>
    public static ZmtpEndpoint Ipc(string path) => new(new UnixDomainSocketEndPoint(path));

    /// <summary>A socket that listens there. A Unix socket belongs to the user alone; a file left behind by another is replaced.</summary>
    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    public Socket Listen()
    {
        Remove();
        var socket = Address is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(Address);
            if (Address is UnixDomainSocketEndPoint && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(Address.ToString()!, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Removes a Unix socket's file.</summary>
    public void Remove()
    {
        if (Address is UnixDomainSocketEndPoint) File.Delete(Address.ToString()!);
    }
}

/// <summary>REP that answers every request with the request itself: Jupyter's heartbeat.</summary>
internal sealed class EchoSocket(ZmtpEndpoint endpoint, string name, ByteBudget budget) : ZmtpSocket(endpoint, name, budget)
{
    public override string SocketType => "REP";
    public override IReadOnlyList<string> PeerTypes { get; } = ["REQ", "DEALER"];
    public override int MaxMessageBytes => 64 * 1024;

    /// <summary>Addresses, an empty frame and the body all travel back.</summary>
    public override void Receive(ZmtpConnection peer, ZmtpMessage message)
    {
        using (message)
        {
            if (message.Frames.Any(frame => frame.Length == 0))
                peer.Send(ZmtpFrame.EncodeMessage([.. message.Frames.Select(frame => (ReadOnlyMemory<byte>)frame)]));
        }
    }
}
