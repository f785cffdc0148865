using System.Net;
using System.Text;

namespace CourseKit.Notebooks;

/// <summary>
/// PUB: a message goes to every peer that has subscribed to a prefix of its first frame. A peer that reads slowly slows the publisher down
/// and loses nothing; one that has stopped reading is cut off.
/// </summary>
internal sealed class PublisherSocket(
    EndPoint address, string name, ByteBudget budget, Func<byte[], IReadOnlyList<ReadOnlyMemory<byte>>> greet)
    : ZmtpSocket(address, name, budget)
{
    private const int MaxTopics = 1000;

    // Topics with a letter for each byte.
    private readonly Dictionary<ZmtpConnection, List<string>> subscriptions = [];

    // Keeps every peer's messages in the order in which they were published.
    private readonly Lock order = new();

    public override string TypeName => "PUB";
    public override IReadOnlyList<string> PeerTypes { get; } = ["SUB", "XSUB"];
    public override int MaxMessageBytes => 1024;

    public void Publish(IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        lock (order)
        {
            var first = Encoding.Latin1.GetString(frames[0].Span);
            ZmtpConnection[] peers;
            lock (subscriptions)
                peers =
                [
                    .. from entry in subscriptions
                       where entry.Value.Exists(topic => first.StartsWith(topic, StringComparison.Ordinal))
                       select entry.Key,
                ];
            var bytes = peers.Length > 0 ? ZmtpFrame.EncodeMessage(frames) : [];
            foreach (var peer in peers)
                peer.Send(bytes);
        }
    }

    // ZMTP 3.0 subscribes by messages: 1 and the topic, or 0 and the topic.
    public override void Receive(ZmtpConnection peer, ZmtpMessage message)
    {
        using (message)
        {
            if (message.Frames is [[1, .. var topic]]) Subscribe(peer, topic);
            else if (message.Frames is [[0, .. var former]]) Cancel(peer, former);
        }
    }

    // ZMTP 3.1 subscribes by commands.
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
                topics.Add(Encoding.Latin1.GetString(topic));
            }
            peer.Send(ZmtpFrame.EncodeMessage(greet(topic)));
        }
    }

    // Who has subscribed twice must cancel twice.
    private void Cancel(ZmtpConnection peer, byte[] topic)
    {
        lock (subscriptions) subscriptions.GetValueOrDefault(peer)?.Remove(Encoding.Latin1.GetString(topic));
    }
}
