using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks.Tests;

public class MessageCodecTests
{
    private static readonly byte[] Key = "a key"u8.ToArray();

    private readonly MessageCodec codec = new(Key);

    private static ZmtpMessage Message(params byte[][] frames) => new([.. frames], new ByteBudget(0), 0);

    private static byte[][] Signed(string header, string content)
    {
        byte[][] parts = [Encoding.UTF8.GetBytes(header), "{}"u8.ToArray(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes(content)];
        var signature = Encoding.ASCII.GetBytes(
            Convert.ToHexStringLower(HMACSHA256.HashData(Key, parts.SelectMany(part => part).ToArray())));
        return ["me"u8.ToArray(), "<IDS|MSG>"u8.ToArray(), signature, .. parts];
    }

    [Fact]
    public void The_signature_is_that_of_the_published_test_case()
    {
        // RFC 4231, test case 2, the text in four parts.
        var signer = new MessageSigner("Jefe"u8.ToArray());
        var signature = signer.Sign("what do "u8.ToArray(), "ya want "u8.ToArray(), "for "u8.ToArray(), "nothing?"u8.ToArray());
        Assert.Equal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", Encoding.ASCII.GetString(signature));
    }

    [Fact]
    public void A_message_is_read_and_its_header_travels_back_unchanged()
    {
        const string Header = """{ "msg_id":"1","msg_type":"execute_request", "strange" : 1.50 }""";
        var request = codec.TryDecode(Message(Signed(Header, """{"code":"1"}""")))!;
        Assert.Equal(("execute_request", "1"), (request.Type, request.Text("code")));
        var reply = codec.Encode(request.Identities, "execute_reply", request, new JsonObject { ["status"] = "ok" });
        Assert.Equal("me", Encoding.UTF8.GetString(reply[0].Span));
        Assert.Equal(Header, Encoding.UTF8.GetString(reply[4].Span));
        Assert.Equal("""{"status":"ok"}""", Encoding.UTF8.GetString(reply[6].Span));
        var expected = HMACSHA256.HashData(Key, reply.Skip(3).SelectMany(part => part.ToArray()).ToArray());
        Assert.Equal(Convert.ToHexStringLower(expected), Encoding.ASCII.GetString(reply[2].Span));
    }

    [Theory]
    [InlineData("5", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("""{"msg_id":1,"msg_type":"x"}""", "{}")]
    [InlineData("""{"msg_id":"1","msg_type":5}""", "{}")]
    [InlineData("""{"msg_id":"1","msg_type":"\ud800"}""", "{}")]
    [InlineData("""{"msg_id":"1","msg_type":"x"}""", "[]")]
    [InlineData("""{"msg_id":"1","msg_type":"x"}""", """{"a":1,"a":2}""")]
    [InlineData("""{"msg_id":"1","msg_type":"x"}""", "{")]
    public void A_signed_message_that_is_malformed_is_dropped(string header, string content) =>
        Assert.Null(codec.TryDecode(Message(Signed(header, content))));

    [Fact]
    public void Forged_unsigned_repeated_and_short_messages_are_dropped()
    {
        var good = Signed("""{"msg_id":"1","msg_type":"x"}""", "{}");
        Assert.Null(new MessageCodec("another key"u8.ToArray()).TryDecode(Message(good)));
        Assert.Null(codec.TryDecode(Message([.. good[..2], [], .. good[3..]])));
        Assert.Null(codec.TryDecode(Message(good[..^1])));
        Assert.Null(codec.TryDecode(Message([.. good[..1], .. good[2..]])));
        Assert.NotNull(codec.TryDecode(Message(good)));
        Assert.Null(codec.TryDecode(Message(good)));
    }

    [Fact]
    public void Without_a_key_nothing_is_signed_and_everything_is_heard()
    {
        var open = new MessageCodec([]);
        var good = Signed("""{"msg_id":"1","msg_type":"x"}""", "{}");
        Assert.NotNull(open.TryDecode(Message(good)));
        Assert.NotNull(open.TryDecode(Message(good)));
        Assert.Equal(0, open.Encode([], "status", null, [])[1].Length);
    }

    [Fact]
    public void Half_a_character_becomes_the_sign_for_one()
    {
        var frames = codec.Encode([], "stream", null, new JsonObject { ["text"] = "a\ud800ü<>" });
        Assert.Equal("""{"text":"a\uFFFDü<>"}""", Encoding.UTF8.GetString(frames[^1].Span));
    }
}
