namespace CourseKit;

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

    /// <summary>Declares a whole data set to be for training: one that came apart from the test set, like MNIST's, or a file of one's own.</summary>
    /// <param name="data">The rows; shared, not copied.</param>
    public static TrainingSet Whole(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new TrainingSet(data);
    }

    /// <summary>Rows of the same set in which anomalies make up the given share. In random order.</summary>
    /// <param name="share">Share of anomalies, in (0, 1).</param>
    /// <param name="how">Whether rows are dropped or repeated.</param>
    /// <param name="normal">The labels that count as normal; 0 if not given.</param>
    /// <param name="seed">Seed of what is drawn.</param>
    /// <exception cref="ArgumentException">Only one class.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is out of range, or so small or large that nothing of a class is left.</exception>
    public TrainingSet Resampled(double share, Resampling how, IReadOnlyCollection<int>? normal = null, int seed = 42)
    {
        normal ??= [0];
        return new TrainingSet(Rows(Draw([.. Labels.Select(label => !normal.Contains(label))], share, how, seed)));
    }

    /// <summary>The rows of a set with the given share of anomalies, as many as possible, in random order.</summary>
    internal static int[] Draw(IReadOnlyList<bool> isAnomaly, double share, Resampling how, int seed)
    {
        if (share is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "The share of anomalies must be in (0, 1).");
        OptionRules.Defined(how);
        var random = new Random(seed);
        int[] Shuffled(bool anomalous)
        {
            int[] rows = [.. Enumerable.Range(0, isAnomaly.Count).Where(row => isAnomaly[row] == anomalous)];
            random.Shuffle(rows);
            return rows;
        }
        var (normals, anomalies) = (Shuffled(false), Shuffled(true));
        if (normals.Length == 0 || anomalies.Length == 0) throw new ArgumentException("Only one class: its share cannot be changed.", nameof(isAnomaly));

        // For one class the count stays; the other follows from share = a / (a + n).
        var wantedAnomalies = normals.Length * share / (1 - share);
        var tooMany = anomalies.Length > wantedAnomalies;
        var anomaliesStay = tooMany == (how == Resampling.Repeat);
        var (a, n) = anomaliesStay ? (anomalies.Length, (int)Math.Round(anomalies.Length * (1 - share) / share)) : ((int)Math.Round(wantedAnomalies), normals.Length);
        if (a == 0 || n == 0) throw new ArgumentOutOfRangeException(nameof(share), share, $"With {normals.Length} normal rows and {anomalies.Length} anomalies, nothing is left of one class.");
        // Repeated rows come equally often, but for one: each goes round the shuffled order.
        int[] rows = [.. Enumerable.Range(0, a).Select(i => anomalies[i % anomalies.Length]), .. Enumerable.Range(0, n).Select(i => normals[i % normals.Length])];
        random.Shuffle(rows);
        return rows;
    }
}
