using System.Buffers.Binary;
using System.Text;

namespace TorchSharp;

/// <summary>
/// Writes a zip archive as PyTorch's are: entries are stored, not compressed, and begin at multiples of 64 bytes, so that they could be
/// mapped into memory. .NET's own writer cannot align them. The layout is that of PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16.
/// </summary>
internal sealed class ZipWriter(Stream stream)
{
    private const int Alignment = 64;
    private const ushort Utf8 = 1 << 11;

    private readonly MemoryStream directory = new();
    private int count;

    internal void Add(string name, ReadOnlySpan<byte> data)
    {
        var path = Encoding.UTF8.GetBytes(name);
        var crc = Crc(data);
        var start = (int)stream.Position;
        // A field "FB" of extra data fills the space before the entry.
        var padding = -(start + 30 + path.Length + 4) & (Alignment - 1);
        var header = Header(crc, data.Length, path.Length);
        stream.Write([0x50, 0x4b, 3, 4, 0, 0, .. header, .. Short(4 + padding), .. path, .. "FB"u8, .. Short(padding), .. new byte[padding]]);
        stream.Write(data);
        directory.Write([0x50, 0x4b, 1, 2, 0, 0, 0, 0, .. header, .. new byte[12], .. Int(start), .. path]);
        count++;
    }

    internal void Finish()
    {
        var start = (int)stream.Position;
        directory.WriteTo(stream);
        stream.Write([0x50, 0x4b, 5, 6, 0, 0, 0, 0, .. Short(count), .. Short(count), .. Int((int)directory.Length), .. Int(start), 0, 0]);
    }

    /// <summary>CRC-32 of IEEE 802.3, one bit at a time for the table and one byte at a time for the data.</summary>
    internal static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data) crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i =>
    {
        var c = (uint)i;
        for (var bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? 0xedb88320 ^ (c >> 1) : c >> 1;
        return c;
    })];

    /// <summary>What the two headers of an entry share: flags, method and time (none), checksum, sizes, the length of the name.</summary>
    private static byte[] Header(uint crc, int size, int name) =>
        [.. Short(Utf8), .. new byte[6], .. Int((int)crc), .. Int(size), .. Int(size), .. Short(name)];

    private static byte[] Short(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] Int(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
