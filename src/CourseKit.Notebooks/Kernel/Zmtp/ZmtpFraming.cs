using System.Buffers.Binary;
using System.Text;

namespace CourseKit.Notebooks;

/// <summary>The first byte of a ZMTP frame.</summary>
[Flags]
internal enum ZmtpFlags : byte
{
    /// <summary>The last frame of a message, with a size of one byte.</summary>
    None = 0,

    /// <summary>The message goes on with the next frame.</summary>
    More = 1,

    /// <summary>The size takes eight bytes.</summary>
    Long = 2,

    /// <summary>For the protocol itself, not for who uses it.</summary>
    Command = 4,
}

/// <summary>A frame of ZMTP 3: flags, size, body (https://rfc.zeromq.org/spec/37/).</summary>
internal readonly record struct ZmtpFrame(ZmtpFlags Flags, byte[] Body)
{
    private const int LongHeader = 9;

    public bool IsCommand => Flags.HasFlag(ZmtpFlags.Command);
    public bool HasMore => Flags.HasFlag(ZmtpFlags.More);

    /// <summary>A message of these frames as it travels.</summary>
    public static byte[] EncodeMessage(params IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        var bytes = new byte[frames.Sum(frame => HeaderLength(frame.Length) + frame.Length)];
        var at = 0;
        for (var i = 0; i < frames.Count; i++)
            at += Write(bytes.AsSpan(at), i + 1 < frames.Count ? ZmtpFlags.More : ZmtpFlags.None, frames[i].Span);
        return bytes;
    }

    /// <summary>A command as it travels.</summary>
    public static byte[] EncodeCommand(ReadOnlySpan<byte> body)
    {
        var bytes = new byte[HeaderLength(body.Length) + body.Length];
        Write(bytes, ZmtpFlags.Command, body);
        return bytes;
    }

    private static int HeaderLength(int size) => size > byte.MaxValue ? LongHeader : 2;

    private static int Write(Span<byte> target, ZmtpFlags flags, ReadOnlySpan<byte> body)
    {
        var header = HeaderLength(body.Length);
        if (header == LongHeader)
        {
            target[0] = (byte)(flags | ZmtpFlags.Long);
            BinaryPrimitives.WriteInt64BigEndian(target[1..], body.Length);
        }
        else
        {
            target[0] = (byte)flags;
            target[1] = (byte)body.Length;
        }
        body.CopyTo(target[header..]);
        return header + body.Length;
    }
}

/// <summary>A command of ZMTP: a name and what belongs to it.</summary>
internal readonly record struct ZmtpCommand(string Name, ReadOnlyMemory<byte> Data)
{
    /// <exception cref="ZmtpException">There is no name.</exception>
    public static ZmtpCommand Parse(byte[] body)
    {
        if (body.Length == 0 || body[0] == 0 || body[0] >= body.Length)
            throw new ZmtpException("A command without a name.");
        int length = body[0];
        return new ZmtpCommand(Encoding.ASCII.GetString(body, 1, length), body.AsMemory(1 + length));
    }

    /// <summary>The command as it travels.</summary>
    public byte[] Encode() => ZmtpFrame.EncodeCommand([(byte)Name.Length, .. Encoding.ASCII.GetBytes(Name), .. Data.Span]);

    /// <summary>READY, with the type of our socket.</summary>
    public static ZmtpCommand Ready(string socketType)
    {
        var name = Encoding.ASCII.GetBytes("Socket-Type");
        var value = Encoding.ASCII.GetBytes(socketType);
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, value.Length);
        return new ZmtpCommand("READY", (byte[])[(byte)name.Length, .. name, .. size, .. value]);
    }

    /// <summary>ERROR: the last that a peer hears of us.</summary>
    public static ZmtpCommand Error(string reason) => new("ERROR", (byte[])[(byte)reason.Length, .. Encoding.ASCII.GetBytes(reason)]);

    /// <summary>The properties of a READY command; their names know no case.</summary>
    /// <exception cref="ZmtpException">They are malformed.</exception>
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
    public const int Length = 64;
    private const int VersionAt = 10;
    private const int MechanismAt = 12;
    private const int MechanismLength = 20;
    private const byte Major = 3;
    private const byte Minor = 1;

    /// <summary>Ours: version 3.1, mechanism NULL.</summary>
    public static byte[] Create()
    {
        var greeting = new byte[Length];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[VersionAt] = Major;
        greeting[VersionAt + 1] = Minor;
        "NULL"u8.CopyTo(greeting.AsSpan(MechanismAt));
        return greeting;
    }

    /// <summary>Reads and checks the peer's. A later version of the protocol is fine: such a peer falls back to ours.</summary>
    /// <exception cref="ZmtpException">The peer speaks something else.</exception>
    public static void Read(ZmtpReader reader)
    {
        // Who speaks another protocol may send less than a greeting and wait: look as soon as there is something to see.
        var signature = reader.ReadExactly(VersionAt);
        if (signature[0] != 0xFF || (signature[9] & 1) == 0) throw new ZmtpException("This is not ZMTP.");
        if (reader.ReadExactly(1)[0] < Major) throw new ZmtpException("The peer speaks ZMTP 2 or older.");
        var rest = reader.ReadExactly(Length - VersionAt - 1);
        var mechanism = rest.AsSpan(MechanismAt - VersionAt - 1, MechanismLength);
        if (!mechanism.TrimEnd((byte)0).SequenceEqual("NULL"u8))
            throw new ZmtpException("The peer wants a security mechanism other than NULL.");
    }
}

