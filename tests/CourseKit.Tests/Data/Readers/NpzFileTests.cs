using System.IO.Compression;
using System.Text;

namespace CourseKit.Tests;

public class NpzFileTests
{
    /// <summary>An .npy file as NumPy writes it.</summary>
    internal static byte[] Npy(string type, string shape, byte[] values, bool fortran = false, byte version = 1)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({shape}), }}";
        header = header.PadRight(118 - (version > 1 ? 2 : 0) - 1) + "\n";
        var length = version > 1 ? BitConverter.GetBytes(header.Length) : BitConverter.GetBytes((ushort)header.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. Encoding.Latin1.GetBytes(header), .. values];
    }

    internal static byte[] Npz(params (string Name, byte[] Npy)[] arrays)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create))
            foreach (var (name, npy) in arrays)
            {
                using var entry = archive.CreateEntry(name + ".npy").Open();
                entry.Write(npy);
            }
        return buffer.ToArray();
    }

    internal static byte[] Doubles(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    [Theory]
    [InlineData("<f8", new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0xBF }, -1.5)]
    [InlineData("<f4", new byte[] { 0, 0, 0xC0, 0xBF }, -1.5)]
    [InlineData("<i8", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData("<i4", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData("<u2", new byte[] { 0xFE, 0xFF }, 65534)]
    [InlineData("|i1", new byte[] { 0xFE }, -2)]
    [InlineData("|u1", new byte[] { 0xFE }, 254)]
    [InlineData("|b1", new byte[] { 1 }, 1)]
    public void ReadsEachKindOfNumber(string type, byte[] bytes, double expected)
    {
        foreach (var version in new byte[] { 1, 2, 3 })
            Assert.Equal([expected, expected], NpzFile.Parse(Npy(type, "2,", [.. bytes, .. bytes], version: version), "a").Values);
        Assert.Equal([], NpzFile.Parse(Npy(type, "", bytes), "a").Shape);
    }

    [Fact]
    public void ReadsBothOrders()
    {
        var rows = NpzFile.Parse(Npy("<f8", "2, 3", Doubles(1, 2, 3, 4, 5, 6)), "a");
        Assert.Equal([2, 3], rows.Shape);
        var columns = NpzFile.Parse(Npy("<f8", "2, 3", Doubles(1, 4, 2, 5, 3, 6), fortran: true), "a");
        Assert.Equal(rows.Values, columns.Values);
    }

    [Fact]
    public void ReadsAnArchive()
    {
        var arrays = NpzFile.Read(new MemoryStream(Npz(("X", Npy("<f8", "1, 2", Doubles(1, 2))), ("y", Npy("|u1", "1,", [7])))), "a.npz");
        Assert.Equal(["X", "y"], arrays.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([7], arrays["y"].Values);
    }

    [Fact]
    public void BadArraysAreNamed()
    {
        foreach (var (bytes, message) in new[]
        {
            ("nonsense!!"u8.ToArray(), "does not begin like"),
            (Npy("<f8", "2", [1, 2, 3])[..30], "cut short"),
            (Npy("<f8", "2,", Doubles(1)), "declares 2 = 2 values but holds 1"),
            (Npy("<f8", "1,", [.. Doubles(1), 0]), "but holds 1"),
            (Npy("|O", "1,", [0]), "not Python objects"),
            (Npy(">f8", "1,", Doubles(1)), "type '>f8'"),
            (Npy("<f8", "99999999999,", Doubles(1)), "declares a dimension of 99999999999"),
            (Npy("<f8", "2000000000, 2000000000, 2000000000", Doubles(1)), "but holds 1"),
            (Npy("<f8", "-1,", Doubles(1)), "no readable header"),
        })
        {
            var error = Assert.Throws<InvalidDataException>(() => NpzFile.Parse(bytes, "a.npz/X"));
            Assert.Contains("a.npz/X", error.Message);
            Assert.Contains(message, error.Message);
        }
    }

    [Fact]
    public void AnyDamageReadsOrIsSaid()
    {
        var npy = Npy("<f8", "3, 4", Doubles([.. Enumerable.Range(0, 12).Select(i => (double)i)]));
        Fuzz.Reader(npy, "a.npy", content => NpzFile.Parse(content, "a.npy"));
        Fuzz.Reader(Npz(("X", npy), ("y", npy)), "a.npz", content => NpzFile.Read(new MemoryStream(content), "a.npz"));
    }

    [Fact]
    public void ABombIsStopped()
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry("X.npy", CompressionLevel.Fastest).Open();
            for (var i = 0; i < 600; i++) entry.Write(new byte[1 << 20]);
        }
        Assert.Contains(
            "'a.npz' holds more than",
            Assert.Throws<InvalidDataException>(() => NpzFile.Read(new MemoryStream(buffer.ToArray()), "a.npz")).Message);
    }
}
