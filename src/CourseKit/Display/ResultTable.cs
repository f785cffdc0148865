using System.Collections;
using System.Globalization;
using System.Net;
using System.Text;

namespace CourseKit;

/// <summary>A small table of results for a notebook: numbers to the right, all with three decimals unless told otherwise.</summary>
/// <example><c>new ResultTable("model", "AUROC").Add("PCA", 0.895).Add("autoencoder", 0.968)</c> as the last line of a cell.</example>
/// <param name="columns">The titles of the columns.</param>
[TypeFormatterSource(typeof(ResultTableFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class ResultTable(params string[] columns)
{
    private readonly string[] columns = columns is { Length: > 0 } && columns.All(title => title is not null)
        ? [.. columns]
        : throw new ArgumentException("A table needs at least one column, and each needs a title.", nameof(columns));

    private readonly List<(string Text, bool IsNumber)[]> rows = [];

    /// <summary>How numbers with decimals are written: a .NET number format, applied in the invariant culture.</summary>
    public string Format { get; init; } = "0.000";

    /// <summary>Adds a row.</summary>
    /// <param name="cells">One value for each column; text is shown as it is.</param>
    /// <returns>This table, for the next row.</returns>
    /// <exception cref="ArgumentException">There are more or fewer values than columns.</exception>
    public ResultTable Add(params object[] cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Length != columns.Length)
            throw new ArgumentException($"The table has {columns.Length} columns, but the row has {cells.Length} values.", nameof(cells));
        rows.Add([.. cells.Select(cell => (TextOf(cell), cell is double or float or decimal or int or long))]);
        return this;
    }

    /// <summary>The table in letters of one width.</summary>
    public override string ToString()
    {
        int[] widths = [.. columns.Select((title, i) => rows.Select(row => row[i].Text.Length).Append(title.Length).Max())];
        var lines = rows
            .Select(row => row.Select((cell, i) => cell.IsNumber ? cell.Text.PadLeft(widths[i]) : cell.Text.PadRight(widths[i])))
            .Prepend(widths.Select(width => new string('-', width)))
            .Prepend(columns.Select((title, i) => RightAligned(i) ? title.PadLeft(widths[i]) : title.PadRight(widths[i])));
        return string.Join('\n', lines.Select(line => string.Join("  ", line).TrimEnd()));
    }

    internal string ToHtml()
    {
        var html = new StringBuilder("<table><thead><tr>");
        for (var i = 0; i < columns.Length; i++) html.Append($"<th scope=\"col\"{Style(RightAligned(i))}>{WebUtility.HtmlEncode(columns[i])}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            foreach (var (text, isNumber) in row) html.Append($"<td{Style(isNumber)}>{WebUtility.HtmlEncode(text)}</td>");
            html.Append("</tr>");
        }
        return html.Append("</tbody></table>").ToString();
    }

    private bool RightAligned(int column) => rows.Count > 0 && rows.All(row => row[column].IsNumber);

    private static string Style(bool right) => $" style=\"text-align:{(right ? "right" : "left")}\"";

    private string TextOf(object? cell) => cell switch
    {
        null => "",
        double or float or decimal => ((IFormattable)cell).ToString(Format, CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}

/// <summary>The ways a <see cref="ResultTable"/> shows itself in notebooks.</summary>
public sealed class ResultTableFormatters
{
    /// <summary>One formatter for each MIME type.</summary>
    public IEnumerable CreateTypeFormatters() => new[]
    {
        MimeFormatter.For<ResultTable>("text/html", table => table.ToHtml()),
        MimeFormatter.For<ResultTable>("text/plain", table => table.ToString()),
    };
}
