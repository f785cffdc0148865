namespace CourseKit;

/// <summary>
/// How good are the scores of an anomaly detector? Higher scores mean "more anomalous" everywhere; <c>isAnomaly</c> is the truth, one
/// value for each row. Curves and areas need no threshold; precision, recall and F1 are for one threshold.
/// </summary>
/// <remarks>
/// The definitions, including the treatment of equal scores, are scikit-learn's (<c>roc_curve</c>,
/// <c>precision_recall_curve</c>, <c>average_precision_score</c>), so the numbers can be compared. All methods throw
/// <see cref="ArgumentException"/> for empty lists, lists of different length and scores that are not finite; all that
/// compare the two classes also if only one class is present.
/// </remarks>
public static class Evaluation
{
    /// <summary>The ROC curve with all its points, one for each distinct score.</summary>
    public static RocCurve RocCurve(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores)
    {
        var ranked = RankedScores.From(isAnomaly, scores);
        return new RocCurve(
            [0, .. ranked.FalsePositives.Select(count => (double)count / ranked.Normals)],
            [0, .. ranked.TruePositives.Select(count => (double)count / ranked.Anomalies)],
            [double.PositiveInfinity, .. ranked.Scores],
            ranked.Auroc());
    }

    /// <summary>
    /// Area under the ROC curve: the probability that a randomly chosen anomaly scores higher than a randomly chosen
    /// normal, an equal score counting one half. 0.5 is chance, 1 a perfect ranking.
    /// </summary>
    public static double Auroc(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores) => RankedScores.From(isAnomaly, scores).Auroc();

    /// <summary>The precision-recall curve with all its points, from "everything flagged" to "nothing flagged".</summary>
    public static PrCurve PrCurve(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores)
    {
        var ranked = RankedScores.From(isAnomaly, scores);
        var steps = Enumerable.Range(0, ranked.Scores.Length).Reverse().ToArray();
        return new PrCurve(
            [.. steps.Select(ranked.Precision), 1],
            [.. steps.Select(k => (double)ranked.TruePositives[k] / ranked.Anomalies), 0],
            [.. steps.Select(k => ranked.Scores[k])],
            ranked.AveragePrecision());
    }

    /// <summary>
    /// Average precision, the area under the precision-recall curve as a sum of steps: Σ (Rₖ − Rₖ₋₁) Pₖ over the
    /// distinct scores from the highest down. The share of anomalies is what chance reaches.
    /// </summary>
    public static double AveragePrecision(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores) =>
        RankedScores.From(isAnomaly, scores).AveragePrecision();

    /// <summary>Counts right and wrong answers if every row with a score greater than the threshold is flagged.</summary>
    /// <param name="threshold">±∞ flags nothing or everything.</param>
    public static Confusion Confusion(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores, double threshold)
    {
        RankedScores.Check(isAnomaly, scores);
        if (double.IsNaN(threshold)) throw new ArgumentException("The threshold is NaN.", nameof(threshold));
        return Confusion(isAnomaly, [.. scores.Select(score => score > threshold)]);
    }

    /// <summary>
    /// Counts right and wrong answers if the given share of these rows is flagged, those with the highest scores: the
    /// threshold is <see cref="ThresholdForContamination"/> of the scores themselves. Rows that tie with the threshold are not flagged.
    /// </summary>
    /// <param name="contamination">Share of the rows to flag, in (0, 0.5].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="contamination"/> is not in (0, 0.5].</exception>
    public static Confusion AtContamination(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores, double contamination) =>
        Confusion(isAnomaly, scores, ThresholdForContamination(scores, contamination));

    /// <summary>Counts right and wrong answers of a detector's predictions.</summary>
    public static Confusion Confusion(IReadOnlyList<bool> isAnomaly, IReadOnlyList<bool> flagged)
    {
        if (isAnomaly.Count != flagged.Count)
            throw new ArgumentException(
                $"{isAnomaly.Count} labels but {flagged.Count} predictions: there must be one prediction for each row.", nameof(flagged));
        if (isAnomaly.Count == 0) throw new ArgumentException("No rows: the list is empty.", nameof(isAnomaly));
        int Count(bool truth, bool answer) => isAnomaly.Zip(flagged).Count(pair => pair == (truth, answer));
        return new Confusion(Count(true, true), Count(false, true), Count(false, false), Count(true, false));
    }

