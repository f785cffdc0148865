namespace CourseKit;

// The bootstrap (Efron 1979): as the test set is to the world, so are rows drawn from it with replacement to the test set.
public static partial class Evaluation
{
    private const int FewestResamples = 100;

    /// <summary>
    /// Percentile interval of a measure: it is taken again and again on rows drawn with replacement, as many anomalies and as many
    /// normals as there are, each among themselves, so that both classes are always there; the interval leaves (1 − level) / 2 of
    /// the results on either side (Efron and Tibshirani 1993, chapter 13).
    /// </summary>
    /// <remarks>It speaks of other test rows from the same source, not of other training rows or seeds: for these see <see cref="OverSeeds"/>.</remarks>
    /// <param name="isAnomaly">The truth, one value for each row.</param>
    /// <param name="scores">The detector's scores.</param>
    /// <param name="measure">What is measured, e.g. <c>Evaluation.Auroc</c>. Called from several threads at once.</param>
    /// <param name="level">Share of test sets whose interval holds the true value, in (0, 1).</param>
    /// <param name="resamples">How often it is taken, at least 100.</param>
    /// <param name="seed">Seed of the drawing.</param>
    /// <exception cref="ArgumentException">See <see cref="Evaluation"/>; also if there is only one class.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> or <paramref name="resamples"/> out of range.</exception>
    public static Interval Bootstrap(
        IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores, Func<IReadOnlyList<bool>, IReadOnlyList<double>, double> measure,
        double level = 0.95, int resamples = 1000, int seed = 42)
    {
        ArgumentNullException.ThrowIfNull(measure);
        var results = Resample(isAnomaly, [scores], level, resamples, seed, (labels, drawn) => measure(labels, drawn[0]));
        return Percentiles(measure(isAnomaly, scores), results, level);
    }

    /// <summary>
    /// Whether one detector is better than another on the same rows. Both are measured on the same drawn rows each time, as in
    /// <see cref="Bootstrap"/>, so that what is easy or hard about the rows cancels out.
    /// </summary>
    /// <param name="isAnomaly">The truth, one value for each row.</param>
    /// <param name="first">The scores of the first detector.</param>
    /// <param name="second">The scores of the second detector, for the same rows.</param>
    /// <param name="measure">What is measured, e.g. <c>Evaluation.Auroc</c>. Called from several threads at once.</param>
    /// <param name="level">Share of test sets whose interval holds the true difference, in (0, 1).</param>
    /// <param name="resamples">How often it is taken, at least 100.</param>
    /// <param name="seed">Seed of the drawing.</param>
    /// <returns>The p-value is 2 (1 + m) / (1 + resamples), at most 1, with m the smaller number of resamples whose difference is not above or not below 0.</returns>
    /// <exception cref="ArgumentException">See <see cref="Evaluation"/>; also if there is only one class.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> or <paramref name="resamples"/> out of range.</exception>
    public static Comparison Compare(
        IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> first, IReadOnlyList<double> second, Func<IReadOnlyList<bool>, IReadOnlyList<double>, double> measure,
        double level = 0.95, int resamples = 1000, int seed = 42)
    {
        ArgumentNullException.ThrowIfNull(measure);
        var differences = Resample(isAnomaly, [first, second], level, resamples, seed, (labels, drawn) => measure(labels, drawn[0]) - measure(labels, drawn[1]));
        var (a, b) = (measure(isAnomaly, first), measure(isAnomaly, second));
        var smaller = Math.Min(differences.Count(difference => difference <= 0), differences.Count(difference => difference >= 0));
        return new Comparison(a, b, Percentiles(a - b, differences, level), Math.Min(1, 2.0 * (1 + smaller) / (1 + resamples)));
    }

    private static double[] Resample(
        IReadOnlyList<bool> isAnomaly, IReadOnlyList<double>[] scores, double level, int resamples, int seed, Func<bool[], double[][], double> measure)
    {
        if (level is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "The level is a share of intervals and must be in (0, 1).");
        if (resamples < FewestResamples) throw new ArgumentOutOfRangeException(nameof(resamples), resamples, $"At least {FewestResamples} resamples are needed.");
        foreach (var one in scores) RankedScores.From(isAnomaly, one); // checks
        int[] anomalies = [.. Enumerable.Range(0, isAnomaly.Count).Where(row => isAnomaly[row])], normals = [.. Enumerable.Range(0, isAnomaly.Count).Where(row => !isAnomaly[row])];
        bool[] labels = [.. anomalies.Select(_ => true), .. normals.Select(_ => false)];

        var results = new double[resamples];
        Parallel.For(0, resamples, i =>
        {
            // Numbers of its own for each resample: the result does not depend on which thread takes it.
            var random = new Random(unchecked(seed * 1_000_003 + i));
            int[] rows = [.. anomalies.Select(_ => anomalies[random.Next(anomalies.Length)]), .. normals.Select(_ => normals[random.Next(normals.Length)])];
            results[i] = measure(labels, [.. scores.Select(one => rows.Select(row => one[row]).ToArray())]);
        });
        return results;
    }

    private static Interval Percentiles(double value, double[] results, double level)
    {
        Array.Sort(results);
        return new Interval(value, Quantile(results, (1 - level) / 2), Quantile(results, (1 + level) / 2), level);
    }
}
