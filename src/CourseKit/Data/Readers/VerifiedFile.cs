using System.IO.Compression;
using System.Security.Cryptography;

namespace CourseKit;

/// <summary>Reads a file (gzip if its name says so) whose content is known beforehand, and believes nothing else.</summary>
internal static class VerifiedFile
{
    /// <summary>The decompressed content of <paramref name="path"/>, exactly as <paramref name="expected"/> describes it.</summary>
    /// <exception cref="InvalidDataException">
    /// Not gzip, cut short, too long, or another SHA-256; the message names the file and the remedy.
    /// </exception>
    public static byte[] Read(string path, DataFile expected)
    {
        // The size comes from the manifest, never from the file, so a gzip bomb costs no more memory than the real data.
        var content = new byte[expected.ContentBytes
            ?? throw new ArgumentException($"The manifest does not say what '{expected.Path}' contains.", nameof(expected))];
        string actual;
        try
        {
            using var stream = Open(path);
            (var read, actual) = ReadAndHash(stream, content);
            if (read < content.Length) throw Bad(path, $"ends after {read:N0} bytes of content, {content.Length:N0} are expected");
            if (stream.ReadByte() >= 0) throw Bad(path, $"holds more than the expected {content.Length:N0} bytes of content");
        }
        catch (InvalidDataException error) when (error.Data["file"] is null)
        {
            throw Bad(path, "is not a readable gzip file", error);
        }
        if (actual != expected.ContentSha256)
            throw Bad(path, $"has other content than the data set's (SHA-256 {actual}, expected {expected.ContentSha256})");
        return content;
    }

    /// <summary>Checks a file by all that is known of it: its content, or, of an archive, its size and SHA-256.</summary>
    /// <exception cref="InvalidDataException">Damaged, or another file; the message names it and the remedy.</exception>
    public static void Check(string path, DataFile expected)
    {
        if (expected.ContentSha256 is not null)
        {
            Read(path, expected);
            return;
        }
        using var stream = File.OpenRead(path);
        if (expected.Bytes is { } bytes && stream.Length != bytes)
            throw Bad(path, $"has {stream.Length:N0} bytes, {bytes:N0} are expected");
        if (expected.Sha256 is { } sha256 && Convert.ToHexStringLower(SHA256.HashData(stream)) is var actual && actual != sha256)
            throw Bad(path, $"is not the data set's (SHA-256 {actual}, expected {sha256})");
        stream.Position = 0;
        if (expected.Path.StartsWith("cifar10/", StringComparison.Ordinal)) CifarFile.ReadArchive(stream, path);
    }

    /// <summary>The content of a file, decompressed while it is read if its name ends in .gz.</summary>
    public static Stream Open(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress)
            : File.OpenRead(path);

    /// <summary>Fills the buffer and hashes each piece while the next is being decompressed: each takes as long as the other.</summary>
    private static (int Read, string Sha256) ReadAndHash(Stream stream, byte[] content)
    {
        const int piece = 1 << 20;
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var hashing = Task.CompletedTask;
        var read = 0;
        try
        {
            for (var count = piece; count == piece && read < content.Length; read += count)
            {
                var target = content.AsMemory(read, Math.Min(piece, content.Length - read));
                count = stream.ReadAtLeast(target.Span, target.Length, throwOnEndOfStream: false);
                var filled = target[..count];
                hashing = hashing.ContinueWith(_ => sha256.AppendData(filled.Span), TaskScheduler.Default);
            }
        }
        finally
        {
            hashing.Wait();
        }
        return (read, Convert.ToHexStringLower(sha256.GetHashAndReset()));
    }

    private static InvalidDataException Bad(string path, string what, Exception? inner = null)
    {
        var error = new InvalidDataException(
            $"Data file '{path}' {what}. Replace it by a good copy (in the repository: git checkout -- data; downloaded: "
            + "./coursekit data get), or delete it so that another copy is used.", inner);
        error.Data["file"] = path;
        return error;
    }
}

/// <summary>
/// Reads from another stream and stops where no honest file would go on. What reads from it can trust that memory stays
/// bounded, whatever a gzip bomb decompresses to.
/// </summary>
/// <param name="inner">The stream, closed with this one.</param>
/// <param name="name">The file's name, for messages.</param>
/// <param name="maxBytes">At most so many bytes.</param>
internal sealed class BoundedStream(Stream inner, string name, long maxBytes) : Stream
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
        if ((total += count) > maxBytes)
            throw new InvalidDataException($"'{name}' holds more than {maxBytes:N0} bytes of content: too large to be what it should be.");
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>
    /// Everything there is, at most <see cref="Array.MaxLength"/>; memory grows with what is read, not with what is declared.
    /// </summary>
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