    /// <summary>
    /// The highest F1 that any threshold reaches. It looks at the labels, so it is an upper bound to compare with, not a
    /// result: the threshold of a real detector comes from <see cref="ThresholdForContamination"/>.
    /// </summary>
    /// <returns>The best threshold, half-way between two neighbouring scores; of equally good ones the highest.</returns>
    public static BestF1 BestF1(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores)
    {
        var ranked = RankedScores.From(isAnomaly, scores);
        double F1(int k) => 2.0 * ranked.TruePositives[k] / (ranked.TruePositives[k] + ranked.FalsePositives[k] + ranked.Anomalies);
        var best = 0;
        for (var k = 1; k < ranked.Scores.Length; k++)
            if (F1(k) > F1(best)) best = k;

        var flagged = ranked.Scores[best];
        var next = best + 1 < ranked.Scores.Length ? ranked.Scores[best + 1] : Math.BitDecrement(flagged);
        var middle = next / 2 + flagged / 2;
        // Between two adjacent numbers there is no middle; the lower one still separates them.
        var threshold = middle >= next && middle < flagged ? middle : next;
        return new BestF1(threshold, F1(best), ranked.Precision(best), (double)ranked.TruePositives[best] / ranked.Anomalies);
    }

    /// <summary>
    /// Precision among the n highest scores. Where the n-th place is shared by equal scores, the result is the mean over
    /// all ways of ordering them.
    /// </summary>
    /// <param name="n">How many rows are looked at, 1 to all; by default the number of anomalies.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such a number.</exception>
    public static double PrecisionAtN(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores, int? n = null)
    {
        var ranked = RankedScores.From(isAnomaly, scores);
        var size = n ?? (int)ranked.Anomalies;
        if (size < 1 || size > scores.Count)
            throw new ArgumentOutOfRangeException(nameof(n), size, $"n must be from 1 to the number of rows, {scores.Count}.");
        long anomaliesAbove = 0, rowsAbove = 0;
        for (var k = 0; ; k++)
        {
            var rows = ranked.TruePositives[k] + ranked.FalsePositives[k];
            if (rows >= size)
            {
                var tiedAnomalies = ranked.TruePositives[k] - anomaliesAbove;
                return (anomaliesAbove + (size - rowsAbove) * ((double)tiedAnomalies / (rows - rowsAbove))) / size;
            }
            (anomaliesAbove, rowsAbove) = (ranked.TruePositives[k], rows);
        }
    }

    /// <summary>
    /// The threshold that flags about the given share of the scores: their (1 − contamination)-quantile. Take the scores
    /// of the training data; labels are not needed.
    /// </summary>
    /// <remarks>
    /// The quantile is NumPy's default ("linear", type 7 of Hyndman and Fan 1996): with the n scores sorted and
    /// h = (n − 1)(1 − contamination), it lies between the scores number ⌊h⌋ and ⌊h⌋ + 1 (counted from 0), at the fraction h − ⌊h⌋.
    /// </remarks>
    /// <param name="scores">Scores, usually of the training data.</param>
    /// <param name="contamination">Expected share of anomalies, in (0, 0.5].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="contamination"/> is not in (0, 0.5].</exception>
    public static double ThresholdForContamination(IReadOnlyList<double> scores, double contamination)
    {
        RankedScores.CheckScores(scores);
        if (contamination is not (> 0 and <= 0.5))
            throw new ArgumentOutOfRangeException(
                nameof(contamination), contamination, "The contamination is the expected share of anomalies and must be in (0, 0.5].");
        return Quantile([.. scores.Order()], 1 - contamination);
    }

    /// <summary>Mean and deviation of one measure over several seeds or folds.</summary>
    /// <exception cref="ArgumentException">No value, or one that is not finite.</exception>
    public static SeedSummary OverSeeds(IReadOnlyList<double> values)
    {
        if (values.Count == 0 || !values.All(double.IsFinite))
            throw new ArgumentException(values.Count == 0 ? "No values to average." : "A value is not finite.", nameof(values));
        var mean = values.Average();
        var deviation = values.Count == 1 ? double.NaN : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
        return new SeedSummary(mean, deviation, values.Min(), values.Max(), values.Count);
    }

