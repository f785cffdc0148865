using System.Collections;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace CourseKit.Notebooks;

/// <summary>A value with parts, as rows and columns: sequences, dictionaries, matrices, objects with public properties.</summary>
internal sealed class ValueTable(params string[] titles)
{
    private const int MaxColumns = 20;
    private const int MaxCellLength = 200;

    private readonly List<string[]> rows = [];
    private string? note;

    public static ValueTable? TryCreate(object? value) => value switch
    {
        null or string or ITuple or Exception => null,
        Array { Rank: 2 } matrix => OfMatrix(matrix),
        IDictionary dictionary => OfDictionary(dictionary),
        IEnumerable items => OfSequence(items),
        _ => ValueText.IsComposite(value.GetType()) ? OfObject(value) : null,
    };

    // A sequence of values without members of their own, which is shorter as text in brackets.
    public bool IsPlainList { get; private init; }

    public string ToHtml()
    {
        var body = string.Concat(rows.Select(row => Row("td", row)));
        var after = note is null ? "" : $"<p>{WebUtility.HtmlEncode(note)}</p>";
        return $"<table><thead>{Row("th", titles)}</thead><tbody>{body}</tbody></table>{after}";
    }

    public string ToText()
    {
        int[] widths = [.. titles.Select((title, i) => rows.Select(row => row[i].Length).Append(title.Length).Max())];
        var lines = rows.Prepend(titles).Select(row => string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        return string.Join('\n', note is null ? lines : lines.Append(note));
    }

    private static string Row(string tag, IEnumerable<string> cells) =>
        $"<tr>{string.Concat(cells.Select(cell => $"<{tag}>{WebUtility.HtmlEncode(cell)}</{tag}>"))}</tr>";

    private static ValueTable OfObject(object value)
    {
        var table = new ValueTable("property", "value");
        foreach (var (name, read) in ValueText.Members(value.GetType()))
            table.Add(name, ValueText.Inline(read(value)));
        return table;
    }

    private static ValueTable OfDictionary(IDictionary dictionary)
    {
        var table = new ValueTable("key", "value");
        foreach (DictionaryEntry entry in dictionary)
        {
            if (table.IsFull(dictionary.Count)) break;
            table.Add(ValueText.Inline(entry.Key), ValueText.Inline(entry.Value));
        }
        return table;
    }

    private static ValueTable OfMatrix(Array matrix)
    {
        var columns = Math.Min(matrix.GetLength(1), MaxColumns);
        var table = new ValueTable(["", .. Enumerable.Range(0, columns).Select(Number)]);
        for (var i = 0; i < matrix.GetLength(0) && !table.IsFull(matrix.GetLength(0)); i++)
            table.Add([Number(i), .. Enumerable.Range(0, columns).Select(j => ValueText.Inline(matrix.GetValue(i, j)))]);
        if (columns < matrix.GetLength(1))
            table.note = $"{table.note}… {Number(matrix.GetLength(1) - columns)} more columns";
        return table;
    }

    private static ValueTable OfSequence(IEnumerable items)
    {
        // One more than is shown tells whether anything is left out, and an endless sequence is not read to its end.
        var shown = new List<object?>();
        string? problem = null;
        try
        {
            shown.AddRange(items.Cast<object?>().Take(ValueText.MaxItems + 1));
        }
        catch (Exception e)
        {
            problem = $"({e.GetType().Name}: {e.Message})";
        }
        var type = shown.FirstOrDefault()?.GetType();
        var columns = type is not null && ValueText.IsComposite(type) && shown.All(item => item?.GetType() == type);
        (string Name, Func<object, object?> Value)[] members = columns
            ? [.. ValueText.Members(type!).Take(MaxColumns)] : [("value", item => item)];
        var table = new ValueTable(["index", .. members.Select(member => member.Name)]) { IsPlainList = !columns && problem is null };
        foreach (var item in shown)
        {
            if (table.IsFull((items as ICollection)?.Count)) break;
            table.Add([Number(table.rows.Count), .. members.Select(member => ValueText.Inline(columns ? member.Value(item!) : item))]);
        }
        table.note ??= problem;
        return table;
    }

    private bool IsFull(int? count)
    {
        if (rows.Count < ValueText.MaxItems) return false;
        note = count is { } all ? $"… {Number(all - rows.Count)} more" : "… more";
        return true;
    }

    private void Add(params string[] cells) =>
        rows.Add([.. cells.Select(cell => cell.Length <= MaxCellLength ? cell : cell[..MaxCellLength] + "…")]);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
