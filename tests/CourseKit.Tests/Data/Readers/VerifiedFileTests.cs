using System.IO.Compression;
using System.Security.Cryptography;

namespace CourseKit.Tests;

public sealed class VerifiedFileTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * i))];
    private readonly string folder = Directory.CreateTempSubdirectory("coursekit-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static DataFile Expected(byte[] content) =>
        new("set/file.gz", 0, "", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    private static byte[] Gzip(byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, level)) gzip.Write(content);
        return buffer.ToArray();
    }

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(folder, "file.gz");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void AnyCompressionOfTheContentIsGood(CompressionLevel level) =>
        Assert.Equal(Content, VerifiedFile.Read(Write(Gzip(Content, level)), Expected(Content)));

    [Fact]
    public void BadFilesAreNamedWithARemedy()
    {
        var good = Gzip(Content);
        var flipped = (byte[])Content.Clone();
        flipped[100] ^= 1;
        foreach (var (bytes, message) in new[]
        {
            (good[..(good.Length / 2)], ""),
            (Gzip(Content[..^1]), "ends after 4,999 bytes"),
            (Gzip([.. Content, 0]), "more than the expected 5,000 bytes"),
            (Content, "not a readable gzip file"),
            ([], "ends after 0 bytes"),
            (Gzip(flipped), "other content"),
        })
        {
            var path = Write(bytes);
            var error = Assert.Throws<InvalidDataException>(() => VerifiedFile.Read(path, Expected(Content)));
            Assert.Contains(path, error.Message);
            Assert.Contains(message, error.Message);
            Assert.Contains("Replace it by a good copy", error.Message);
        }
    }

    [Fact]
    public void AGzipBombTakesNoMoreMemoryThanTheRealData()
    {
        var path = Write(Gzip(new byte[200_000_000], CompressionLevel.Fastest));
        GC.Collect();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => VerifiedFile.Read(path, Expected(Content)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void MoreContentThanAllowedIsStopped()
    {
        using var endless = new GZipStream(new MemoryStream(Fuzz.Bomb(5_000_000, 0)), CompressionMode.Decompress);
        var error = Assert.Throws<InvalidDataException>(() => VerifiedFile.ReadToEnd(endless, "some.gz", 1_000_000));
        Assert.Contains("'some.gz' holds more than 1,000,000 bytes", error.Message);
    }
}
