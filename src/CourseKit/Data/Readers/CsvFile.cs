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
        csv = CsvReader.Create(content, Format);
        try
        {
            columns = Guarded(file, Header);
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
    /// <inheritdoc cref="Open" path="/param|/exception"/>
    /// <inheritdoc cref="Read" path="/param"/>
    public static Dataset Load(string path, string? label = "label", IReadOnlyCollection<string>? ignore = null)
    {
        using var csv = Open(path);
        return csv.Read(label, ignore);
    }

    internal static Dataset Parse(byte[] content, string file, string name, string? label)
    {
        using var csv = new CsvFile(new MemoryStream(content), file, name);
        return csv.Read(label);
    }

    // For text without a line of names.
    internal static void ForEachRecord(byte[] content, string file, Action<CsvReader> action)
    {
        using var csv = CsvReader.Create(new MemoryStream(content), Format with { HasHeader = false });
        Guarded(file, () =>
        {
            while (csv.Read()) action(csv);
            return 0;
        });
    }

    /// <summary>Reads the rows, once.</summary>
    /// <param name="label">Name of the column of labels, whole numbers; <c>null</c> if there is none: all labels are 0 then.</param>
    /// <param name="ignore">Names of columns that are left out, such as text. Those that the file does not have do no harm.</param>
    /// <exception cref="InvalidDataException">Not a table of finite numbers, or too large; the message says where and what.</exception>
    public Dataset Read(string? label = "label", IReadOnlyCollection<string>? ignore = null)
    {
        var labelColumn = label is null ? -1 : Array.IndexOf(columns, label);
        var some = string.Join(", ", columns.Take(20));
        if (label is not null && labelColumn < 0)
            throw Bad($"has no column '{label}'; its columns are {some}{(columns.Length > 20 ? ", …" : "")}.");
        int[] features = [.. Enumerable.Range(0, columns.Length).Where(i => i != labelColumn && ignore?.Contains(columns[i]) != true)];
        if (features.Length == 0) throw Bad($"has no column but {some}.");

        return Guarded(file, () =>
        {
            var (values, labels) = (new List<double>(), new List<int>());
            while (csv.Read())
            {
                if (csv.FieldCount != columns.Length)
                    throw BadLine($": {csv.FieldCount} cells, but {columns.Length} columns are named.");
                foreach (var i in features) values.Add(Number(i));
                // A label may be written as a number with decimals, as some tools do: 1.0.
                labels.Add(labelColumn < 0 ? 0 : (int)Number(labelColumn, whole: true));
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

    private string[] Header()
    {
        csv.ReadHeader();
        string[] names = [.. csv.Headers];
        if (names.Length == 0) throw Bad("is empty: the first line should name the columns.");
        if (names.Length == 1 && names[0].Contains(';'))
            throw Bad("separates its columns by semicolons. Save it with commas between the columns and points in the numbers.");
        return names.Length <= MaxColumns ? names : throw Bad($"has {names.Length} columns; at most {MaxColumns} are read.");
    }

    private double Number(int column, bool whole = false)
    {
        var cell = csv.GetSpan(column);
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && (whole ? value == Math.Round(value) && Math.Abs(value) <= int.MaxValue : float.IsFinite((float)value))) return value;
        var text = Encoding.UTF8.GetString(cell[..Math.Min(40, cell.Length)]);
        text = string.IsNullOrWhiteSpace(text) ? "the cell is empty" : $"'{text}'";
        throw BadLine(
            $", column '{columns[column]}': {text}, expected {(whole ? "a whole number" : "a finite number like 1.5 or -2e-3")}.");
    }

    private InvalidDataException Bad(string what) => new($"'{file}' {what}");

    private InvalidDataException BadLine(string what) => new($"'{file}', line {csv.LineNumber}{what}");

    private static T Guarded<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException error)
        {
            throw new InvalidDataException($"'{file}', line {error.LineNumber}: not comma-separated text: {error.Message}", error);
        }
        catch (InvalidDataException error) when (!error.Message.Contains(file, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{file}' cannot be decompressed: it is damaged or cut short. Get a new copy.", error);
        }
    }
}
