using System.Net;

namespace CourseKit.Notebooks;

/// <summary>
/// ROUTER: messages come with the identity of their peer in front, and go to the peer whose identity is in front. A peer that comes back
/// under its old identity takes the place of its old connection; a message for somebody who has gone is dropped.
/// </summary>
internal sealed class RouterSocket(EndPoint address, string name, ByteBudget budget, Action<ZmtpMessage> received)
    : ZmtpSocket(address, name, budget)
{
    private readonly Dictionary<string, ZmtpConnection> routes = [];
    private int anonymous;

    public override string TypeName => "ROUTER";
    public override IReadOnlyList<string> PeerTypes { get; } = ["DEALER", "REQ", "ROUTER"];
    public override int MaxMessageBytes => 16 * 1024 * 1024;

    public void Send(IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        ZmtpConnection? peer;
        lock (routes) routes.TryGetValue(Key(frames[0].Span), out peer);
        peer?.Send(ZmtpFrame.EncodeMessage([.. frames.Skip(1)]));
    }

    public override void Welcome(ZmtpConnection peer)
    {
        ZmtpConnection? former;
        lock (routes)
        {
            // As libzmq does: a zero byte in front marks the identities that were made up.
            if (peer.Identity.Length == 0) peer.Identity = [0, .. BitConverter.GetBytes(++anonymous)];
            routes.Remove(Key(peer.Identity), out former);
            routes[Key(peer.Identity)] = peer;
        }
        former?.Dispose();
    }

    public override void Receive(ZmtpConnection peer, ZmtpMessage message)
    {
        message.Frames.Insert(0, peer.Identity);
        received(message);
    }

    public override void Forget(ZmtpConnection peer)
    {
        base.Forget(peer);
        lock (routes)
        {
            if (routes.GetValueOrDefault(Key(peer.Identity)) == peer) routes.Remove(Key(peer.Identity));
        }
    }

    private static string Key(ReadOnlySpan<byte> identity) => Convert.ToHexString(identity);
}
