using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using static TorchSharp.torch;

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
        if (bytes.Length < header)
            throw new InvalidDataException(
                $"'{name}' is too short for an idx file of {rank} dimension(s): {bytes.Length} bytes, the header alone takes {header}.");

        var magic = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var expected = (uint)(UnsignedByte << 8 | rank);
        if (magic != expected)
            throw new InvalidDataException(
                $"'{name}' is no idx file of unsigned bytes with {rank} dimension(s): "
                + $"its magic number is 0x{magic:X8}, expected 0x{expected:X8}.");

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
            throw new InvalidDataException(
                $"'{name}' declares {string.Join(" x ", shape)} = {count} values but holds {bytes.Length - header}.");
        return new IdxFile(shape, content[header..]);
    }
}

/// <summary>
/// CIFAR-10's binary form (Krizhevsky 2009): records of 3073 bytes, a label from 0 to 9 and 32 × 32 pixels line by line, the
/// red plane first, then green, then blue.
/// </summary>
internal static class CifarFile
{
    /// <summary>Values of one image.</summary>
    public const int Features = 3 * 32 * 32;

    private const int Record = 1 + Features;
    private const int RecordsInBatch = 10_000;
    private const long MaxBytes = 512L << 20; // the archive holds 185 MB

    /// <summary>Reads whole records.</summary>
    /// <param name="content">The records, one after the other.</param>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="name">Name of the data set.</param>
    /// <exception cref="InvalidDataException">No record, a cut one, or a label above 9.</exception>
    public static Dataset Parse(ReadOnlySpan<byte> content, string file, string name)
    {
        if (content.Length == 0 || content.Length % Record != 0)
            throw new InvalidDataException(
                $"'{file}' holds {content.Length:N0} bytes of content, which is no whole number of CIFAR-10 records of {Record} bytes.");
        var rows = content.Length / Record;
        var labels = new int[rows];
        var pixels = new byte[rows * (long)Features];
        for (var row = 0; row < rows; row++)
        {
            var record = content.Slice(row * Record, Record);
            labels[row] = record[0];
            if (record[0] > 9)
                throw new InvalidDataException($"'{file}': record {row} has the label {record[0]}, CIFAR-10's labels go from 0 to 9.");
            record[1..].CopyTo(pixels.AsSpan(row * Features));
        }
        using var scope = NewDisposeScope();
        var x = tensor(pixels, [rows, Features]).to(float32).div_(255);
        return new Dataset(name, x.DetachFromDisposeScope(), labels);
    }

    /// <summary>Reads the archive <c>cifar-10-binary.tar.gz</c>: five training batches and one for testing, 10,000 records each.</summary>
    /// <exception cref="InvalidDataException">Not such an archive; the message says what is missing or wrong.</exception>
    public static (byte[] Train, byte[] Test) ReadArchive(Stream gzip, string file)
    {
        const int batch = RecordsInBatch * Record;
        byte[]? train = null, test = null; // no memory before a batch is seen
        var missing = new HashSet<string>(Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin").Append("test_batch.bin"));
        using var bounded = new BoundedStream(new GZipStream(gzip, CompressionMode.Decompress), file, MaxBytes);
        using var archive = new TarReader(bounded);
        try
        {
            while (missing.Count > 0 && archive.GetNextEntry() is { } entry)
            {
                var name = Path.GetFileName(entry.Name);
                if (!missing.Remove(name)) continue;
                if (entry.Length != batch || entry.DataStream is null)
                    throw new InvalidDataException($"'{file}': {name} has {entry.Length:N0} bytes instead of {batch:N0}.");
                var target = name == "test_batch.bin" ? test = new byte[batch]
                    : (train ??= new byte[5 * batch]).AsSpan((name["data_batch_".Length] - '1') * batch, batch);
                entry.DataStream.ReadExactly(target);
            }
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException
            || (error is InvalidDataException && !error.Message.Contains(file, StringComparison.Ordinal)))
        {
            throw new InvalidDataException($"'{file}' is no readable tar archive: it is damaged or cut short.", error);
        }
        return missing.Count == 0 ? (train!, test!)
            : throw new InvalidDataException($"'{file}' lacks {string.Join(", ", missing.Order(StringComparer.Ordinal))}.");
    }
}
