using System.Formats.Tar;
using System.IO.Compression;
using static TorchSharp.torch;

namespace CourseKit;

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
    private const long MostBytes = 512L << 20; // the archive holds 185 MB

    /// <summary>Reads whole records.</summary>
    /// <param name="content">The records, one after the other.</param>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="name">Name of the data set.</param>
    /// <exception cref="InvalidDataException">No record, a cut one, or a label above 9.</exception>
    public static Dataset Parse(ReadOnlySpan<byte> content, string file, string name)
    {
        if (content.Length == 0 || content.Length % Record != 0)
            throw new InvalidDataException($"'{file}' holds {content.Length:N0} bytes of content, which is no whole number of CIFAR-10 records of {Record} bytes.");
        var rows = content.Length / Record;
        var labels = new int[rows];
        var pixels = new byte[rows * (long)Features];
        for (var row = 0; row < rows; row++)
        {
            var record = content.Slice(row * Record, Record);
            labels[row] = record[0];
            if (record[0] > 9) throw new InvalidDataException($"'{file}': record {row} has the label {record[0]}, CIFAR-10's labels go from 0 to 9.");
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
        using var bounded = new BoundedStream(new GZipStream(gzip, CompressionMode.Decompress), file, MostBytes);
        using var archive = new TarReader(bounded);
        try
        {
            while (missing.Count > 0 && archive.GetNextEntry() is { } entry)
            {
                var name = Path.GetFileName(entry.Name);
                if (!missing.Remove(name)) continue;
                if (entry.Length != batch || entry.DataStream is null) throw new InvalidDataException($"'{file}': {name} has {entry.Length:N0} bytes instead of {batch:N0}.");
                var target = name == "test_batch.bin" ? test = new byte[batch] : (train ??= new byte[5 * batch]).AsSpan((name["data_batch_".Length] - '1') * batch, batch);
                entry.DataStream.ReadExactly(target);
            }
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException
            || (error is InvalidDataException && !error.Message.Contains(file, StringComparison.Ordinal)))
        {
            throw new InvalidDataException($"'{file}' is no readable tar archive: it is damaged or cut short.", error);
        }
        return missing.Count == 0 ? (train!, test!) : throw new InvalidDataException($"'{file}' lacks {string.Join(", ", missing.Order(StringComparer.Ordinal))}.");
    }
}
