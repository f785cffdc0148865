using System.Buffers.Binary;

namespace CourseKit;

/// <summary>
/// An idx file, the format of MNIST: two zero bytes, a type code, the number of dimensions, each dimension as a
/// big-endian 32-bit integer, then the values with the last dimension running fastest.
/// </summary>
/// <param name="Shape">The dimensions.</param>
/// <param name="Values">The values, unsigned bytes.</param>
internal sealed record IdxFile(int[] Shape, ReadOnlyMemory<byte> Values)
{
    private const byte UnsignedByte = 0x08;

    /// <summary>Reads the content of an idx file of unsigned bytes. The values are not copied.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="rank">The number of dimensions it must have.</param>
    /// <exception cref="InvalidDataException">Wrong magic number, other dimensions, or a size that does not fit them.</exception>
    public static IdxFile Parse(ReadOnlyMemory<byte> content, string name, int rank)
    {
        var bytes = content.Span;
        var header = 4 + 4 * rank;
        if (bytes.Length < header) throw new InvalidDataException($"'{name}' is too short for an idx file of {rank} dimension(s): {bytes.Length} bytes, the header alone takes {header}.");

        var magic = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var expected = (uint)(UnsignedByte << 8 | rank);
        if (magic != expected) throw new InvalidDataException($"'{name}' is no idx file of unsigned bytes with {rank} dimension(s): its magic number is 0x{magic:X8}, expected 0x{expected:X8}.");

        var shape = new int[rank];
        Int128 count = 1; // four 32-bit factors at most: cannot overflow
        for (var i = 0; i < rank; i++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(bytes[(4 + 4 * i)..]);
            if (size > int.MaxValue) throw new InvalidDataException($"'{name}' declares a dimension of {size} values.");
            shape[i] = (int)size;
            count *= size;
        }
        if (count != bytes.Length - header)
            throw new InvalidDataException($"'{name}' declares {string.Join(" x ", shape)} = {count} values but holds {bytes.Length - header}.");
        return new IdxFile(shape, content[header..]);
    }
}
