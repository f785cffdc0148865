namespace CourseKit.Notebooks.Tests;

public class OutboundQueueTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_slow_peer_slows_the_sender_down_and_loses_nothing()
    {
        var queue = new OutboundQueue(100, Long);
        var sending = Task.Run(() => Enumerable.Range(0, 200).All(i => queue.Add([(byte)i, .. new byte[9]])));
        var received = new List<byte>();
        while (received.Count < 200)
        {
            var message = queue.Take()!;
            received.Add(message[0]);
            queue.Progress(message.Length);
        }
        Assert.True(await sending);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (byte)i), received);
    }

    [Fact]
    public void A_peer_that_takes_nothing_is_left_behind()
    {
        var queue = new OutboundQueue(100, TimeSpan.FromMilliseconds(50));
        Assert.True(queue.Add(new byte[60]));
        Assert.False(queue.Add(new byte[60]));
        Assert.False(queue.Add(new byte[1]));
        Assert.Null(queue.Take());
    }

    [Fact]
    public void A_message_larger_than_the_bound_passes_when_nothing_else_waits()
    {
        var queue = new OutboundQueue(100, TimeSpan.Zero);
        Assert.True(queue.Add(new byte[1000]));
    }

    [Fact]
    public void What_is_queued_before_the_end_is_still_sent()
    {
        var queue = new OutboundQueue(100, Long);
        queue.Add([1]);
        queue.Finish();
        Assert.False(queue.Add([2]));
        Assert.Equal([1], queue.Take()!);
        Assert.Null(queue.Take());
    }
}
