using System.Globalization;
using System.Text;
using CsvHelper;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Reads tables of numbers from comma-separated text, plain or gzip: a line with the names of the columns, then one line for
/// each row. Numbers have a decimal point whatever the system's language; line ends may be mixed; cells may be in quotes.
/// </summary>
/// <example>
/// <c>CsvFile.Load("measurements.csv", label: null)</c>. Who must see the names of the columns first opens the file:
/// <c>using var csv = CsvFile.Open(path);</c> looks at <see cref="Columns"/>, and calls <see cref="Read"/>.
/// </example>
public sealed class CsvFile : IDisposable
{
    private const long MaxBytes = 4L << 30;
    private const int MaxColumns = 100_000;
    private const long MaxValues = 1L << 28; // 2 GB

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

    private readonly CsvReader csv;
    private readonly string file;
    private readonly string name;
    private readonly string[] columns;

    private CsvFile(Stream content, string file, string name)
    {
        (this.file, this.name) = (file, name);
        csv = CsvReader.Create(new BoundedStream(content, file, MaxBytes), Format);
        try
        {
            columns = Guarded(csv, file, Header);
        }
        catch
        {
            csv.Dispose();
            throw;
        }
    }

    /// <summary>The names of the columns, the first line of the file.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>Opens a file and reads the names of its columns.</summary>
    /// <param name="path">The file; decompressed if it ends in <c>.gz</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">Not a table of finite numbers, or too large; the message says where and what.</exception>
    public static CsvFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new CsvFile(VerifiedFile.Open(path), path, Path.GetFileName(path));
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; decompressed if it ends in <c>.gz</c>.</param>
    /// <param name="label">Name of the column that holds the labels, as for <see cref="Read"/>.</param>
    /// <param name="ignore">Names of columns that are left out.</param>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static Dataset Load(string path, string? label = "label", IReadOnlyCollection<string>? ignore = null)
    {
        using var csv = Open(path);
        return csv.Read(label, ignore);
    }

    /// <summary>Reads a table that is in memory.</summary>
    internal static Dataset Parse(byte[] content, string file, string name, string? label)
    {
        using var csv = new CsvFile(new MemoryStream(content), file, name);
        return csv.Read(label);
    }

    /// <summary>Calls a function for each record of text without a line of names.</summary>
    internal static void ForEachRecord(byte[] content, string file, Action<CsvReader> action)
    {
        using var csv = CsvReader.Create(new MemoryStream(content), Format with { HasHeader = false });
        Guarded(csv, file, _ =>
        {
            while (csv.Read()) action(csv);
            return 0;
        });
    }

    /// <summary>Reads the rows, once.</summary>
    /// <param name="label">
    /// Name of the column that holds the labels, whole numbers; <c>null</c> if there is none: all labels are 0 then.
    /// </param>
    /// <param name="ignore">
    /// Names of columns that are left out, such as text or a number that only tells rows apart. Those that the file does not have do no
    /// harm.
    /// </param>
    /// <exception cref="InvalidDataException">Not a table of finite numbers, or too large; the message says where and what.</exception>
    public Dataset Read(string? label = "label", IReadOnlyCollection<string>? ignore = null)
    {
        var labelColumn = label is null ? -1 : Array.IndexOf(columns, label);
        var some = string.Join(", ", columns.Take(20));
        if (label is not null && labelColumn < 0)
            throw Bad($"has no column '{label}'; its columns are {some}{(columns.Length > 20 ? ", …" : "")}.");
        int[] features = [.. Enumerable.Range(0, columns.Length).Where(i => i != labelColumn && ignore?.Contains(columns[i]) != true)];
        if (features.Length == 0) throw Bad($"has no column but {some}.");

        var (values, labels) = (new List<double>(), new List<int>());
        return Guarded(csv, file, _ =>
        {
            while (csv.Read())
            {
                if (csv.FieldCount != columns.Length)
                    throw new InvalidDataException(
                        $"'{file}', line {csv.LineNumber}: {csv.FieldCount} cells, but {columns.Length} columns are named.");
                foreach (var i in features)
                    values.Add(Number(i, number => float.IsFinite((float)number), "a finite number like 1.5 or -2e-3"));
                // A label may be written as a number with decimals, as some tools do: 1.0.
                labels.Add(labelColumn < 0 ? 0 : (int)Number(
                    labelColumn, number => number == Math.Round(number) && Math.Abs(number) <= int.MaxValue, "a whole number"));
                if (values.Count > MaxValues) throw Bad($"holds more than {MaxValues:N0} values: more than CourseKit keeps in memory.");
            }
            if (labels.Count == 0) throw Bad("names its columns, but has no rows.");
            using var scope = NewDisposeScope();
            var x = tensor(values.ToArray(), [labels.Count, features.Length]).to(float32);
            return new Dataset(name, x.DetachFromDisposeScope(), labels) { Columns = [.. features.Select(i => columns[i])] };
        });
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => csv.Dispose();

    private string[] Header(CsvReader reader)
    {
        reader.ReadHeader();
        string[] names = [.. reader.Headers];
        if (names.Length == 0) throw Bad("is empty: the first line should name the columns.");
        if (names.Length == 1 && names[0].Contains(';'))
            throw Bad("separates its columns by semicolons. Save it with commas between the columns and points in the numbers.");
        return names.Length <= MaxColumns ? names : throw Bad($"has {names.Length} columns; at most {MaxColumns} are read.");
    }

    private double Number(int column, Func<double, bool> accept, string wanted)
    {
        var cell = csv.GetSpan(column);
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && accept(value)) return value;
        var text = Encoding.UTF8.GetString(cell[..Math.Min(40, cell.Length)]);
        text = string.IsNullOrWhiteSpace(text) ? "the cell is empty" : $"'{text}'";
        throw new InvalidDataException($"'{file}', line {csv.LineNumber}, column '{columns[column]}': {text}, expected {wanted}.");
    }

    private InvalidDataException Bad(string what) => new($"'{file}' {what}");

    private static T Guarded<T>(CsvReader csv, string file, Func<CsvReader, T> read)
    {
        try
        {
            return read(csv);
        }
        catch (CsvFormatException error)
        {
            throw new InvalidDataException($"'{file}', line {error.LineNumber}: not comma-separated text: {error.Message}", error);
        }
    }
}
