namespace CourseKit.Notebooks;

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
