using System.Globalization;
using Deedle;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>Rows of numbers, each with a label.</summary>
public class Dataset
{
    /// <summary>Puts rows, [n, d] float32, and labels, one for each, together.</summary>
    /// <exception cref="ArgumentException">No rows, not a table, or another number of labels.</exception>
    public Dataset(string name, Tensor x, IReadOnlyList<int> labels)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (x.dim() != 2 || x.shape[0] == 0)
            throw new ArgumentException(
                $"The rows of '{name}' must be a tensor [n, d] with at least one row, not [{string.Join(", ", x.shape)}].", nameof(x));
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
        init => field = value?.Count == Features ? value
            : throw new ArgumentException($"'{Name}' has {Features} columns, but {value?.Count ?? 0} names for them.", nameof(Columns));
    }

    /// <summary>Number of rows n.</summary>
    public int Count => Labels.Count;

    /// <summary>Number of columns d.</summary>
    public int Features => (int)X.shape[1];

    /// <summary>The rows at the given places, copied, in the given order.</summary>
    /// <param name="rows">Row numbers from 0.</param>
    /// <exception cref="ArgumentException">No row is asked for, or one that does not exist.</exception>
    public Dataset Rows(IReadOnlyList<int> rows)
    {
        if (rows.Count == 0) throw new ArgumentException($"No row of '{Name}' is left.", nameof(rows));
        if (rows.Where(row => row < 0 || row >= Count).Select(row => (int?)row).FirstOrDefault() is { } bad)
            throw new ArgumentOutOfRangeException(nameof(rows), bad, $"'{Name}' has the rows 0 to {Count - 1}.");
        using var index = tensor(rows.Select(row => (long)row).ToArray());
        return new Dataset(Name, X.index_select(0, index), [.. rows.Select(row => Labels[row])]) { Columns = Columns };
    }

    /// <summary>The rows whose label the condition accepts, copied, in their order.</summary>
    /// <exception cref="ArgumentException">No row has such a label.</exception>
    public Dataset Where(Func<int, bool> label) => Rows(RowsWhere(label));

    /// <summary>The first row of each of the given labels, in that order: one example of each class.</summary>
    /// <exception cref="ArgumentException">A label does not occur.</exception>
    public Dataset FirstOfEach(IEnumerable<int> labels) => Rows([.. labels.Select(label => RowsWhere(one => one == label) is [var first, ..]
        ? first
        : throw new ArgumentException($"'{Name}' has no row with the label {label}.", nameof(labels)))]);

    internal int[] RowsWhere(Func<int, bool> label) => [.. Enumerable.Range(0, Count).Where(row => label(Labels[row]))];

    /// <summary>The rows as a Deedle frame: a column for each feature, then the labels. Row keys count from 0.</summary>
    /// <param name="labelColumn">Name of the column of labels; <c>null</c> to leave them out.</param>
    /// <exception cref="ArgumentException">Two columns would have the same name.</exception>
    public Frame<int, string> ToFrame(string? labelColumn = "label")
    {
        if (Columns.Append(labelColumn).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
            throw new ArgumentException(
                $"'{Name}' has two columns '{twice}': a frame needs different names. Name the labels with labelColumn.",
                nameof(labelColumn));
        using var scope = NewDisposeScope();
        var columns = X.detach().to(float32).t().contiguous().data<float>().ToArray();
        var frame = Frame.CreateEmpty<int, string>();
        foreach (var (i, name) in Columns.Index()) frame.AddColumn(name, new ArraySegment<float>(columns, i * Count, Count).AsEnumerable());
        if (labelColumn is not null) frame.AddColumn(labelColumn, Labels.AsEnumerable());
        return frame;
    }

    /// <summary>
    /// A data set of a Deedle frame. False and true, which Deedle's CSV reader makes of a column of zeros and ones, become 0 and 1.
    /// </summary>
    /// <param name="labelColumn">Name of the column of labels, whole numbers; <c>null</c> if there is none: all are 0 then.</param>
    /// <exception cref="ArgumentException">No such column, or a cell that is no number; the message names column and row.</exception>
    public static Dataset FromFrame<TRow>(Frame<TRow, string> frame, string? labelColumn = "label", string name = "frame")
    {
        string[] all = [.. frame.ColumnKeys], columns = [.. all.Where(column => column != labelColumn)];
        if (labelColumn is not null && columns.Length == all.Length)
            throw new ArgumentException(
                $"'{name}' has no column '{labelColumn}'; its columns are {string.Join(", ", all.Take(20))}.", nameof(labelColumn));

        double[] Values(string column)
        {
            var cells = ((ISeries<TRow>)frame.Columns[column]).Vector.ObjectSequence;
            return [.. cells.Select((cell, row) => Number(cell.HasValue ? cell.Value : null)
                ?? throw Bad(column, row, cell.HasValue ? $"'{cell.Value}'" : "the value is missing", "a finite number"))];
        }
        ArgumentException Bad(string? column, int row, string value, string expected) =>
            new($"'{name}', column '{column}', row {frame.GetRowKeyAt(row)}: {value}, expected {expected}.", nameof(frame));

        var x = new float[frame.RowCount * columns.Length];
        foreach (var (j, column) in columns.Index())
            foreach (var (i, value) in Values(column).Index()) x[i * columns.Length + j] = (float)value;
        var labels = labelColumn is null ? new double[frame.RowCount] : Values(labelColumn);
        if (Array.FindIndex(labels, label => label != Math.Round(label) || Math.Abs(label) > int.MaxValue) is >= 0 and var bad)
            throw Bad(labelColumn, bad, FormattableString.Invariant($"'{labels[bad]}'"), "a whole number");
        return new Dataset(name, tensor(x, [frame.RowCount, columns.Length]),
            [.. labels.Select(label => (int)label)])
        { Columns = columns };
    }

    private static double? Number(object? value) =>
        value is IConvertible one && one.GetTypeCode() is TypeCode.Boolean or (>= TypeCode.SByte and <= TypeCode.Decimal)
            && one.ToDouble(CultureInfo.InvariantCulture) is var number && float.IsFinite((float)number) ? number : null;

    /// <summary>Name and size.</summary>
    public override string ToString() =>
        $"{Name}: {Count} rows, {Features} features, labels {string.Join(", ", Labels.Distinct().Order())}";
}

