using static TorchSharp.torch;

namespace CourseKit;

// Splits of a data set that comes in one piece: every row goes to one side only.
public sealed partial class OneClassSplit
{
    /// <summary>
    /// Training rows and test rows of one table: a share of the normal rows, drawn at random, is for training; the other normal
    /// rows and all anomalies are for testing.
    /// </summary>
    /// <param name="data">The table.</param>
    /// <param name="normal">The labels that count as normal; 0 if not given.</param>
    /// <param name="trainShare">Share of the normal rows for training, in (0, 1).</param>
    /// <param name="contamination">Share of the training rows that are anomalies, in [0, 0.5]; these are then not in the test set.</param>
    /// <param name="seed">Seed of what is drawn.</param>
    /// <exception cref="ArgumentException">Only one class, or too few rows of one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="trainShare"/> or <paramref name="contamination"/> out of range.</exception>
    public static OneClassSplit FromOne(Dataset data, IReadOnlyCollection<int>? normal = null, double trainShare = 0.5, double contamination = 0, int seed = 42)
    {
        ArgumentNullException.ThrowIfNull(data);
        normal ??= [0];
        if (trainShare is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(trainShare), trainShare, "The share for training must be in (0, 1).");
        if (contamination is not (>= 0 and <= 0.5))
            throw new ArgumentOutOfRangeException(nameof(contamination), contamination, "The contamination is a share of the training rows and must be in [0, 0.5].");

        using var generator = new Generator((ulong)seed);
        var normals = Shuffled(RowsWhere(data, normal.Contains), generator);
        var others = Shuffled(RowsWhere(data, label => !normal.Contains(label)), generator);
        var forTraining = (int)(normals.Length * trainShare);
        var planted = (int)Math.Round(forTraining / (1 - contamination) * contamination);
        if (forTraining == 0 || planted >= others.Length)
            throw new ArgumentException(
                $"'{data.Name}' has {normals.Length} normal rows and {others.Length} others: {(forTraining == 0 ? "no normal row is left for training" : $"with {planted} of the others in training none is left for testing")}.", nameof(data));
        return FromRows(data, normal, [.. normals.Take(forTraining), .. others.Take(planted)]);
    }

    /// <summary>The split whose training rows somebody else has drawn, to repeat a measurement on the very same rows; all other rows are for testing.</summary>
    /// <param name="data">The table.</param>
    /// <param name="trainRows">Numbers of the training rows, from 0, each once.</param>
    /// <param name="normal">The labels that count as normal; 0 if not given.</param>
    /// <exception cref="ArgumentException">No row, a row twice, or only one class is left for testing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row number does not exist.</exception>
    public static OneClassSplit FromTrainingRows(Dataset data, IReadOnlyList<int> trainRows, IReadOnlyCollection<int>? normal = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(trainRows);
        if (trainRows.Distinct().Count() != trainRows.Count) throw new ArgumentException("A training row is named twice.", nameof(trainRows));
        return FromRows(data, normal ?? [0], [.. trainRows]);
    }

    /// <summary>
    /// k splits of one table for cross-validation: the rows of every label are dealt out evenly to k folds; each fold is the test
    /// set once, and the normal rows of the others train.
    /// </summary>
    /// <param name="data">The table.</param>
    /// <param name="folds">Number of folds k, at least 2.</param>
    /// <param name="normal">The labels that count as normal; 0 if not given.</param>
    /// <param name="keepAnomalies">Whether the anomalies of the other folds stay in training, as contamination or for methods that learn from them.</param>
    /// <param name="seed">Seed of the dealing.</param>
    /// <exception cref="ArgumentException">A fold would have only one class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 folds.</exception>
    public static IReadOnlyList<OneClassSplit> Folds(Dataset data, int folds, IReadOnlyCollection<int>? normal = null, bool keepAnomalies = false, int seed = 42)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        normal ??= [0];
        var normals = data.Labels.Count(normal.Contains);
        if (normals < folds || data.Count - normals < folds)
            throw new ArgumentException($"'{data.Name}' has {normals} normal rows and {data.Count - normals} others: not enough of both for {folds} folds.", nameof(data));

        using var generator = new Generator((ulong)seed);
        var foldOf = new int[data.Count];
        var next = 0; // goes on from label to label, normal ones first: folds differ by one row of each class at most
        foreach (var label in data.Labels.Distinct().OrderBy(label => normal.Contains(label) ? 0 : 1).ThenBy(label => label))
            foreach (var row in Shuffled(RowsWhere(data, one => one == label), generator)) foldOf[row] = next++ % folds;
        return [.. Enumerable.Range(0, folds).Select(fold =>
            FromRows(data, normal, RowsWhere(data, foldOf, fold, keepAnomalies ? _ => true : normal.Contains), [.. Enumerable.Range(0, data.Count).Where(row => foldOf[row] == fold)]))];
    }

    private static int[] RowsWhere(Dataset data, int[] foldOf, int testFold, Func<int, bool> label) =>
        [.. Enumerable.Range(0, data.Count).Where(row => foldOf[row] != testFold && label(data.Labels[row]))];

    private static OneClassSplit FromRows(Dataset data, IReadOnlyCollection<int> normal, int[] train, int[]? test = null)
    {
        var taken = train.ToHashSet();
        var rest = data.Rows(test ?? [.. Enumerable.Range(0, data.Count).Where(row => !taken.Contains(row))]);
        var isAnomaly = rest.Labels.Select(label => !normal.Contains(label)).ToArray();
        if (isAnomaly.All(one => one) || !isAnomaly.Any(one => one))
            throw new ArgumentException($"The labels {string.Join(", ", normal)} leave only one class in the test rows of '{data.Name}': it needs normal and other rows.", nameof(data));
        return Assemble(data, normal, train, rest, isAnomaly);
    }
}
