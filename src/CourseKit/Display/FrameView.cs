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
        void Row(string open, string close, IEnumerable<string> cells)
        {
            html.Append("<tr>");
            foreach (var (cell, column) in cells.Zip(table.Columns))
                html.Append($"<{open} style=\"text-align:{(column.Right ? "right" : "left")}\">{WebUtility.HtmlEncode(cell)}</{close}>");
            html.Append("</tr>");
        }
        Row("th scope=\"col\"", "th", table.Columns.Select(column => column.Title));
        html.Append("</thead><tbody>");
        for (var row = 0; row < table.Rows; row++) Row("td", "td", table.Columns.Select(column => column.Cells[row]));
        html.Append("</tbody></table>");
        return table.Size is { } size ? html.Append($"<p>{size}</p>").ToString() : html.ToString();
    }

    private static string Text(Table table)
    {
        var columns = table.Columns.Select(column =>
        {
            var width = column.Cells.Append(column.Title).Max(cell => cell.Length);
            string[] cells = [column.Title, new string('-', width), .. column.Cells];
            return Array.ConvertAll(cells, cell => column.Right ? cell.PadLeft(width) : cell.PadRight(width));
        }).ToArray();
        var lines = Enumerable.Range(0, table.Rows + 2).Select(row => string.Join("  ", columns.Select(cells => cells[row])).TrimEnd());
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

    // Numbers stand to the right.
    private sealed record Column(string Title, bool Right, string[] Cells);

    // What is seen of a frame; no size for results, which are shown whole.
    private sealed record Table(Column[] Columns, int Rows, string? Size);

    private sealed class Reader(string? format = null, IReadOnlyDictionary<string, string>? formats = null) : IFrameOperation<Table>
    {
        public Table Invoke<TRow, TColumn>(Frame<TRow, TColumn> frame)
        {
            int[] rows = Shown(frame.RowCount), columns = Shown(frame.ColumnCount);
            var names = frame.ColumnKeys.ToArray();
            var values = rows.Select(row => row < 0 ? null : frame.GetRowAt<object>(row)).ToArray();
            object? ValueAt(Series<TColumn, object>? row, int column) =>
                row?.TryGetAt(column) is { HasValue: true } cell ? cell.Value : null;
            var keys = rows.Select(row => row < 0 ? null : (object?)frame.GetRowKeyAt(row));
            Column[] shown =
            [
                .. format is null ? [ColumnOf("", keys)] : (Column[])[],
                .. columns.Select(column => column < 0
                    ? new Column(LeftOut, false, [.. rows.Select(_ => LeftOut)])
                    : ColumnOf(Cell(names[column]), values.Select(row => ValueAt(row, column)))),
            ];
            if (Array.IndexOf(rows, -1) is >= 0 and var gap)
                foreach (var column in shown) column.Cells[gap] = LeftOut;
            return new Table(
                shown, rows.Length, format is null ? $"{Count(frame.RowCount, "row")} × {Count(frame.ColumnCount, "column")}" : null);
        }

        private static string Count(int n, string what) => string.Create(Invariant, $"{n:N0} {what}{(n == 1 ? "" : "s")}");

        // -1 stands for what is left out; of results nothing is.
        private int[] Shown(int count) => count <= MaxShown || format is not null
            ? [.. Enumerable.Range(0, count)]
            : [.. Enumerable.Range(0, MaxShown / 2), -1, .. Enumerable.Range(count - MaxShown / 2, MaxShown / 2)];

        private Column ColumnOf(string title, IEnumerable<object?> cells)
        {
            var there = cells.OfType<object>().ToArray();
            var numbers = there.Length > 0 && there.All(IsNumber);
            var own = formats?.GetValueOrDefault(title);
            var how = own ?? format ?? (numbers ? FormatOf(there) : null);
            return new Column(title, numbers, [.. cells.Select(cell => Cell(cell, how, own is not null))]);
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
