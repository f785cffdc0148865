namespace CourseKit;

/// <summary>
/// Reads from another stream and stops where no honest file would go on. What reads from it can trust that memory stays
/// bounded, whatever a gzip bomb decompresses to.
/// </summary>
/// <param name="inner">The stream, closed with this one.</param>
/// <param name="name">The file's name, for messages.</param>
/// <param name="mostBytes">At most so many bytes.</param>
internal sealed class BoundedStream(Stream inner, string name, long mostBytes) : Stream
{
    private long total;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => total;
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">Too much, or not decompressible; the message names the file.</exception>
    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = inner.Read(buffer);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"'{name}' cannot be decompressed: it is damaged or cut short. Get a new copy.", error);
        }
        if ((total += count) > mostBytes) throw new InvalidDataException($"'{name}' holds more than {mostBytes:N0} bytes of content: too large to be what it should be.");
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Everything there is, at most <see cref="Array.MaxLength"/>; memory grows with what is read, not with what is declared.</summary>
    public byte[] ReadToEnd()
    {
        using var buffer = new MemoryStream();
        CopyTo(buffer);
        return buffer.ToArray();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
