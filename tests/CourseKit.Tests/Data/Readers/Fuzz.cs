using System.IO.Compression;

namespace CourseKit.Tests;

/// <summary>Damages good files in many ways and holds a reader to it: it reads them, or says why not, naming the file.</summary>
internal static class Fuzz
{
    /// <summary>Cuts the file everywhere, changes single bytes, and puts noise into it.</summary>
    public static void Reader(byte[] good, string name, Action<byte[]> read, int changes = 400)
    {
        var random = new Random(7);
        var damaged = Enumerable.Range(0, Math.Min(good.Length, 300))
            .Select(i => good[..(int)((long)good.Length * i / Math.Min(good.Length, 300))])
            .Concat(Enumerable.Range(0, changes).Select(_ =>
            {
                var copy = (byte[])good.Clone();
                for (var i = random.Next(1, 4); i > 0; i--) copy[random.Next(copy.Length)] = (byte)random.Next(256);
                return copy;
            }))
            .Concat(Enumerable.Range(0, 50).Select(i =>
            {
                var noise = new byte[i * 7];
                random.NextBytes(noise);
                return noise;
            }));
        foreach (var content in damaged)
        {
            try
            {
                read(content);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains(name, error.Message);
            }
        }
    }

    public static byte[] Gzip(byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest)) gzip.Write(content);
        return buffer.ToArray();
    }

    /// <summary>Some hundred megabytes of one byte, compressed to one.</summary>
    public static byte[] Bomb(long bytes, byte value)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            var piece = new byte[1 << 20];
            Array.Fill(piece, value);
            for (long i = 0; i < bytes; i += piece.Length) gzip.Write(piece);
        }
        return buffer.ToArray();
    }
}
