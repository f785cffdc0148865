using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace CourseKit;

// One array of NumPy's: its shape and its values in row order.
internal sealed record NpyArray(int[] Shape, double[] Values);

/// <summary>
/// NumPy's npz: a zip archive of .npy files. Each begins with "\x93NUMPY", the format's version, the length of a header, and the
/// header, a Python dictionary of type, order and shape; then come the values (numpy.lib.format).
/// </summary>
internal static partial class NpzFile
{
    private const long MaxBytes = 1L << 29; // for all arrays together

    // All arrays of little-endian numbers, by name; the stream is seekable, the file's name is for messages.
    public static Dictionary<string, NpyArray> Read(Stream stream, string file)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var arrays = new Dictionary<string, NpyArray>();
            var left = MaxBytes;
            foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)))
            {
                using var content = entry.Open();
                var bytes = VerifiedFile.ReadToEnd(content, file, left);
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

    public static NpyArray Parse(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < 12 || bytes[0] != 0x93 || !bytes[1..6].SequenceEqual("NUMPY"u8))
            throw new InvalidDataException($"'{name}' does not begin like an .npy file.");
        var wide = bytes[6] >= 2; // since version 2 the length has four bytes
        var begin = wide ? 12 : 10;
        long length = wide ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        var end = begin + length;
        if (end > bytes.Length)
            throw new InvalidDataException($"'{name}' is cut short: its header ends after {end:N0} bytes, it has {bytes.Length:N0}.");

        var header = Encoding.Latin1.GetString(bytes[begin..(int)end]);
        var type = Description().Match(header).Groups[1].Value;
        if (Shape().Match(header) is not { Success: true } found || type.Length == 0)
            throw new InvalidDataException($"'{name}' has no readable header.");
        var shape = found.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var one) ? one
                : throw new InvalidDataException($"'{name}' declares a dimension of {text} values.")).ToArray();
        if (shape.Length > 32) throw new InvalidDataException($"'{name}' declares {shape.Length} dimensions.");
        var (values, left) = Values(type, bytes[(int)end..]);
        if (values is null)
            throw new InvalidDataException(
                $"'{name}' holds values of type '{type}'; read are little-endian integers and floats and booleans, not Python objects.");
        // Float: what is declared may be beyond any integer.
        var count = shape.Aggregate(1.0, (product, one) => product * one);
        if (count != values.Length || left != 0)
            throw new InvalidDataException(FormattableString.Invariant(
                $"'{name}' declares {string.Join(" x ", shape)} = {count:0} values but holds {values.Length}."));
        return new NpyArray(shape, FortranOrder().IsMatch(header) && shape.Length > 1 ? RowOrder(values, shape) : values);
    }

    // Writes one .npy file of float64, version 1.
    public static void WriteArray(Stream stream, NpyArray array)
    {
        var sizes = string.Concat(array.Shape.Select(size => FormattableString.Invariant($"{size}, ")));
        var header = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({sizes}), }}";
        // The values begin at a multiple of 64 bytes.
        header = header.PadRight((10 + header.Length + 1 + 63) / 64 * 64 - 11) + "\n";
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header)]);
        stream.Write(MemoryMarshal.AsBytes<double>(array.Values));
    }

    // The values, null for types that are not read, and how many bytes are left over.
    private static (double[]? Values, int Left) Values(string type, ReadOnlySpan<byte> data) => type switch
    {
        "|b1" or "|u1" or "<u1" => Values<byte>(data),
        "|i1" or "<i1" => Values<sbyte>(data),
        "<i2" => Values<short>(data),
        "<u2" => Values<ushort>(data),
        "<i4" => Values<int>(data),
        "<u4" => Values<uint>(data),
        "<i8" => Values<long>(data),
        "<u8" => Values<ulong>(data),
        "<f4" => Values<float>(data),
        "<f8" => Values<double>(data),
        _ => (null, 0),
    };

    private static (double[], int) Values<T>(ReadOnlySpan<byte> data)
        where T : unmanaged, INumber<T>
    {
        var numbers = MemoryMarshal.Cast<byte, T>(data);
        var values = new double[numbers.Length];
        for (var i = 0; i < values.Length; i++) values[i] = double.CreateChecked(numbers[i]);
        return (values, data.Length - MemoryMarshal.AsBytes(numbers).Length);
    }

    // From "the first dimension runs fastest" to "the last one does".
    private static double[] RowOrder(double[] values, int[] shape)
    {
        using var scope = NewDisposeScope();
        long[] reversed = [.. shape.Reverse()], axes = [.. shape.Select((_, i) => (long)i).Reverse()];
        return tensor(values).reshape(reversed).permute(axes).contiguous().data<double>().ToArray();
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([^'"]*)['"]""")]
    private static partial Regex Description();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([0-9,\s]*)\)""")]
    private static partial Regex Shape();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*True""")]
    private static partial Regex FortranOrder();
}
