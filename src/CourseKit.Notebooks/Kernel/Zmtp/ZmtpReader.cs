using System.Buffers.Binary;

namespace CourseKit.Notebooks;

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
            throw new ZmtpException(FormattableString.Invariant($"A message or command of more than {(flags.HasFlag(ZmtpFlags.Command) ? limit : maxMessageBytes)} bytes."));
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
