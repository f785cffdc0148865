using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// One-class learning from a labelled data set: some classes are declared normal; training sees normal rows only; the
/// test set keeps all its rows, those of the other classes being the anomalies.
/// </summary>
/// <remarks>
/// No row is ever on both sides, so that nothing of the test set can leak into training. Whatever is learned from data (a
/// <see cref="Scaler"/>) asks for a <see cref="TrainingSet"/>, which test rows are not.
/// </remarks>
public sealed class OneClassSplit
{
    private OneClassSplit(TrainingSet train, Dataset test, IReadOnlyList<bool> isAnomaly) =>
        (Train, Test, IsAnomaly) = (train, test, isAnomaly);

    /// <summary>What a detector is fitted on: normal rows, and planted anomalies if contamination was asked for.</summary>
    public TrainingSet Train { get; }

    /// <summary>The whole test set.</summary>
    public Dataset Test { get; }

    /// <summary>The truth: for each test row whether it is an anomaly.</summary>
    public IReadOnlyList<bool> IsAnomaly { get; }

    /// <summary>The split of data that come in two parts: training rows of the one, and the whole other for testing.</summary>
    /// <param name="normal">The labels that count as normal.</param>
    /// <param name="maxTrain">At most so many training rows, drawn at random; all if not given.</param>
    /// <param name="contamination">Share of the training rows that are anomalies, in [0, 0.5]: what happens if these are not clean.</param>
    /// <exception cref="ArgumentException">The same set twice, other widths, only one class, too few rows, a number out of
    /// range.</exception>
    public static OneClassSplit Create(
        Dataset train, Dataset test, IReadOnlyCollection<int> normal, int? maxTrain = null, double contamination = 0, int seed = 42)
    {
        if (ReferenceEquals(train.X, test.X))
            throw new ArgumentException("Training and test set are the same: a test on rows seen in training says nothing.", nameof(test));
        if (train.Features != test.Features)
            throw new ArgumentException($"Training rows have {train.Features} features, test rows {test.Features}.", nameof(test));
        if (maxTrain < 1) throw new ArgumentOutOfRangeException(nameof(maxTrain), maxTrain, "At least one training row is needed.");
        CheckContamination(contamination);
        _ = AnomaliesIn(test, normal); // what is wrong with the labels is said before what follows from it

        var (normals, others) = Shuffled(train, normal, seed);
        if (normals.Length == 0)
            throw new ArgumentException($"No row of '{train.Name}' has one of the labels {string.Join(", ", normal)}.", nameof(normal));
        var total = (int)Math.Min(maxTrain ?? int.MaxValue, normals.Length / (1 - contamination));
        var planted = (int)Math.Round(total * contamination);
        if (planted > others.Length)
            throw new ArgumentException(
                FormattableString.Invariant($"A contamination of {contamination} takes {planted} anomalies, ")
                    + $"'{train.Name}' has {others.Length}.", nameof(contamination));
        return Of(train, normal, normals.Take(total - planted).Concat(others.Take(planted)), test);
    }

    /// <summary>The split of one table: a share of the normal rows, drawn at random, trains; the others and all anomalies test.</summary>
    /// <param name="normal">The labels that count as normal; 0 if not given.</param>
    /// <param name="trainShare">Share of the normal rows for training, in (0, 1).</param>
    /// <param name="contamination">Share of the training rows that are anomalies, in [0, 0.5]; these are then not in the test set.</param>
    /// <exception cref="ArgumentException">Only one class, too few rows of one, or a number out of range.</exception>
    public static OneClassSplit FromOne(
        Dataset data, IReadOnlyCollection<int>? normal = null, double trainShare = 0.5, double contamination = 0, int seed = 42)
    {
        if (trainShare is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(trainShare), trainShare, "The share for training must be in (0, 1).");
        CheckContamination(contamination);
        var (normals, others) = Shuffled(data, normal ?? [0], seed);
        var forTraining = (int)(normals.Length * trainShare);
        var planted = (int)Math.Round(forTraining / (1 - contamination) * contamination);
        if (forTraining == 0 || planted >= others.Length)
        {
            var problem = forTraining == 0 ? "no normal row is left for training"
                : $"with {planted} of the others in training none is left for testing";
            throw new ArgumentException(
                $"'{data.Name}' has {normals.Length} normal rows and {others.Length} others: {problem}.", nameof(data));
        }
        return FromTrainingRows(data, [.. normals.Take(forTraining), .. others.Take(planted)], normal);
    }

