using System.Buffers.Binary;
using System.Text;

namespace CourseKit.Notebooks;

/// <summary>A frame of ZMTP 3: flags, size, body (https://rfc.zeromq.org/spec/37/).</summary>
internal readonly record struct ZmtpFrame(byte Flags, byte[] Body)
{
    public const byte More = 1;
    public const byte Long = 2;
    public const byte Command = 4;

    public bool IsCommand => (Flags & Command) != 0;
    public bool HasMore => (Flags & More) != 0;

    public static byte[] EncodeMessage(params IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        using var bytes = new MemoryStream();
        for (var i = 0; i < frames.Count; i++)
            Write(bytes, i + 1 < frames.Count ? More : (byte)0, frames[i].Span);
        return bytes.ToArray();
    }

    public static byte[] EncodeCommand(ReadOnlySpan<byte> body)
    {
        using var bytes = new MemoryStream();
        Write(bytes, Command, body);
        return bytes.ToArray();
    }

    private static void Write(MemoryStream target, byte flags, ReadOnlySpan<byte> body)
    {
        var isLong = body.Length > byte.MaxValue;
        Span<byte> size = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, body.Length);
        target.WriteByte((byte)(flags | (isLong ? Long : 0)));
        target.Write(isLong ? size : size[7..]);
        target.Write(body);
    }
}

/// <summary>A command of ZMTP: a name and what belongs to it.</summary>
internal readonly record struct ZmtpCommand(string Name, ReadOnlyMemory<byte> Data)
{
    public static ZmtpCommand Parse(byte[] body)
    {
        if (body.Length == 0 || body[0] == 0 || body[0] >= body.Length)
            throw new ZmtpException("A command without a name.");
        int length = body[0];
        return new ZmtpCommand(Encoding.ASCII.GetString(body, 1, length), body.AsMemory(1 + length));
    }

    public byte[] Encode() => ZmtpFrame.EncodeCommand([(byte)Name.Length, .. Encoding.ASCII.GetBytes(Name), .. Data.Span]);

    public static ZmtpCommand Ready(string socketType)
    {
        var name = "Socket-Type"u8;
        return new ZmtpCommand("READY",
            (byte[])[(byte)name.Length, .. name, 0, 0, 0, (byte)socketType.Length, .. Encoding.ASCII.GetBytes(socketType)]);
    }

    public static ZmtpCommand Error(string reason) => new("ERROR", (byte[])[(byte)reason.Length, .. Encoding.ASCII.GetBytes(reason)]);

    // Of a READY command; names know no case.
    public Dictionary<string, byte[]> Properties()
    {
        var properties = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        for (var rest = Data.Span; rest.Length > 0;)
        {
            int nameLength = rest[0];
            if (rest.Length < 1 + nameLength + 4) throw new ZmtpException("A property is cut off.");
            var name = Encoding.ASCII.GetString(rest.Slice(1, nameLength));
            rest = rest[(1 + nameLength)..];
            var valueLength = BinaryPrimitives.ReadUInt32BigEndian(rest);
            rest = rest[4..];
            if (valueLength > rest.Length) throw new ZmtpException("A property is cut off.");
            properties[name] = rest[..(int)valueLength].ToArray();
            rest = rest[(int)valueLength..];
        }
        return properties;
    }
}

/// <summary>The 64 bytes that each side of a ZMTP 3 connection sends first.</summary>
internal static class ZmtpGreeting
{
    private const byte Major = 3;
    private const byte Minor = 1;

    // Signature, version, mechanism in 20 bytes; the rest is no server and padding.
    public static byte[] Create() => [0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, Major, Minor, .. "NULL"u8, .. new byte[48]];

    // A later version of the protocol is fine: such a peer falls back to ours.
    public static void Read(ZmtpReader reader)
    {
        // Who speaks another protocol may send less than a greeting and wait: look as soon as there is something to see.
        var signature = reader.ReadExactly(10);
        if (signature[0] != 0xFF || (signature[9] & 1) == 0) throw new ZmtpException("This is not ZMTP.");
        if (reader.ReadExactly(1)[0] < Major) throw new ZmtpException("The peer speaks ZMTP 2 or older.");
        var rest = reader.ReadExactly(53);
        if (!rest.AsSpan(1, 20).TrimEnd((byte)0).SequenceEqual("NULL"u8))
            throw new ZmtpException("The peer wants a security mechanism other than NULL.");
    }
}

/// <summary>A message from a peer. Its bytes count against the budget until it is disposed of.</summary>
internal sealed class ZmtpMessage(List<byte[]> frames, ByteBudget budget, int bytes) : IDisposable
{
    public List<byte[]> Frames { get; } = frames;

    public void Dispose() => budget.Return(bytes);
}

/// <summary>Takes a peer's bytes apart into frames, within bounds.</summary>
internal sealed class ZmtpReader(Stream stream, int maxMessageBytes)
{
    private const int MaxCommandBytes = 8 * 1024;

    // An announced size costs nothing: room is made as the bytes come in.
    private const int FirstRoom = 64 * 1024;

    private readonly byte[] header = new byte[8];

    public byte[] ReadExactly(int count)
    {
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // The next frame of a message of which some bytes have been read already.
    public ZmtpFrame ReadFrame(int already = 0)
    {
        stream.ReadExactly(header, 0, 1);
        var frame = new ZmtpFrame(header[0], []);
        if (frame.Flags > (ZmtpFrame.Long | ZmtpFrame.Command) || (frame.IsCommand && frame.HasMore))
            throw new ZmtpException($"A frame begins with 0x{header[0]:X2}, which means nothing.");
        var size = ReadSize((frame.Flags & ZmtpFrame.Long) != 0);
        if (size > (ulong)(frame.IsCommand ? MaxCommandBytes : maxMessageBytes - already))
            throw new ZmtpException(FormattableString.Invariant(
                $"A message or command of more than {(frame.IsCommand ? MaxCommandBytes : maxMessageBytes)} bytes."));
        return frame with { Body = ReadBody((int)size) };
    }

    private ulong ReadSize(bool isLong)
    {
        stream.ReadExactly(header, 0, isLong ? 8 : 1);
        return isLong ? BinaryPrimitives.ReadUInt64BigEndian(header) : header[0];
    }

    private byte[] ReadBody(int size)
    {
        var body = new byte[Math.Min(size, FirstRoom)];
        for (var read = 0; ;)
        {
            stream.ReadExactly(body, read, body.Length - read);
            read = body.Length;
            if (read == size) return body;
            Array.Resize(ref body, (int)Math.Min(size, 2L * read));
        }
    }
}

/// <summary>How much memory all that peers have sent and nobody has dealt with yet may take together.</summary>
internal sealed class ByteBudget(long max)
{
    private long left = max;

    public void Take(int bytes)
    {
        if (Interlocked.Add(ref left, -bytes) >= 0) return;
        Return(bytes);
        throw new ZmtpException("Peers have sent more than the kernel keeps waiting.");
    }

    public void Return(int bytes) => Interlocked.Add(ref left, bytes);
}

/// <summary>A peer does not speak ZMTP, or asks for more than it may have; its connection is closed.</summary>
internal sealed class ZmtpException(string message) : IOException(message);
