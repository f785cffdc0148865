using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CourseKit;

/// <summary>
/// Makes the tables that the course reads of the files that their makers offer. The result is text of float32 numbers, each
/// the shortest that reads back the same, so that it has one SHA-256 wherever it is made, which judges it in the end.
/// </summary>
internal static class Conversion
{
    /// <summary>Classes of the arrhythmia data that count as anomalies: the eight smallest (ODDS).</summary>
    private static readonly int[] RareArrhythmias = [3, 4, 5, 7, 8, 9, 14, 15];

    // The kind is what the manifest calls it, the target a gzip file.
    public static void Run(string kind, string source, string target)
    {
        var rows = kind switch
        {
            "npz" => FromNpz(source),
            "uci-arrhythmia" => File.ReadLines(source).Where(line => line.Length > 0).Select(line => FromArrhythmia(line, source)),
            _ => throw new ArgumentException($"The manifest asks for the unknown conversion '{kind}'.", nameof(kind)),
        };
        using var writer = new StreamWriter(
            new GZipStream(File.Create(target), CompressionLevel.SmallestSize), new UTF8Encoding(false))
        { NewLine = "\n" };
        WriteTable(rows, writer);
    }

    // The columns x0, x1, …, label.
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

    private static IEnumerable<(float[] X, int Label)> FromNpz(string source)
    {
        using var stream = File.OpenRead(source);
        var arrays = NpzFile.Read(stream, source);
        if (!arrays.TryGetValue("X", out var x) || !arrays.TryGetValue("y", out var y))
            throw new InvalidDataException($"'{source}' has no arrays X and y, but {string.Join(", ", arrays.Keys)}.");
        if (x.Shape.Length != 2 || y.Values.Length != x.Shape[0])
            throw new InvalidDataException(
                $"'{source}': X has the shape {string.Join(" x ", x.Shape)} and y {y.Values.Length} values; they do not fit together.");
        return x.Values.Chunk(x.Shape[1]).Zip(y.Values, (row, label) => (row.Select(value => (float)value).ToArray(), label == 0 ? 0 : 1));
    }

    // 279 attributes and the class. Attributes 11 to 15 (four angles and the heart rate) have missing values and are left out.
    private static (float[] X, int Label) FromArrhythmia(string line, string source)
    {
        try
        {
            float[] numbers = [.. line.Split(',').Where((_, i) => i is < 10 or > 14)
                .Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))];
            return (numbers[..^1], RareArrhythmias.Contains((int)numbers[^1]) ? 1 : 0);
        }
        catch (FormatException error)
        {
            throw new InvalidDataException($"'{source}' is not the arrhythmia table: {error.Message}", error);
        }
    }
}