    /// <summary>
    /// Percentile interval of a measure by the bootstrap (Efron 1979): it is taken again and again on rows drawn with replacement, as many
    /// anomalies and as many normals as there are, each among themselves, so that both classes are always there; the interval leaves
    /// (1 − level) / 2 of the results on either side (Efron and Tibshirani 1993, chapter 13).
    /// </summary>
    /// <remarks>
    /// It speaks of other test rows from the same source, not of other training rows or seeds: for these see <see cref="OverSeeds"/>.
    /// </remarks>
    /// <param name="measure">What is measured, e.g. <c>Evaluation.Auroc</c>. Called from several threads at once.</param>
    /// <param name="level">Share of test sets whose interval holds the true value, in (0, 1).</param>
    /// <param name="resamples">How often it is taken, at least 100.</param>
    /// <exception cref="ArgumentException">See <see cref="Evaluation"/>; only one class, or a number out of range.</exception>
    public static Interval Bootstrap(
        IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores, Func<IReadOnlyList<bool>, IReadOnlyList<double>, double> measure,
        double level = 0.95, int resamples = 1000, int seed = 42)
    {
        var results = Resample(isAnomaly, [scores], level, resamples, seed, (labels, drawn) => measure(labels, drawn[0]));
        return Percentiles(measure(isAnomaly, scores), results, level);
    }

    /// <summary>
    /// Whether one detector is better than another on the same rows. Both are measured on the same drawn rows each time, as in
    /// <see cref="Bootstrap"/>, so that what is easy or hard about the rows cancels out.
    /// </summary>
    /// <returns>The p-value is 2 (1 + m) / (1 + resamples), at most 1, with m the smaller number of resamples whose difference is not above
    /// or not below 0.</returns>
    /// <inheritdoc cref="Bootstrap" path="/param|/exception"/>
    public static Comparison Compare(
        IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> first, IReadOnlyList<double> second,
        Func<IReadOnlyList<bool>, IReadOnlyList<double>, double> measure, double level = 0.95, int resamples = 1000, int seed = 42)
    {
        var differences = Resample(
            isAnomaly, [first, second], level, resamples, seed, (labels, drawn) => measure(labels, drawn[0]) - measure(labels, drawn[1]));
        var (a, b) = (measure(isAnomaly, first), measure(isAnomaly, second));
        var smaller = Math.Min(differences.Count(difference => difference <= 0), differences.Count(difference => difference >= 0));
        return new Comparison(a, b, Percentiles(a - b, differences, level), Math.Min(1, 2.0 * (1 + smaller) / (1 + resamples)));
    }

    private static double[] Resample(
        IReadOnlyList<bool> isAnomaly, IReadOnlyList<double>[] scores, double level, int resamples, int seed,
        Func<bool[], double[][], double> measure)
    {
        if (level is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level is a share of intervals and must be in (0, 1).");
        if (resamples < 100) throw new ArgumentOutOfRangeException(nameof(resamples), resamples, "At least 100 resamples are needed.");
        foreach (var one in scores) RankedScores.From(isAnomaly, one); // checks
        int[] Of(bool label) => [.. Enumerable.Range(0, isAnomaly.Count).Where(row => isAnomaly[row] == label)];
        var (anomalies, normals) = (Of(true), Of(false));
        bool[] labels = [.. anomalies.Select(_ => true), .. normals.Select(_ => false)];

        var results = new double[resamples];
        Parallel.For(0, resamples, i =>
        {
            // Numbers of its own for each resample: the result does not depend on which thread takes it.
            var random = new Random(unchecked(seed * 1_000_003 + i));
            IEnumerable<int> Drawn(int[] rows) => rows.Select(_ => rows[random.Next(rows.Length)]);
            int[] rows = [.. Drawn(anomalies), .. Drawn(normals)];
            results[i] = measure(labels, [.. scores.Select(one => rows.Select(row => one[row]).ToArray())]);
        });
        return results;
    }

    private static Interval Percentiles(double value, double[] results, double level)
    {
        Array.Sort(results);
        return new Interval(value, Quantile(results, (1 - level) / 2), Quantile(results, (1 + level) / 2), level);
    }

    // NumPy's default quantile of sorted values, see ThresholdForContamination.
    private static double Quantile(double[] sorted, double share)
    {
        var h = (sorted.Length - 1) * share;
        var below = (int)Math.Floor(h);
        if (below + 1 >= sorted.Length) return sorted[^1];
        var (low, high, fraction) = (sorted[below], sorted[below + 1], h - below);
        // Starting from the nearer end keeps the result between the two and equal to NumPy's.
        return fraction < 0.5 ? low + (high - low) * fraction : high - (high - low) * (1 - fraction);
    }
}
