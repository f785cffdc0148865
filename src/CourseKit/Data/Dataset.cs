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

    /// <summary>Name and size.</summary>
    public override string ToString() => $"{Name}: {Count} rows, {Features} features, labels {string.Join(", ", Labels.Distinct().Order())}";
}