    /// <summary>The split with these training rows, to repeat a measurement; all other rows are for testing.</summary>
    /// <param name="trainRows">Numbers of the training rows, from 0, each once.</param>
    /// <exception cref="ArgumentException">No row, a row twice or one that does not exist, or only one class left for testing.</exception>
    public static OneClassSplit FromTrainingRows(Dataset data, IReadOnlyList<int> trainRows, IReadOnlyCollection<int>? normal = null)
    {
        var taken = trainRows.ToHashSet();
        if (taken.Count != trainRows.Count) throw new ArgumentException("A training row is named twice.", nameof(trainRows));
        return Of(data, normal ?? [0], trainRows, data.Rows([.. Enumerable.Range(0, data.Count).Where(row => !taken.Contains(row))]));
    }

    /// <summary>
    /// k splits of one table for cross-validation: the rows of every label are dealt out evenly to k folds; each fold is the test
    /// set once, and the normal rows of the others train.
    /// </summary>
    /// <param name="keepAnomalies">Whether the anomalies of the other folds stay in training, for methods that learn from them.</param>
    /// <exception cref="ArgumentException">A fold would have only one class, or there are fewer than 2 folds.</exception>
    public static IReadOnlyList<OneClassSplit> Folds(
        Dataset data, int folds, IReadOnlyCollection<int>? normal = null, bool keepAnomalies = false, int seed = 42)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        normal ??= [0];
        var normals = data.Labels.Count(normal.Contains);
        if (normals < folds || data.Count - normals < folds)
            throw new ArgumentException(
                $"'{data.Name}' has {normals} normal rows and {data.Count - normals} others: not enough of both for {folds} folds.",
                nameof(data));

        using var generator = new Generator((ulong)seed);
        var foldOf = new int[data.Count];
        var next = 0; // goes on from label to label, normal ones first: folds differ by one row of each class at most
        foreach (var label in data.Labels.Distinct().OrderBy(label => normal.Contains(label) ? 0 : 1).ThenBy(label => label))
            foreach (var row in Shuffled(data.RowsWhere(one => one == label), generator)) foldOf[row] = next++ % folds;
        var candidates = data.RowsWhere(label => keepAnomalies || normal.Contains(label));
        return [.. Enumerable.Range(0, folds).Select(fold => Of(
            data, normal, candidates.Where(row => foldOf[row] != fold),
            data.Rows([.. Enumerable.Range(0, data.Count).Where(row => foldOf[row] == fold)])))];
    }

    /// <summary>The same split with both parts scaled, by what the training rows alone say.</summary>
    /// <param name="fit">Learns the scaling: <c>Scaler.MinMax</c>, <c>Scaler.Standard</c>.</param>
    public OneClassSplit Scaled(Func<TrainingSet, Scaler> fit)
    {
        var scaler = fit(Train);
        return new OneClassSplit(new TrainingSet(scaler.Apply(Train)), scaler.Apply(Test), IsAnomaly);
    }

    // In the order of the file, so that the same rows are the same tensor whatever was drawn first.
    private static OneClassSplit Of(Dataset train, IReadOnlyCollection<int> normal, IEnumerable<int> drawn, Dataset test) =>
        new(new TrainingSet(train.Rows([.. drawn.Order()])), test, AnomaliesIn(test, normal));

    private static bool[] AnomaliesIn(Dataset test, IReadOnlyCollection<int> normal)
    {
        bool[] isAnomaly = [.. test.Labels.Select(label => !normal.Contains(label))];
        return isAnomaly.Distinct().Count() == 2 ? isAnomaly : throw new ArgumentException(
            $"The labels {string.Join(", ", normal)} leave only one class for testing in '{test.Name}': it needs normal and other rows.",
            nameof(normal));
    }

    private static void CheckContamination(double contamination)
    {
        if (contamination is not (>= 0 and <= 0.5))
            throw new ArgumentOutOfRangeException(
                nameof(contamination), contamination, "The contamination is a share of the training rows and must be in [0, 0.5].");
    }

    // One generator of its own: the split neither reads nor moves torch's global one.
    private static (int[] Normals, int[] Others) Shuffled(Dataset data, IReadOnlyCollection<int> normal, int seed)
    {
        using var generator = new Generator((ulong)seed);
        return (Shuffled(data.RowsWhere(normal.Contains), generator),
            Shuffled(data.RowsWhere(label => !normal.Contains(label)), generator));
    }

    private static int[] Shuffled(int[] rows, Generator generator)
    {
        using var order = randperm(rows.Length, generator: generator);
        return [.. order.data<long>().ToArray().Select(place => rows[place])];
    }
}
