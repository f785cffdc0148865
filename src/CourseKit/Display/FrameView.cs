using System.Globalization;
using System.Net;
using System.Text;
using Deedle;

namespace CourseKit;

/// <summary>
/// Shows Deedle frames and series as tables for notebooks: numbers to the right, all of a column with the same decimals, and of a large
/// frame only the first and last rows and columns with its size below, so that a million rows cost no more than twenty.
/// </summary>
public static class FrameView
{
    // Rows, and columns, shown of a larger frame, half from the beginning and half from the end.
    internal const int MaxShown = 20;

    private const int MaxCellLength = 80;
    private const string Missing = "–";
    private const string LeftOut = "…";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    internal static bool Shows(Type type) => typeof(IFrame).IsAssignableFrom(type) || SeriesOf(type) is not null;

    /// <summary>A Deedle frame or series as an HTML table.</summary>
    /// <exception cref="ArgumentException">The value is neither frame nor series.</exception>
    public static string ToHtml(object value) => Html(FrameOf(value).Apply(new Reader()));

    /// <summary>A Deedle frame or series as a table in letters of one width.</summary>
    /// <inheritdoc cref="ToHtml(object)" path="/exception"/>
    public static string ToText(object value) => Text(FrameOf(value).Apply(new Reader()));

    // All rows of results, without their keys: the format is for columns with decimals, the formats for single columns.
    internal static string ToHtml(IFrame frame, string format, IReadOnlyDictionary<string, string> formats) =>
        Html(frame.Apply(new Reader(format, formats)));

    internal static string ToText(IFrame frame, string format, IReadOnlyDictionary<string, string> formats) =>
        Text(frame.Apply(new Reader(format, formats)));

    private static string Html(Table table)
    {
        var html = new StringBuilder("<table><thead>");
        void Row(string open, string close, string[] cells)
        {
            html.Append("<tr>");
            foreach (var (cell, right) in cells.Zip(table.Right))
                html.Append($"<{open} style=\"text-align:{(right ? "right" : "left")}\">{WebUtility.HtmlEncode(cell)}</{close}>");
            html.Append("</tr>");
        }
        Row("th scope=\"col\"", "th", table.Titles);
        html.Append("</thead><tbody>");
        foreach (var row in table.Rows) Row("td", "td", row);
        html.Append("</tbody></table>");
        return table.Size is { } size ? html.Append($"<p>{size}</p>").ToString() : html.ToString();
    }

    private static string Text(Table table)
    {
        int[] widths = [.. table.Titles.Select((title, i) => table.Rows.Select(row => row[i].Length).Append(title.Length).Max())];
        var lines = table.Rows.Prepend([.. widths.Select(width => new string('-', width))]).Prepend(table.Titles)
            .Select(row => row.Select((cell, i) => table.Right[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])))
            .Select(row => string.Join("  ", row).TrimEnd());
        return string.Join('\n', table.Size is { } size ? lines.Append(size) : lines);
    }

    private static IFrame FrameOf(object value) => value switch
    {
        IFrame frame => frame,
        _ when SeriesOf(value.GetType()) is { } series => (IFrame)new Func<ISeries<int>, IFrame>(OneColumn).Method
            .GetGenericMethodDefinition().MakeGenericMethod(series.GetGenericArguments()).Invoke(null, [value])!,
        _ => throw new ArgumentException($"A {value.GetType().Name} is neither a frame nor a series.", nameof(value)),
    };

    private static Type? SeriesOf(Type type) =>
        type.GetInterfaces().FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(ISeries<>));

    private static IFrame OneColumn<TKey>(ISeries<TKey> series)
        where TKey : notnull
        => new Frame<TKey, string>(["value"], [series]);

    // What is seen of a frame: the columns of numbers stand to the right; no size for results, which are shown whole.
    private sealed record Table(string[] Titles, IReadOnlyList<string[]> Rows, bool[] Right, string? Size);

    private sealed class Reader(string? format = null, IReadOnlyDictionary<string, string>? formats = null) : IFrameOperation<Table>
    {
        public Table Invoke<TRow, TColumn>(Frame<TRow, TColumn> frame)
        {
            int[] rows = Shown(frame.RowCount), columns = Shown(frame.ColumnCount);
            var names = frame.ColumnKeys.ToArray();
            var values = rows.Select(row => row < 0 ? null : frame.GetRowAt<object>(row)).ToArray();
            var seen = columns.Select(column => column < 0
                ? (LeftOut, false, rows.Select(_ => LeftOut).ToArray())
                : Column(Cell(names[column]), [.. values.Select(row => row?.TryGetAt(column) is { HasValue: true } cell ? cell.Value : null)]));
            if (format is null) seen = seen.Prepend(Column("", [.. rows.Select(row => row < 0 ? null : (object?)frame.GetRowKeyAt(row))]));
            var shown = seen.ToArray();
            foreach (var (i, row) in rows.Index())
                if (row < 0) foreach (var (_, _, cells) in shown) cells[i] = LeftOut;
            return new Table(
                [.. shown.Select(one => one.Item1)], [.. rows.Select((_, i) => shown.Select(one => one.Item3[i]).ToArray())],
                [.. shown.Select(one => one.Item2)],
                format is null ? $"{Count(frame.RowCount, "row")} × {Count(frame.ColumnCount, "column")}" : null);
        }

        private static string Count(int n, string what) => string.Create(Invariant, $"{n:N0} {what}{(n == 1 ? "" : "s")}");

        // -1 stands for what is left out; of results nothing is.
        private int[] Shown(int count) => count <= MaxShown || format is not null
            ? [.. Enumerable.Range(0, count)]
            : [.. Enumerable.Range(0, MaxShown / 2), -1, .. Enumerable.Range(count - MaxShown / 2, MaxShown / 2)];

        private (string Title, bool Right, string[] Cells) Column(string title, object?[] cells)
        {
            var there = cells.OfType<object>().ToArray();
            var numbers = there.Length > 0 && there.All(IsNumber);
            var own = formats?.GetValueOrDefault(title);
            var how = own ?? format ?? (numbers ? FormatOf(there) : null);
            return (title, numbers, [.. cells.Select(cell => Cell(cell, how, own is not null))]);
        }

        private static bool IsNumber(object value) =>
            value is IConvertible number && number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal;

        private static string Cell(object? cell, string? format = null, bool always = false)
        {
            var text = cell switch
            {
                null => Missing,
                double or float or decimal or Half => ((IFormattable)cell).ToString(format, Invariant),
                DateTime time => time.ToString(time.TimeOfDay == default ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", Invariant),
                IFormattable other => other.ToString(always ? format : null, Invariant),
                _ => (cell.ToString() ?? "").ReplaceLineEndings(" "),
            };
            return text.Length <= MaxCellLength ? text : text[..MaxCellLength] + LeftOut;
        }

        // Four significant digits of the largest value or two decimals, and no more decimals than the values have.
        private static string FormatOf(object[] cells)
        {
            double[] values = [.. cells.Select(cell => Convert.ToDouble(cell, Invariant)).Where(double.IsFinite)];
            var largest = values.Select(Math.Abs).DefaultIfEmpty().Max();
            if (largest is >= 1e9 or (> 0 and < 1e-3)) return "0.###e+0";
            var most = largest == 0 ? 0 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(largest)), 2, 6);
            bool Suffice(int decimals) => values.All(value => Math.Abs(value - Math.Round(value, decimals)) <= 1e-6 * Math.Abs(value));
            return "0." + new string('0', Enumerable.Range(0, most).FirstOrDefault(Suffice, most));
        }
    }
}
