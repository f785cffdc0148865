using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// One-class learning from a labelled data set: some classes are declared normal; training sees normal rows only; the
/// test set keeps all its rows, those of the other classes being the anomalies.
/// </summary>
/// <remarks>
/// Training rows come from the training set and test rows from the test set, without exception: nothing of the test set
/// can leak into training. Whether a training row was planted as contamination is recorded, but detectors never see it.
/// Whatever is learned from data (a <see cref="Scaler"/>) asks for a <see cref="TrainingSet"/>, which test rows are not.
/// </remarks>
public sealed partial class OneClassSplit
{
    private OneClassSplit(TrainingSet train, bool[] trainIsAnomaly, Dataset test, bool[] isAnomaly) =>
        (Train, TrainIsAnomaly, Test, IsAnomaly) = (train, trainIsAnomaly, test, isAnomaly);

    /// <summary>What a detector is fitted on: normal rows, and planted anomalies if contamination was asked for.</summary>
    public TrainingSet Train { get; }

    /// <summary>For each training row whether it was planted. For looking at what went wrong, never for training.</summary>
    public IReadOnlyList<bool> TrainIsAnomaly { get; }

    /// <summary>The whole test set.</summary>
    public Dataset Test { get; }

    /// <summary>The truth: for each test row whether it is an anomaly.</summary>
    public IReadOnlyList<bool> IsAnomaly { get; }

    /// <summary>Splits.</summary>
    /// <param name="train">The training set.</param>
    /// <param name="test">The test set, another one.</param>
    /// <param name="normal">The labels that count as normal.</param>
    /// <param name="maxTrain">At most so many training rows, drawn at random; all if not given.</param>
    /// <param name="contamination">Share of the training rows that are anomalies, in [0, 0.5]: what happens if the training data are not clean.</param>
    /// <param name="seed">Seed of what is drawn.</param>
    /// <exception cref="ArgumentException">The same set twice, different widths, no normal or no other class among the labels, too few rows for the contamination.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTrain"/> or <paramref name="contamination"/> out of range.</exception>
    public static OneClassSplit Create(Dataset train, Dataset test, IReadOnlyCollection<int> normal, int? maxTrain = null, double contamination = 0, int seed = 42)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(normal);
        if (ReferenceEquals(train, test) || ReferenceEquals(train.X, test.X))
            throw new ArgumentException("Training and test set are the same: a test on rows seen in training says nothing.", nameof(test));
        if (train.Features != test.Features)
            throw new ArgumentException($"Training rows have {train.Features} features, test rows {test.Features}.", nameof(test));
        if (maxTrain < 1) throw new ArgumentOutOfRangeException(nameof(maxTrain), maxTrain, "At least one training row is needed.");
        if (contamination is not (>= 0 and <= 0.5))
            throw new ArgumentOutOfRangeException(nameof(contamination), contamination, "The contamination is a share of the training rows and must be in [0, 0.5].");

        var isAnomaly = test.Labels.Select(label => !normal.Contains(label)).ToArray();
        if (isAnomaly.All(one => one) || !isAnomaly.Any(one => one))
            throw new ArgumentException($"The labels {string.Join(", ", normal)} leave only one class in '{test.Name}': it needs normal and other rows.", nameof(normal));

        // One generator of its own: the split neither reads nor moves torch's global one.
        using var generator = new Generator((ulong)seed);
        var normals = Shuffled(RowsWhere(train, normal.Contains), generator);
        var others = Shuffled(RowsWhere(train, label => !normal.Contains(label)), generator);
        if (normals.Length == 0) throw new ArgumentException($"No row of '{train.Name}' has one of the labels {string.Join(", ", normal)}.", nameof(normal));

        var total = maxTrain is { } cap && cap < normals.Length / (1 - contamination) ? cap : (int)(normals.Length / (1 - contamination));
        var planted = (int)Math.Round(total * contamination);
        if (planted > others.Length)
            throw new ArgumentException($"A contamination of {FormattableString.Invariant($"{contamination}")} takes {planted} anomalies, '{train.Name}' has {others.Length}.", nameof(contamination));
        return Assemble(train, normal, normals.Take(total - planted).Concat(others.Take(planted)), test, isAnomaly);
    }

    /// <summary>The same split with both parts scaled, by what the training rows alone say.</summary>
    /// <param name="fit">Learns the scaling: <c>Scaler.MinMax</c>, <c>Scaler.Standard</c>.</param>
    public OneClassSplit Scaled(Func<TrainingSet, Scaler> fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        var scaler = fit(Train);
        return new OneClassSplit(new TrainingSet(scaler.Apply(Train)), [.. TrainIsAnomaly], scaler.Apply(Test), [.. IsAnomaly]);
    }

    /// <summary>
    /// The same split with fewer test rows: rows of the class of which there are too many are dropped at random until
    /// anomalies make up the given share. Precision and average precision depend on it, AUROC does not.
    /// </summary>
    /// <param name="share">Share of anomalies among the test rows, in (0, 1).</param>
    /// <param name="seed">Seed of what is dropped.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is out of range, or so small or large that nothing of a class is left.</exception>
    public OneClassSplit WithTestShare(double share, int seed = 42)
    {
        int[] kept = [.. TrainingSet.Draw(IsAnomaly, share, Resampling.Drop, seed).Order()];
        return new OneClassSplit(Train, [.. TrainIsAnomaly], Test.Rows(kept), [.. kept.Select(row => IsAnomaly[row])]);
    }

    private static OneClassSplit Assemble(Dataset train, IReadOnlyCollection<int> normal, IEnumerable<int> drawn, Dataset test, bool[] isAnomaly)
    {
        // In the order of the file, so that the same rows are the same tensor whatever was drawn first.
        var chosen = new TrainingSet(train.Rows([.. drawn.Order()]));
        return new OneClassSplit(chosen, [.. chosen.Labels.Select(label => !normal.Contains(label))], test, isAnomaly);
    }

    private static int[] RowsWhere(Dataset data, Func<int, bool> label) => [.. Enumerable.Range(0, data.Count).Where(row => label(data.Labels[row]))];

    private static int[] Shuffled(int[] rows, Generator generator)
    {
        if (rows.Length == 0) return rows;
        using var order = randperm(rows.Length, generator: generator);
        return [.. order.data<long>().ToArray().Select(place => rows[place])];
    }
}
