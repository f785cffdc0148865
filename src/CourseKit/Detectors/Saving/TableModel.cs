namespace CourseKit;

/// <summary>
/// A fitted detector for tables with named columns, together with the scaling its rows went through: what is needed to score another
/// table in the units of the data. The file is that of the detector with the columns beside it.
/// </summary>
public sealed class TableModel : IDisposable
{
    private readonly Scaler typical;

    private TableModel(AnomalyDetector detector, IReadOnlyList<string> columns, Scaler scaler, Scaler typical) =>
        (Detector, Columns, Scaler, this.typical) = (detector, columns, scaler, typical);

    /// <summary>The fitted detector; it sees scaled rows.</summary>
    public AnomalyDetector Detector { get; }

    /// <summary>The names of the columns, in the order of training.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The scaling, learned from the training rows.</summary>
    public Scaler Scaler { get; }

    /// <summary>The mean of each column in training, in the units of the data.</summary>
    public IReadOnlyList<double> Means => typical.Offset;

    /// <summary>The standard deviation of each column in training; 1 where nothing varied.</summary>
    public IReadOnlyList<double> StandardDeviations => typical.Scale;

    /// <summary>Learns the scaling and fits the detector to the scaled rows.</summary>
    /// <param name="train">Normal rows; their columns have different names.</param>
    /// <param name="detector">The detector, fitted here. It belongs to the model from now on.</param>
    /// <param name="scaling">Learns the scaling: <c>Scaler.MinMax</c>, <c>Scaler.Standard</c>, <c>Scaler.None</c>.</param>
    /// <exception cref="ArgumentException">Two columns of one name, or rows that cannot be learned from.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TableModel Fit(
        TrainingSet train, AnomalyDetector detector, Func<TrainingSet, Scaler> scaling, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(scaling);
        CheckNames(train);
        var scaler = scaling(train);
        using var x = scaler.Apply(train.X);
        detector.Fit(x, progress, cancellationToken);
        return new TableModel(detector, [.. train.Columns], scaler, Scaler.Standard(train));
    }

    /// <summary>The rows of a table as <see cref="Detector"/> takes them: ordered and scaled. They belong to the caller.</summary>
    /// <param name="data">Rows; columns are found by name, in any order.</param>
    /// <exception cref="ArgumentException">A column is missing, unknown or there twice; the message names it.</exception>
    public TorchSharp.torch.Tensor Scale(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckNames(data);
        var (missing, unknown) = (Columns.Except(data.Columns).ToArray(), data.Columns.Except(Columns).ToArray());
        if (missing.Length > 0)
            throw new ArgumentException(
                $"'{data.Name}' lacks {Listed(missing)}, which the model was trained on"
                + (unknown.Length > 0 ? $"; it has {Listed(unknown)} instead." : "."), nameof(data));
        if (unknown.Length > 0)
            throw new ArgumentException(
                $"'{data.Name}' has {Listed(unknown)}, which the model was not trained on. Leave such columns out.", nameof(data));
        var place = data.Columns.Index().ToDictionary(column => column.Item, column => (long)column.Index);
        using var order = TorchSharp.torch.tensor(Columns.Select(column => place[column]).ToArray());
        using var rows = data.X.index_select(1, order);
        return Scaler.Apply(rows);
    }

    /// <summary>The anomaly score of each row: higher means more anomalous.</summary>
    /// <inheritdoc cref="Scale"/>
    public double[] Score(Dataset data)
    {
        using var x = Scale(data);
        return Detector.Score(x);
    }

    /// <summary>Writes the model to a file, in one step. <see cref="AnomalyDetector.Load"/> reads the detector out of it.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => DetectorFile.Write(
        path, Detector, new([.. Columns], [.. Scaler.Offset], [.. Scaler.Scale], [.. Means], [.. StandardDeviations]));

    /// <summary>Reads a model that was saved.</summary>
    /// <returns>The model, to be disposed by the caller.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no model, or a damaged one; the message says which.</exception>
    public static TableModel Load(string path)
    {
        var (detector, table) = DetectorFile.Read(path);
        if (table is not null)
            return new(detector, table.Columns, new(table.Offset, table.Scale), new(table.Means, table.StandardDeviations));
        detector.Dispose();
        throw new InvalidDataException(
            $"'{path}' holds a detector without the columns and the scaling of a table: it was saved by AnomalyDetector.Save. "
            + "Save a TableModel.");
    }

    /// <summary>Frees the detector.</summary>
    public void Dispose() => Detector.Dispose();

    private static void CheckNames(Dataset data)
    {
        if (data.Columns.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"'{data.Name}' has {twice.Count()} columns named '{twice.Key}': which is which cannot be told.", nameof(data));
    }

    private static string Listed(string[] names) =>
        $"the column{(names.Length > 1 ? "s" : "")} {string.Join(", ", names.Take(10).Select(name => $"'{name}'"))}"
        + (names.Length > 10 ? FormattableString.Invariant($" and {names.Length - 10} more") : "");
}
