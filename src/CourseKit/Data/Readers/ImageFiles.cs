using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// An idx file, the format of MNIST: two zero bytes, a type code (8: unsigned bytes), the number of dimensions, each dimension as a
/// big-endian 32-bit integer, then the values with the last dimension running fastest.
/// </summary>
internal sealed record IdxFile(int[] Shape, ReadOnlyMemory<byte> Values)
{
    // The values are not copied; the name is for messages, the rank the number of dimensions that the file must have.
    public static IdxFile Parse(ReadOnlyMemory<byte> content, string name, int rank)
    {
        var bytes = content.Span;
        var header = 4 + 4 * rank;
        if (bytes.Length < header || BinaryPrimitives.ReadUInt32BigEndian(bytes) != (0x800 | rank))
            throw new InvalidDataException($"'{name}' is no idx file of unsigned bytes with {rank} dimension(s).");
        var shape = new int[rank];
        Int128 count = 1; // a few 32-bit factors: cannot overflow
        for (var i = 0; i < rank; i++) count *= shape[i] = BinaryPrimitives.ReadInt32BigEndian(bytes[(4 + 4 * i)..]);
        return count == bytes.Length - header && shape.All(size => size >= 0) ? new IdxFile(shape, content[header..])
            : throw new InvalidDataException(
                $"'{name}' declares {string.Join(" x ", shape)} = {count} values but holds {bytes.Length - header}.");
    }
}

/// <summary>
/// CIFAR-10's binary form (Krizhevsky 2009): records of 3073 bytes, a label from 0 to 9 and 32 × 32 pixels line by line, the
/// red plane first, then green, then blue.
/// </summary>
internal static class CifarFile
{
    private const int Features = 3 * 32 * 32;
    private const int Record = 1 + Features;
    private const int Batch = 10_000 * Record;

    public static Dataset Parse(byte[] content, string file, string name)
    {
        if (content.Length == 0 || content.Length % Record != 0)
            throw new InvalidDataException(
                $"'{file}' holds {content.Length:N0} bytes of content, which is no whole number of CIFAR-10 records of {Record} bytes.");
        int[] labels = [.. Enumerable.Range(0, content.Length / Record).Select(row => (int)content[row * Record])];
        if (Array.FindIndex(labels, label => label > 9) is >= 0 and var bad)
            throw new InvalidDataException($"'{file}': record {bad} has the label {labels[bad]}, CIFAR-10's labels go from 0 to 9.");
        using var scope = NewDisposeScope();
        var x = tensor(content, [labels.Length, Record]).narrow(1, 1, Features).to(float32).contiguous().div_(255);
        return new Dataset(name, x.DetachFromDisposeScope(), labels);
    }

    // The archive cifar-10-binary.tar.gz: five training batches and one for testing, 10,000 records each.
    public static (byte[] Train, byte[] Test) ReadArchive(Stream gzip, string file)
    {
        byte[]? train = null, test = null; // no memory before a batch is seen
        var missing = new HashSet<string>(Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin").Append("test_batch.bin"));
        using var archive = new TarReader(new GZipStream(gzip, CompressionMode.Decompress));
        try
        {
            while (missing.Count > 0 && archive.GetNextEntry() is { } entry)
            {
                var name = Path.GetFileName(entry.Name);
                if (!missing.Remove(name)) continue;
                if (entry.Length != Batch || entry.DataStream is null)
                    throw new InvalidDataException($"'{file}': {name} has {entry.Length:N0} bytes instead of {Batch:N0}.");
                var target = name == "test_batch.bin" ? test = new byte[Batch]
                    : (train ??= new byte[5 * Batch]).AsSpan((name["data_batch_".Length] - '1') * Batch, Batch);
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
