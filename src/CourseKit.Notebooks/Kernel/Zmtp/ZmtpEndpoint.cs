using System.Net;
using System.Net.Sockets;

namespace CourseKit.Notebooks;

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
