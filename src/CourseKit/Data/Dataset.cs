using System.Globalization;
using Deedle;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>Rows of numbers, each with a label.</summary>
public class Dataset
{
    /// <summary>Puts rows and labels together.</summary>
    /// <param name="name">Name for messages and titles.</param>
    /// <param name="x">The rows, [n, d] float32.</param>
    /// <param name="labels">One label for each row.</param>
    /// <exception cref="ArgumentException">No rows, not a table, or another number of labels.</exception>
    public Dataset(string name, Tensor x, IReadOnlyList<int> labels)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(labels);
        if (x.dim() != 2 || x.shape[0] == 0)
            throw new ArgumentException($"The rows of '{name}' must be a tensor [n, d] with at least one row, not [{string.Join(", ", x.shape)}].", nameof(x));
        if (x.shape[0] != labels.Count)
            throw new ArgumentException($"'{name}' has {x.shape[0]} rows but {labels.Count} labels.", nameof(labels));
        (Name, X, Labels) = (name, x, labels);
    }

    /// <summary>Name for messages and titles.</summary>
    public string Name { get; }

    /// <summary>The rows, [n, d] float32.</summary>
    public Tensor X { get; }

    /// <summary>The label of each row.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>The names of the columns: those of the file's first line, else x0, x1, ….</summary>
    /// <exception cref="ArgumentException">Not one for each column.</exception>
    public IReadOnlyList<string> Columns
    {
        get => field ?? [.. Enumerable.Range(0, Features).Select(column => FormattableString.Invariant($"x{column}"))];
        init => field = value?.Count == Features ? value : throw new ArgumentException($"'{Name}' has {Features} columns, but {value?.Count ?? 0} names for them.", nameof(Columns));
    }

    /// <summary>Number of rows n.</summary>
    public int Count => Labels.Count;

    /// <summary>Number of columns d.</summary>
    public int Features => (int)X.shape[1];

    /// <summary>The rows at the given places, copied, in the given order.</summary>
    /// <param name="rows">Row numbers from 0.</param>
    /// <exception cref="ArgumentException">No row is asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row number does not exist.</exception>
    public Dataset Rows(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0) throw new ArgumentException($"No row of '{Name}' is left.", nameof(rows));
        foreach (var row in rows)
            if (row < 0 || row >= Count) throw new ArgumentOutOfRangeException(nameof(rows), row, $"'{Name}' has the rows 0 to {Count - 1}.");
        using var index = tensor(rows.Select(row => (long)row).ToArray());
        return new Dataset(Name, X.index_select(0, index), [.. rows.Select(row => Labels[row])]) { Columns = Columns };
    }

    /// <summary>The rows whose label the condition accepts, copied, in their order.</summary>
    /// <param name="label">The condition.</param>
    /// <exception cref="ArgumentException">No row has such a label.</exception>
    public Dataset Where(Func<int, bool> label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return Rows([.. Enumerable.Range(0, Count).Where(row => label(Labels[row]))]);
    }

    /// <summary>The first row of each of the given labels, in that order: one example of each class.</summary>
    /// <param name="labels">Labels that occur.</param>
    /// <exception cref="ArgumentException">A label does not occur.</exception>
    public Dataset FirstOfEach(IEnumerable<int> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Rows([.. labels.Select(label =>
            Enumerable.Range(0, Count).FirstOrDefault(row => Labels[row] == label, -1) is >= 0 and var row
                ? row
                : throw new ArgumentException($"'{Name}' has no row with the label {label}.", nameof(labels)))]);
    }

    /// <summary>The rows as a Deedle frame, to look at, group, sort and save: a column for each feature, then the labels. Row keys count from 0.</summary>
    /// <param name="labelColumn">Name of the column of labels; <c>null</c> to leave them out.</param>
    /// <exception cref="ArgumentException">Two columns would have the same name.</exception>
    public Frame<int, string> ToFrame(string? labelColumn = "label")
    {
        if (Columns.Append(labelColumn).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
            throw new ArgumentException($"'{Name}' has two columns '{twice}': a frame needs different names. Name the labels with labelColumn.", nameof(labelColumn));
        using var scope = NewDisposeScope();
        var columns = X.detach().to(float32).t().contiguous().data<float>().ToArray();
        var frame = Frame.CreateEmpty<int, string>();
        foreach (var (i, name) in Columns.Index()) frame.AddColumn(name, new ArraySegment<float>(columns, i * Count, Count).AsEnumerable());
        if (labelColumn is not null) frame.AddColumn(labelColumn, Labels.AsEnumerable());
        return frame;
    }

    /// <summary>A data set of a Deedle frame. False and true, which Deedle's CSV reader makes of a column of zeros and ones, become 0 and 1.</summary>
    /// <param name="frame">Columns of numbers.</param>
    /// <param name="labelColumn">Name of the column that holds the labels, whole numbers; <c>null</c> if there is none: all labels are 0 then.</param>
    /// <param name="name">Name for messages and titles.</param>
    /// <exception cref="ArgumentException">No such column, or a cell that is missing or no number; the message names column and row.</exception>
    public static Dataset FromFrame<TRow>(Frame<TRow, string> frame, string? labelColumn = "label", string name = "frame")
    {
        ArgumentNullException.ThrowIfNull(frame);
        string[] all = [.. frame.ColumnKeys], columns = [.. all.Where(column => column != labelColumn)];
        if (labelColumn is not null && columns.Length == all.Length)
            throw new ArgumentException($"'{name}' has no column '{labelColumn}'; its columns are {string.Join(", ", all.Take(20))}.", nameof(labelColumn));

        double[] Values(string column)
        {
            var cells = ((ISeries<TRow>)frame.Columns[column]).Vector.ObjectSequence;
            return [.. cells.Select((cell, row) => Number(cell.HasValue ? cell.Value : null) ?? throw new ArgumentException(
                $"'{name}', column '{column}', row {frame.GetRowKeyAt(row)}: {(cell.HasValue ? $"'{cell.Value}'" : "the value is missing")}, expected a finite number.", nameof(frame)))];
        }

        var x = new float[frame.RowCount * columns.Length];
        foreach (var (j, column) in columns.Index())
            foreach (var (i, value) in Values(column).Index()) x[i * columns.Length + j] = (float)value;
        var labels = labelColumn is null ? new double[frame.RowCount] : Values(labelColumn);
        if (Array.FindIndex(labels, label => label != Math.Round(label) || Math.Abs(label) > int.MaxValue) is >= 0 and var bad)
            throw new ArgumentException($"'{name}', column '{labelColumn}', row {frame.GetRowKeyAt(bad)}: '{labels[bad].ToString(CultureInfo.InvariantCulture)}', expected a whole number.", nameof(frame));
        return new Dataset(name, tensor(x, [frame.RowCount, columns.Length]), [.. labels.Select(label => (int)label)]) { Columns = columns };
    }

    private static double? Number(object? value) =>
        value is IConvertible one && one.GetTypeCode() is TypeCode.Boolean or (>= TypeCode.SByte and <= TypeCode.Decimal)
            && one.ToDouble(CultureInfo.InvariantCulture) is var number && float.IsFinite((float)number) ? number : null;

    /// <summary>Name and size.</summary>
    public override string ToString() => $"{Name}: {Count} rows, {Features} features, labels {string.Join(", ", Labels.Distinct().Order())}";
}
