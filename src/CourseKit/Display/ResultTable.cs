using Deedle;

namespace CourseKit;

/// <summary>A small table of results for a notebook: a Deedle frame made row by row, and how its numbers are written.</summary>
/// <example><c>new ResultTable("model", "AUROC").Add("PCA", 0.895).Add("autoencoder", 0.968)</c> as the last line of a cell.</example>
/// <param name="columns">The titles of the columns.</param>
[TypeFormatterSource(typeof(ResultTableFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class ResultTable(params string[] columns)
{
    private readonly string[] columns = columns is { Length: > 0 } ? columns
        : throw new ArgumentException("A table needs at least one column.", nameof(columns));

    private readonly List<object?[]> rows = [];

    /// <summary>How numbers with decimals are written: a .NET number format, applied in the invariant culture.</summary>
    public string Format { get; init; } = "0.000";

    /// <summary>Formats of single columns by title, with the unit if there is one: <c>Formats = { ["time"] = "0.0 ms" }</c>.</summary>
    public Dictionary<string, string> Formats { get; } = [];

    /// <summary>The rows so far as a frame, to compute with, sort or save: the keys of the rows count from 0.</summary>
    public Frame<int, string> Frame
    {
        get
        {
            var frame = Deedle.Frame.CreateEmpty<int, string>();
            foreach (var (i, title) in columns.Index())
            {
                object?[] cells = [.. rows.Select(row => row[i])];
                // A column of numbers is one to Deedle, too.
                if (cells.All(cell => cell is double or float)) frame.AddColumn(title, cells.Select(Convert.ToDouble));
                else if (cells.All(cell => cell is int)) frame.AddColumn(title, cells.Cast<int>());
                else if (cells.All(cell => cell is string)) frame.AddColumn(title, cells.Cast<string>());
                else frame.AddColumn(title, cells.AsEnumerable());
            }
            return frame;
        }
    }

    /// <summary>Adds a row, one value for each column, and returns the table for the next one. Text is shown as it is.</summary>
    /// <exception cref="ArgumentException">There are more or fewer values than columns.</exception>
    public ResultTable Add(params object?[] cells)
    {
        if (cells.Length != columns.Length)
            throw new ArgumentException($"The table has {columns.Length} columns, but the row has {cells.Length} values.", nameof(cells));
        rows.Add(cells);
        return this;
    }

    /// <summary>The table in letters of one width.</summary>
    public override string ToString() => FrameView.ToText(Frame, Format, Formats);

    /// <summary>The table as HTML.</summary>
    public string ToHtml() => FrameView.ToHtml(Frame, Format, Formats);
}

/// <summary>The ways a <see cref="ResultTable"/> shows itself in notebooks.</summary>
public sealed class ResultTableFormatters() : FormatterSource(
    MimeFormatter.For<ResultTable>("text/html", table => table.ToHtml()),
    MimeFormatter.For<ResultTable>("text/plain", table => table.ToString()));
