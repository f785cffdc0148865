using System.IO.Compression;
using System.Security.Cryptography;

namespace CourseKit;

/// <summary>Reads a file (gzip if its name says so) whose content is known beforehand, and believes nothing else.</summary>
public static class VerifiedFile
{
    /// <summary>Checks a file by all that is known of it: its content, or, of an archive, its size and SHA-256.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="expected">What the manifest says.</param>
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

    // The decompressed content, exactly as expected.
    internal static byte[] Read(string path, DataFile expected)
    {
        // The size comes from the manifest, never from the file, so a gzip bomb costs no more memory than the real data.
        var content = new byte[expected.ContentBytes
            ?? throw new ArgumentException($"The manifest does not say what '{expected.Path}' contains.", nameof(expected))];
        int read;
        bool more;
        try
        {
            using var stream = Open(path);
            read = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            more = stream.ReadByte() >= 0;
        }
        catch (InvalidDataException error)
        {
            throw Bad(path, "is not a readable gzip file", error);
        }
        if (read < content.Length) throw Bad(path, $"ends after {read:N0} bytes of content, {content.Length:N0} are expected");
        if (more) throw Bad(path, $"holds more than the expected {content.Length:N0} bytes of content");
        return Convert.ToHexStringLower(SHA256.HashData(content)) is var actual && actual == expected.ContentSha256 ? content
            : throw Bad(path, $"has other content than the data set's (SHA-256 {actual}, expected {expected.ContentSha256})");
    }

    // The content of a file, decompressed while it is read if its name ends in .gz.
    internal static Stream Open(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress)
            : File.OpenRead(path);

    // Everything there is in a stream, unless it is more than any honest file has: memory stays bounded, whatever a bomb decompresses to.
    internal static byte[] ReadToEnd(Stream stream, string file, long maxBytes)
    {
        using var buffer = new MemoryStream();
        var piece = new byte[1 << 17];
        try
        {
            for (int count; (count = stream.Read(piece)) > 0 && buffer.Length <= maxBytes;) buffer.Write(piece, 0, count);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"'{file}' cannot be decompressed: it is damaged or cut short. Get a new copy.", error);
        }
        return buffer.Length <= maxBytes ? buffer.ToArray() : throw new InvalidDataException(
            $"'{file}' holds more than {maxBytes:N0} bytes of content: too large to be what it should be.");
    }

    private static InvalidDataException Bad(string path, string what, Exception? inner = null) => new(
        $"Data file '{path}' {what}. Replace it by a good copy (in the repository: git checkout -- data; downloaded: "
        + "./coursekit data get), or delete it so that another copy is used.", inner);
}
