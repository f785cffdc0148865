using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace CourseKit;

/// <summary>One array of NumPy's: its shape and its values in row order.</summary>
/// <param name="Shape">The dimensions.</param>
/// <param name="Values">The values.</param>
internal sealed record NpyArray(int[] Shape, double[] Values);

/// <summary>
/// NumPy's npz: a zip archive of .npy files. Each begins with "\x93NUMPY", the format's version, the length of a header, and the
/// header, a Python dictionary of type, order and shape; then come the values (numpy.lib.format).
/// </summary>
internal static partial class NpzFile
{
    private const long MaxBytes = 1L << 29;
    private const int MaxValues = 1 << 27; // 1 GB of float64
    private const int MaxEntries = 1000;

    /// <summary>Reads all arrays of little-endian numbers, by name.</summary>
    /// <param name="stream">The archive; seekable.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">Not a zip archive, or an array that is damaged, too large, or not of numbers.</exception>
    public static Dictionary<string, NpyArray> Read(Stream stream, string file)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MaxEntries)
                throw new InvalidDataException($"'{file}' holds {archive.Entries.Count} arrays; at most {MaxEntries} are read.");
            var arrays = new Dictionary<string, NpyArray>();
            var left = MaxBytes; // for all arrays together
            foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)))
            {
                using var content = new BoundedStream(entry.Open(), file, left);
                var bytes = content.ReadToEnd();
                left -= bytes.Length;
                arrays[entry.FullName[..^4]] = Parse(bytes, $"{file}/{entry.FullName}");
            }
            return arrays;
        }
        catch (InvalidDataException error) when (!error.Message.Contains(file, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{file}' is no readable zip archive: {error.Message}", error);
        }
    }

    /// <summary>Reads one .npy file.</summary>
    /// <exception cref="InvalidDataException">Damaged, or not an array of numbers.</exception>
    public static NpyArray Parse(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < 10 || bytes[0] != 0x93 || !bytes[1..6].SequenceEqual("NUMPY"u8))
            throw new InvalidDataException($"'{name}' does not begin like an .npy file.");
        var wide = bytes[6] >= 2; // since version 2 the length has four bytes
        if (wide && bytes.Length < 12) throw new InvalidDataException($"'{name}' is cut short.");
        long length = wide ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        var start = (wide ? 12 : 10) + length;
        if (start > bytes.Length)
            throw new InvalidDataException($"'{name}' is cut short: its header ends after {start:N0} bytes, it has {bytes.Length:N0}.");

        var header = Encoding.Latin1.GetString(bytes[(wide ? 12 : 10)..(int)start]);
        var type = Description().Match(header).Groups[1].Value;
        if (Shape().Match(header) is not { Success: true } found || type.Length == 0)
            throw new InvalidDataException($"'{name}' has no readable header.");
        if (Size(type) is not { } size)
            throw new InvalidDataException(
                $"'{name}' holds values of type '{type}'; read are little-endian integers and floats and booleans, not Python objects.");
        var shape = found.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var one) ? one
                : throw new InvalidDataException($"'{name}' declares a dimension of {text} values.")).ToArray();
        if (shape.Length > 32) throw new InvalidDataException($"'{name}' declares {shape.Length} dimensions.");
        // Float: what is declared may be beyond any integer.
        var count = shape.Aggregate(1.0, (product, one) => product * one);
        var held = (bytes.Length - start) / size;
        if (count != held || (bytes.Length - start) % size != 0)
            throw new InvalidDataException(
                FormattableString.Invariant($"'{name}' declares {string.Join(" x ", shape)} = {count:0} values but holds {held}."));
        if (held > MaxValues) throw new InvalidDataException($"'{name}' holds {held:N0} values; at most {MaxValues:N0} are read.");

        var values = new double[held];
        var data = bytes[(int)start..];
        for (var i = 0; i < values.Length; i++) values[i] = Value(type, data[(i * size)..]);
        return new NpyArray(shape, FortranOrder().IsMatch(header) ? RowOrder(values, shape) : values);
    }

    /// <summary>Writes one .npy file of float64, version 1.</summary>
    public static void WriteArray(Stream stream, NpyArray array)
    {
        var sizes = string.Concat(array.Shape.Select(size => FormattableString.Invariant($"{size}, ")));
        var header = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({sizes}), }}";
        // The values begin at a multiple of 64 bytes.
        header = header.PadRight((10 + header.Length + 1 + 63) / 64 * 64 - 11) + "\n";
        using var writer = new BinaryWriter(stream, Encoding.Latin1, leaveOpen: true);
        writer.Write([0x93, .. "NUMPY"u8, 1, 0]);
        writer.Write((ushort)header.Length);
        writer.Write(Encoding.Latin1.GetBytes(header));
        foreach (var value in array.Values) writer.Write(value);
    }

    private static int? Size(string type) => type switch
    {
        "|b1" or "|u1" or "|i1" or "<u1" or "<i1" => 1,
        "<i2" or "<u2" => 2,
        "<i4" or "<u4" or "<f4" => 4,
        "<i8" or "<u8" or "<f8" => 8,
        _ => null,
    };

    private static double Value(string type, ReadOnlySpan<byte> bytes) => type switch
    {
        "|b1" or "|u1" or "<u1" => bytes[0],
        "|i1" or "<i1" => (sbyte)bytes[0],
        "<i2" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "<u2" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        "<i4" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "<u4" => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        "<i8" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "<u8" => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        "<f4" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };

    /// <summary>From "the first dimension runs fastest" to "the last one does".</summary>
    private static double[] RowOrder(double[] values, int[] shape)
    {
        var result = new double[values.Length];
        var index = new int[shape.Length];
        foreach (var value in values)
        {
            long place = 0;
            for (var i = 0; i < shape.Length; i++) place = place * shape[i] + index[i];
            result[place] = value;
            for (var i = 0; i < shape.Length && ++index[i] == shape[i]; i++) index[i] = 0;
        }
        return result;
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([^'"]*)['"]""")]
    private static partial Regex Description();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([0-9,\s]*)\)""")]
    private static partial Regex Shape();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*True""")]
    private static partial Regex FortranOrder();
}