/// <summary>How a class is made rarer or more frequent.</summary>
public enum Resampling
{
    /// <summary>Rows of the class of which there are too many are left out.</summary>
    Drop,

    /// <summary>Rows of the class of which there are too few are repeated.</summary>
    Repeat,
}

/// <summary>
/// Rows that may be learned from. What is fitted to data takes this type, so that the compiler refuses the rows that a result
/// is measured on; a <see cref="OneClassSplit"/> makes it.
/// </summary>
public sealed class TrainingSet : Dataset
{
    internal TrainingSet(Dataset data)
        : base(data.Name, data.X, data.Labels) => Columns = data.Columns;

    /// <summary>Declares a whole data set, shared and not copied, to be for training: one that came apart from the test set.</summary>
    public static TrainingSet Whole(Dataset data) => new(data);

    /// <summary>Rows of the same set, as many as possible, in which anomalies make up the given share. In random order.</summary>
    /// <param name="share">Share of anomalies, in (0, 1).</param>
    /// <param name="how">Whether rows are dropped or repeated.</param>
    /// <param name="normal">The labels that count as normal; 0 if not given.</param>
    /// <exception cref="ArgumentException">Only one class; the share is out of range, or leaves nothing of a class.</exception>
    public TrainingSet Resampled(double share, Resampling how, IReadOnlyCollection<int>? normal = null, int seed = 42)
    {
        if (share is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share of anomalies must be in (0, 1).");
        OptionRules.Defined(how);
        normal ??= [0];
        var random = new Random(seed);
        var (normals, anomalies) = (RowsWhere(normal.Contains), RowsWhere(label => !normal.Contains(label)));
        if (normals.Length == 0 || anomalies.Length == 0)
            throw new ArgumentException($"'{Name}' has only one class: its share cannot be changed.", nameof(normal));
        random.Shuffle(normals);
        random.Shuffle(anomalies);

        // For one class the count stays; the other follows from share = a / (a + n).
        var wantedAnomalies = normals.Length * share / (1 - share);
        var anomaliesStay = anomalies.Length > wantedAnomalies == (how == Resampling.Repeat);
        var (a, n) = anomaliesStay ? (anomalies.Length, (int)Math.Round(anomalies.Length * (1 - share) / share))
            : ((int)Math.Round(wantedAnomalies), normals.Length);
        if (a == 0 || n == 0)
            throw new ArgumentOutOfRangeException(
                nameof(share), share, $"With {normals.Length} normal rows and {anomalies.Length} anomalies, nothing is left of one class.");
        // Repeated rows come equally often, but for one: each goes round the shuffled order.
        static IEnumerable<int> Cycle(int[] rows, int count) => Enumerable.Range(0, count).Select(i => rows[i % rows.Length]);
        int[] rows = [.. Cycle(anomalies, a), .. Cycle(normals, n)];
        random.Shuffle(rows);
        return new TrainingSet(Rows(rows));
    }
}