/// <summary>A message from a peer. Its bytes count against the budget until it is disposed of.</summary>
internal sealed class ZmtpMessage(IReadOnlyList<byte[]> frames, ByteBudget budget, int bytes) : IDisposable
{
    private int counted = bytes;

    public IReadOnlyList<byte[]> Frames { get; } = frames;

    /// <summary>The same message with another frame in front; it takes the place of this one.</summary>
    public ZmtpMessage WithFront(byte[] frame) => new([frame, .. Frames], budget, Interlocked.Exchange(ref counted, 0));

    public void Dispose() => budget.Return(Interlocked.Exchange(ref counted, 0));
}

/// <summary>Takes a peer's bytes apart into frames, within bounds.</summary>
/// <param name="stream">The peer's bytes; a read of nothing is the end.</param>
/// <param name="maxMessageBytes">The most that a message may have in all its frames.</param>
internal sealed class ZmtpReader(Stream stream, int maxMessageBytes)
{
    /// <summary>The most that a command may have.</summary>
    public const int MaxCommandBytes = 8 * 1024;

    // An announced size costs nothing: room is made as the bytes come in.
    private const int FirstRoom = 64 * 1024;
    private const ZmtpFlags Known = ZmtpFlags.More | ZmtpFlags.Long | ZmtpFlags.Command;

    private readonly byte[] header = new byte[8];

    /// <exception cref="EndOfStreamException">The peer went away.</exception>
    public byte[] ReadExactly(int count)
    {
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads the next frame.</summary>
    /// <param name="already">How many bytes of its message have been read before.</param>
    /// <exception cref="EndOfStreamException">The peer went away.</exception>
    /// <exception cref="ZmtpException">The frame is malformed or too long.</exception>
    public ZmtpFrame ReadFrame(int already = 0)
    {
        stream.ReadExactly(header, 0, 1);
        var flags = (ZmtpFlags)header[0];
        if ((flags & ~Known) != 0 || (flags.HasFlag(ZmtpFlags.Command) && flags.HasFlag(ZmtpFlags.More)))
            throw new ZmtpException($"A frame begins with 0x{header[0]:X2}, which means nothing.");
        var size = ReadSize(flags.HasFlag(ZmtpFlags.Long));
        var limit = flags.HasFlag(ZmtpFlags.Command) ? MaxCommandBytes : maxMessageBytes - already;
        if (size > (ulong)limit)
            throw new ZmtpException(FormattableString.Invariant(
                $"A message or command of more than {(flags.HasFlag(ZmtpFlags.Command) ? limit : maxMessageBytes)} bytes."));
        return new ZmtpFrame(flags & ~ZmtpFlags.Long, ReadBody((int)size));
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

    /// <exception cref="ZmtpException">There is not that much left.</exception>
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
