using System.Formats.Tar;
using System.IO.Compression;
using TorchSharp;

namespace CourseKit.Tests;

public class CifarFileTests
{
    private const int Record = 3073;

    private static byte[] Records(int count)
    {
        var bytes = new byte[count * Record];
        new Random(1).NextBytes(bytes);
        for (var i = 0; i < count; i++) bytes[i * Record] = (byte)(i % 10);
        return bytes;
    }

    private static byte[] Archive(params (string Name, byte[] Content)[] files)
    {
        using var buffer = new MemoryStream();
        using (var tar = new TarWriter(buffer, leaveOpen: true))
            foreach (var (name, content) in files)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        return Fuzz.Gzip(buffer.ToArray());
    }

    [Fact]
    public void ReadsLabelsAndPlanes()
    {
        var bytes = Records(3);
        var data = CifarFile.Parse(bytes, "batch.bin", "CIFAR");
        Assert.Equal([3, 3072], data.X.shape);
        Assert.Equal([0, 1, 2], data.Labels);
        Assert.Equal(bytes[Record + 1] / 255f, data.X[1, 0].ToSingle());
        Assert.Equal(bytes[3 * Record - 1] / 255f, data.X[2, 3071].ToSingle());
    }

    [Fact]
    public void BadRecordsAreNamed()
    {
        Assert.Contains(
            "no whole number",
            Assert.Throws<InvalidDataException>(() => CifarFile.Parse(Records(2)[1..], "b.bin", "C")).Message);
        Assert.Contains("'b.bin'", Assert.Throws<InvalidDataException>(() => CifarFile.Parse([], "b.bin", "C")).Message);
        var bad = Records(2);
        bad[Record] = 10;
        Assert.Contains("record 1 has the label 10", Assert.Throws<InvalidDataException>(() => CifarFile.Parse(bad, "b.bin", "C")).Message);
    }

    [Fact]
    public void ReadsTheArchiveInWhateverOrder()
    {
        var batches = Enumerable.Range(0, 6).Select(i =>
        {
            var batch = new byte[10_000 * Record];
            Array.Fill(batch, (byte)i);
            return batch;
        }).ToArray();
        var order = new[] { 3, 0, 5, 1, 4, 2 }; // number 5 is the test batch
        var archive = Archive([("cifar-10-batches-bin/readme.html", [1]),
            .. order.Select(i => ($"cifar-10-batches-bin/{(i == 5 ? "test_batch" : $"data_batch_{i + 1}")}.bin", batches[i]))]);
        var (train, test) = CifarFile.ReadArchive(new MemoryStream(archive), "c.tar.gz");
        Assert.Equal(5 * batches[0].Length, train.Length);
        for (var i = 0; i < 5; i++) Assert.Equal((i, i), (train[i * batches[0].Length], train[(i + 1) * batches[0].Length - 1]));
        Assert.All((byte[])[test[0], test[^1]], value => Assert.Equal(5, value));
    }

    [Fact]
    public void ABombTakesNoMemory()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var zeros = new FileStream(path, FileMode.Open);
            zeros.SetLength(600_000_000); // takes no room on most disks
            using var compressed = new MemoryStream();
            using (var tar = new TarWriter(new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)))
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "other.bin") { DataStream = zeros });
            GC.Collect();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var error = Assert.Throws<InvalidDataException>(
                () => CifarFile.ReadArchive(new MemoryStream(compressed.ToArray()), "c.tar.gz"));
            Assert.Contains("'c.tar.gz' lacks data_batch_1.bin", error.Message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void BadArchivesAreNamed()
    {
        string Message(byte[] bytes) =>
            Assert.Throws<InvalidDataException>(() => CifarFile.ReadArchive(new MemoryStream(bytes), "c.tar.gz")).Message;
        Assert.Contains("'c.tar.gz' lacks data_batch_1.bin", Message(Archive(("other.txt", [1]))));
        Assert.Contains("data_batch_1.bin has 5 bytes", Message(Archive(("x/data_batch_1.bin", new byte[5]))));
        Assert.Contains("'c.tar.gz'", Message([1, 2, 3]));
        Fuzz.Reader(Archive(("x/data_batch_1.bin", new byte[500]), ("x/test_batch.bin", new byte[300])), "c.tar.gz", content =>
            CifarFile.ReadArchive(new MemoryStream(content), "c.tar.gz"), changes: 60);
    }
}
