using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CourseKit;

/// <summary>
/// Makes the tables that the course reads of the files that their makers offer. The result is text of float32 numbers, each
/// the shortest that reads back the same, so that it has one SHA-256 wherever it is made.
/// </summary>
internal static class Conversion
{
    private const int ArrhythmiaCells = 280;

    /// <summary>Classes of the arrhythmia data that count as anomalies: the eight smallest (ODDS).</summary>
    private static readonly int[] RareArrhythmias = [3, 4, 5, 7, 8, 9, 14, 15];

    /// <summary>Converts a downloaded file.</summary>
    /// <param name="kind">The conversion, as the manifest names it.</param>
    /// <param name="source">The downloaded file.</param>
    /// <param name="target">The gzip file to write.</param>
    /// <exception cref="InvalidDataException">The source is not what it should be.</exception>
    public static void Run(string kind, string source, string target)
    {
        using var stream = File.OpenRead(source);
        var rows = kind switch
        {
            "npz" => FromNpz(stream, source),
            "uci-arrhythmia" => FromArrhythmia(stream, source),
            _ => throw new ArgumentException($"The manifest asks for the unknown conversion '{kind}'.", nameof(kind)),
        };
        using var writer = new StreamWriter(
            new GZipStream(File.Create(target), CompressionLevel.SmallestSize), new UTF8Encoding(false)) { NewLine = "\n" };
        WriteTable(rows, writer);
    }

    /// <summary>Writes the columns x0, x1, …, label.</summary>
    public static void WriteTable(IEnumerable<(float[] X, int Label)> rows, TextWriter writer)
    {
        var first = true;
        foreach (var (x, label) in rows)
        {
            if (first) writer.WriteLine(string.Concat(x.Select((_, i) => FormattableString.Invariant($"x{i},"))) + "label");
            first = false;
            foreach (var value in x)
            {
                writer.Write(value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant());
                writer.Write(',');
            }
            writer.WriteLine(label.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<(float[] X, int Label)> FromNpz(Stream stream, string source)
    {
        var arrays = NpzFile.Read(stream, source);
        if (!arrays.TryGetValue("X", out var x) || !arrays.TryGetValue("y", out var y))
            throw new InvalidDataException($"'{source}' has no arrays X and y, but {string.Join(", ", arrays.Keys)}.");
        if (x.Shape.Length != 2 || y.Values.Length != x.Shape[0])
            throw new InvalidDataException(
                $"'{source}': X has the shape {string.Join(" x ", x.Shape)} and y {y.Values.Length} values; they do not fit together.");
        var columns = x.Shape[1];
        for (var row = 0; row < x.Shape[0]; row++)
            yield return ([.. x.Values[(row * columns)..((row + 1) * columns)].Select(value => (float)value)], y.Values[row] == 0 ? 0 : 1);
    }

    // 279 attributes and the class. Attributes 11 to 15 (four angles and the heart rate) have missing values and are left out.
    private static IEnumerable<(float[] X, int Label)> FromArrhythmia(Stream stream, string source)
    {
        using var reader = new StreamReader(new BoundedStream(stream, source, maxBytes: 10 << 20));
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0) continue;
            var cells = text.Split(',');
            if (cells.Length != ArrhythmiaCells)
                throw new InvalidDataException($"'{source}', line {line}: {cells.Length} cells instead of {ArrhythmiaCells}.");
            var x = cells[..^1].Where((_, i) => i is < 10 or > 14).Select(
                cell => float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
                ? value
                : throw new InvalidDataException($"'{source}', line {line}: '{cell}' is not a number.")).ToArray();
            if (!int.TryParse(cells[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var kind))
                throw new InvalidDataException($"'{source}', line {line}: '{cells[^1]}' is not a class.");
            yield return (x, RareArrhythmias.Contains(kind) ? 1 : 0);
        }
    }
}
