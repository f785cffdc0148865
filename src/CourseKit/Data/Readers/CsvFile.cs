using System.Globalization;
using System.Text;
using CsvHelper;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Reads tables of numbers from comma-separated text, plain or gzip: a line with the names of the columns, then one line for
/// each row. Numbers have a decimal point whatever the system's language; line ends may be mixed; cells may be in quotes.
/// </summary>
public static class CsvFile
{
    private const long MostBytes = 4L << 30;
    private const int MostColumns = 100_000;
    private const long MostValues = 1L << 28; // 1 GB of float32

    private static readonly CsvReaderOptions Format = new()
    {
        Separator = ',',
        TrimWhitespace = true,
        AllowLineBreaksInQuotes = false, // one bad quote does not swallow the rest of the file
        MalformedData = CsvMalformedDataHandling.Throw,
        MaxRecordSize = 4 << 20,
        TrackLineNumbers = true,
        Encoding = Encoding.UTF8,
    };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; decompressed if it ends in <c>.gz</c>.</param>
    /// <param name="label">Name of the column that holds the labels, whole numbers; <c>null</c> if there is none: all labels are 0 then.</param>
    /// <param name="ignore">Names of columns that are left out, such as text or a number that only tells rows apart. Those that the file does not have do no harm.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">Not a table of finite numbers, or too large; the message says where and what.</exception>
    public static Dataset Load(string path, string? label = "label", IReadOnlyCollection<string>? ignore = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var stream = VerifiedFile.Open(path);
        return Read(stream, path, Path.GetFileName(path), label, ignore);
    }

    /// <summary>The names of the columns, the first line of a file.</summary>
    /// <param name="path">The file; decompressed if it ends in <c>.gz</c>.</param>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static IReadOnlyList<string> ColumnsOf(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var stream = VerifiedFile.Open(path);
        return Parse(stream, path, csv => Header(csv, path));
    }

    /// <inheritdoc cref="Load"/>
    /// <param name="stream">The content, decompressed.</param>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="name">Name of the data set.</param>
    /// <param name="label">Name of the label column, or <c>null</c>.</param>
    /// <param name="ignore">Names of columns that are left out.</param>
    internal static Dataset Read(Stream stream, string file, string name, string? label, IReadOnlyCollection<string>? ignore = null) =>
        Parse(stream, file, csv => Read(csv, file, name, label, ignore ?? []));

    private static T Parse<T>(Stream stream, string file, Func<CsvReader, T> read)
    {
        using var bounded = new BoundedStream(stream, file, MostBytes);
        using var csv = CsvReader.Create(bounded, Format);
        try
        {
            return read(csv);
        }
        catch (CsvFormatException error)
        {
            throw new InvalidDataException($"'{file}', line {error.LineNumber}: not comma-separated text: {error.Message}", error);
        }
    }

    private static string[] Header(CsvReader csv, string file)
    {
        csv.ReadHeader();
        string[] columns = [.. csv.Headers];
        if (columns.Length == 0) throw new InvalidDataException($"'{file}' is empty: the first line should name the columns.");
        if (columns.Length == 1 && columns[0].Contains(';'))
            throw new InvalidDataException($"'{file}' separates its columns by semicolons. Save it with commas between the columns and points in the numbers.");
        if (columns.Length > MostColumns) throw new InvalidDataException($"'{file}' has {columns.Length} columns; at most {MostColumns} are read.");
        return columns;
    }

    private static Dataset Read(CsvReader csv, string file, string name, string? label, IReadOnlyCollection<string> ignore)
    {
        var columns = Header(csv, file);
        var labelColumn = label is null ? -1 : Array.IndexOf(columns, label);
        if (label is not null && labelColumn < 0)
            throw new InvalidDataException($"'{file}' has no column '{label}'; its columns are {string.Join(", ", columns.Take(20))}{(columns.Length > 20 ? ", …" : "")}.");
        int[] features = [.. Enumerable.Range(0, columns.Length).Where(i => i != labelColumn && !ignore.Contains(columns[i]))];
        if (features.Length == 0) throw new InvalidDataException($"'{file}' has no column but {string.Join(", ", columns.Take(20).Select(column => $"'{column}'"))}.");

        var values = new List<float>();
        var labels = new List<int>();
        while (csv.Read())
        {
            if (csv.FieldCount != columns.Length) throw new InvalidDataException($"'{file}', line {csv.LineNumber}: {csv.FieldCount} cells, but {columns.Length} columns are named.");
            foreach (var i in features) values.Add(Number(csv.GetSpan(i), file, csv.LineNumber, columns[i]));
            labels.Add(labelColumn < 0 ? 0 : Label(csv.GetSpan(labelColumn), file, csv.LineNumber, columns[labelColumn]));
            if (values.Count > MostValues) throw new InvalidDataException($"'{file}' holds more than {MostValues:N0} values: more than CourseKit keeps in memory.");
        }
        if (labels.Count == 0) throw new InvalidDataException($"'{file}' names its columns, but has no rows.");
        return new Dataset(name, tensor(values.ToArray(), [labels.Count, features.Length]), labels) { Columns = [.. features.Select(i => columns[i])] };
    }

    private static float Number(ReadOnlySpan<byte> cell, string file, long line, string column) =>
        float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
            : throw Bad(cell, file, line, column, "a finite number like 1.5 or -2e-3");

    // A label may be written as a number with decimals, as some tools do: 1.0.
    private static int Label(ReadOnlySpan<byte> cell, string file, long line, string column) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value == Math.Round(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw Bad(cell, file, line, column, "a whole number");

    private static InvalidDataException Bad(ReadOnlySpan<byte> cell, string file, long line, string column, string wanted)
    {
        var text = Encoding.UTF8.GetString(cell[..Math.Min(40, cell.Length)]);
        return new($"'{file}', line {line}, column '{column}': {(string.IsNullOrWhiteSpace(text) ? "the cell is empty" : $"'{text}'")}, expected {wanted}.");
    }
}
