using System.Buffers.Binary;

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
