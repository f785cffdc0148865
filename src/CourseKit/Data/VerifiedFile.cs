using System.IO.Compression;
using System.Security.Cryptography;

namespace CourseKit;

/// <summary>Reads a gzip file whose content is known beforehand, and believes nothing else.</summary>
internal static class VerifiedFile
{
    /// <summary>The decompressed content of <paramref name="path"/>, exactly as <paramref name="expected"/> describes it.</summary>
    /// <exception cref="InvalidDataException">Not gzip, cut short, too long, or another SHA-256; the message names the file and the remedy.</exception>
    public static byte[] Read(string path, DataFile expected)
    {
        // The size comes from the manifest, never from the file, so a gzip bomb costs no more memory than the real data.
        var content = new byte[expected.ContentBytes];
        string actual;
        try
        {
            using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            (var read, actual) = ReadAndHash(gzip, content);
            if (read < content.Length) throw Bad(path, $"ends after {read:N0} bytes of content, {content.Length:N0} are expected");
            if (gzip.ReadByte() >= 0) throw Bad(path, $"holds more than the expected {content.Length:N0} bytes of content");
        }
        catch (InvalidDataException error) when (error.Data["file"] is null)
        {
            throw Bad(path, "is not a readable gzip file", error);
        }
        if (actual != expected.ContentSha256)
            throw Bad(path, $"has other content than the data set's (SHA-256 {actual}, expected {expected.ContentSha256})");
        return content;
    }

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
            $"Data file '{path}' {what}. Replace it by a good copy (in the repository: git checkout -- data), or delete it so that another copy is used.", inner);
        error.Data["file"] = path;
        return error;
    }
}
