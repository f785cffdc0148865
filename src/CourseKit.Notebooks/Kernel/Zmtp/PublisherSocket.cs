namespace CourseKit.Notebooks;

/// <summary>
/// PUB: a message goes to every peer that has subscribed to a prefix of its first frame. A peer that reads slowly slows the publisher down
/// and loses nothing; one that has stopped reading is cut off; see <see cref="OutboundQueue"/>.
/// </summary>
/// <param name="endpoint">Where to listen.</param>
/// <param name="name">What its threads are called.</param>
/// <param name="budget">What peers may keep waiting.</param>
/// <param name="greet">The message that a peer gets when it has subscribed to a topic.</param>
internal sealed class PublisherSocket(
    ZmtpEndpoint endpoint, string name, ByteBudget budget, Func<byte[], IReadOnlyList<ReadOnlyMemory<byte>>> greet)
    : ZmtpSocket(endpoint, name, budget)
{
    private const int MaxTopics = 1000;

    private readonly Dictionary<ZmtpConnection, List<byte[]>> subscriptions = [];

    // Keeps every peer's messages in the order in which they were published.
    private readonly Lock order = new();

    public override string SocketType => "PUB";
    public override IReadOnlyList<string> PeerTypes { get; } = ["SUB", "XSUB"];
    public override int MaxMessageBytes => 1024;

    /// <summary>Sends a message to whom it may concern.</summary>
    public void Publish(IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        lock (order)
        {
            List<ZmtpConnection> peers;
            lock (subscriptions)
                peers = [
                    .. subscriptions.Where(peer => peer.Value.Exists(topic => frames[0].Span.StartsWith(topic))).Select(peer => peer.Key)];
            if (peers.Count > 0)
            {
                var bytes = ZmtpFrame.EncodeMessage(frames);
                peers.ForEach(peer => peer.Send(bytes));
            }
        }
    }

    /// <summary>ZMTP 3.0 subscribes by messages: 1 and the topic, or 0 and the topic.</summary>
    public override void Receive(ZmtpConnection peer, ZmtpMessage message)
    {
        using (message)
        {
            if (message.Frames is [[1, .. var topic]]) Subscribe(peer, topic);
            else if (message.Frames is [[0, .. var former]]) Cancel(peer, former);
        }
    }

    /// <summary>ZMTP 3.1 subscribes by commands.</summary>
    public override void Obey(ZmtpConnection peer, ZmtpCommand command)
    {
        if (command.Name == "SUBSCRIBE") Subscribe(peer, command.Data.ToArray());
        else if (command.Name == "CANCEL") Cancel(peer, command.Data.ToArray());
    }

    public override void Forget(ZmtpConnection peer)
    {
        base.Forget(peer);
        lock (subscriptions) subscriptions.Remove(peer);
    }

    private void Subscribe(ZmtpConnection peer, byte[] topic)
    {
        // Nothing may be published in between: the greeting is the first that a subscriber gets.
        lock (order)
        {
            lock (subscriptions)
            {
                if (!subscriptions.TryGetValue(peer, out var topics)) subscriptions[peer] = topics = [];
                if (topics.Count >= MaxTopics || topic.Length > MaxMessageBytes)
                    throw new ZmtpException("Too many or too long topics.");
                topics.Add(topic);
            }
            peer.Send(ZmtpFrame.EncodeMessage(greet(topic)));
        }
    }

    private void Cancel(ZmtpConnection peer, byte[] topic)
    {
        lock (subscriptions)
        {
            // Who has subscribed twice must cancel twice.
            if (subscriptions.TryGetValue(peer, out var topics)
                && topics.FindIndex(other => other.AsSpan().SequenceEqual(topic)) is var index and >= 0)
                topics.RemoveAt(index);
        }
    }
}
