using System.Buffers.Binary;
using System.Text;

namespace CourseKit.Notebooks.Tests;

public class ZmtpFramingTests
{
    // Worked by hand from RFC 37: FF, eight zeros, 7F, version 3.1, "NULL" in 20 bytes, as-server 0, 31 zeros.
    private static readonly byte[] Greeting =
        [0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 1, (byte)'N', (byte)'U', (byte)'L', (byte)'L', .. new byte[48]];

    private static ZmtpReader Reader(params byte[] bytes) => new(new MemoryStream(bytes), 1000);

    [Fact]
    public void Our_greeting_is_that_of_the_specification()
    {
        Assert.Equal(Greeting, ZmtpGreeting.Create());
        ZmtpGreeting.Read(Reader(Greeting));
    }

    [Theory]
    [InlineData(0, 0xFE)] // no signature
    [InlineData(9, 0x7E)]
    [InlineData(10, 1)] // ZMTP 2
    [InlineData(12, (byte)'C')] // another mechanism
    [InlineData(16, (byte)'X')] // NULLX
    public void A_wrong_byte_in_a_greeting_is_an_error(int at, byte value)
    {
        byte[] greeting = [.. Greeting];
        greeting[at] = value;
        Assert.Throws<ZmtpException>(() => ZmtpGreeting.Read(Reader(greeting)));
    }

    [Fact]
    public void Older_and_newer_peers_of_version_3_are_welcome()
    {
        foreach (var minor in (byte[])[0, 9])
        {
            byte[] greeting = [.. Greeting];
            greeting[11] = minor;
            ZmtpGreeting.Read(Reader(greeting));
        }
    }

    [Fact]
    public void A_message_of_short_and_long_frames_is_written_as_the_specification_says()
    {
        var body = new byte[256];
        var bytes = ZmtpFrame.EncodeMessage("a"u8.ToArray(), Array.Empty<byte>(), body);
        Assert.Equal([1, 1, (byte)'a', 1, 0, 2, 0, 0, 0, 0, 0, 0, 1, 0, .. body], bytes);
    }

    [Fact]
    public void Frames_are_read_back()
    {
        var reader = Reader([1, 2, 5, 6, 2, 0, 0, 0, 0, 0, 0, 0, 1, 7, 4, 5, 4, .. "PING"u8]);
        var (first, second, third) = (reader.ReadFrame(), reader.ReadFrame(), reader.ReadFrame());
        Assert.Equal([5, 6], first.Body);
        Assert.Equal((true, false), (first.HasMore, first.IsCommand));
        Assert.Equal([7], second.Body);
        Assert.Equal((false, false), (second.HasMore, second.IsCommand));
        Assert.True(third.IsCommand);
        Assert.Throws<EndOfStreamException>(() => reader.ReadFrame());
    }

    [Theory]
    [InlineData(8)] // a reserved bit
    [InlineData(0x80)]
    [InlineData(5)] // a command cannot go on
    public void Flags_that_mean_nothing_are_an_error(byte flags) => Assert.Throws<ZmtpException>(() => Reader(flags, 0).ReadFrame());

    [Theory]
    [InlineData(2, 1001UL)]
    [InlineData(2, ulong.MaxValue)]
    [InlineData(2, 1UL << 63)]
    [InlineData(6, 8193UL)]
    public void A_size_beyond_the_bound_is_an_error_before_its_bytes_are_read(byte flags, ulong size)
    {
        var header = new byte[9];
        header[0] = flags;
        BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(1), size);
        Assert.Throws<ZmtpException>(() => Reader(header).ReadFrame());
    }

    [Fact]
    public void The_bound_is_that_of_the_message_and_not_of_a_frame() =>
        Assert.Throws<ZmtpException>(() => Reader([0, 200, .. new byte[200]]).ReadFrame(801));

    [Fact]
    public void A_long_frame_grows_with_what_comes_in()
    {
        byte[] body = [.. Enumerable.Range(0, 300_000).Select(i => (byte)i)];
        var reader = new ZmtpReader(new MemoryStream(ZmtpFrame.EncodeMessage(body)), 300_000);
        Assert.Equal(body, reader.ReadFrame().Body);
    }

    [Fact]
    public void Ready_announces_the_type_of_the_socket()
    {
        var bytes = ZmtpCommand.Ready("PUB").Encode();
        Assert.Equal([4, 25, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 3, .. "PUB"u8], bytes);
        var command = ZmtpCommand.Parse(bytes[2..]);
        Assert.Equal("PUB", Encoding.ASCII.GetString(command.Properties()["socket-type"]));
    }

    [Fact]
    public void Commands_and_properties_that_are_cut_off_are_errors()
    {
        Assert.Throws<ZmtpException>(() => ZmtpCommand.Parse([]));
        Assert.Throws<ZmtpException>(() => ZmtpCommand.Parse([0]));
        Assert.Throws<ZmtpException>(() => ZmtpCommand.Parse([5, 1, 2]));
        var ready = ZmtpCommand.Ready("DEALER").Encode()[2..];
        for (var length = 7; length < ready.Length; length++)
            Assert.Throws<ZmtpException>(() => ZmtpCommand.Parse(ready[..length]).Properties());
    }
}
