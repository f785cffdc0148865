namespace CourseKit;

/// <summary>
/// Distinct scores from the most to the least anomalous: the one table from which all curves and areas are read. Row k says how many
/// anomalies and normals have a score of at least <see cref="Scores"/>[k].
/// </summary>
internal sealed record RankedScores(double[] Scores, long[] TruePositives, long[] FalsePositives)
{
    public long Anomalies => TruePositives[^1];

    public long Normals => FalsePositives[^1];

    // Share of anomalies among the rows with at least the k-th highest score.
    public double Precision(int k) => (double)TruePositives[k] / (TruePositives[k] + FalsePositives[k]);

    // Share of the (anomaly, normal) pairs in the right order, equal scores counting one half.
    public double Auroc()
    {
        // Twice the number of pairs is a whole number: summed without any rounding.
        Int128 twiceThePairs = 0;
        long anomaliesAbove = 0, normalsAbove = 0;
        for (var k = 0; k < Scores.Length; k++)
        {
            twiceThePairs += (Int128)(FalsePositives[k] - normalsAbove) * (TruePositives[k] + anomaliesAbove);
            (anomaliesAbove, normalsAbove) = (TruePositives[k], FalsePositives[k]);
        }
        return (double)twiceThePairs / (2.0 * Anomalies * Normals);
    }

    // Σ (Rₖ − Rₖ₋₁) Pₖ with recall R and precision P at the k-th highest score.
    public double AveragePrecision()
    {
        double sum = 0;
        long above = 0;
        for (var k = 0; k < Scores.Length; k++)
        {
            sum += (TruePositives[k] - above) * Precision(k);
            above = TruePositives[k];
        }
        return sum / Anomalies;
    }

    public static RankedScores From(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores)
    {
        Check(isAnomaly, scores);
        var (keys, labels) = (scores.ToArray(), isAnomaly.ToArray());
        Array.Sort(keys, labels); // not stable, which is harmless: equal scores are merged below

        var rows = new List<(double Score, long TruePositives, long FalsePositives)>();
        long anomalies = 0, normals = 0;
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (labels[i]) anomalies++;
            else normals++;
            if (i == 0 || keys[i - 1] != keys[i]) rows.Add((keys[i], anomalies, normals));
        }
        if (anomalies == 0 || normals == 0)
            throw new ArgumentException(
                $"Only one class: all {scores.Count} rows are {(anomalies == 0 ? "normal" : "anomalies")}. "
                + "This measure compares anomalies with normals and needs both.", nameof(isAnomaly));
        return new RankedScores(
            [.. rows.Select(row => row.Score)], [.. rows.Select(row => row.TruePositives)], [.. rows.Select(row => row.FalsePositives)]);
    }

    // The checks every measure shares: something to measure, equal lengths, finite scores.
    public static void Check(IReadOnlyList<bool> isAnomaly, IReadOnlyList<double> scores)
    {
        if (isAnomaly.Count != scores.Count)
            throw new ArgumentException(
                $"{isAnomaly.Count} labels but {scores.Count} scores: there must be one score for each row.", nameof(scores));
        CheckScores(scores);
    }

    public static void CheckScores(IReadOnlyList<double> scores)
    {
        if (scores.Count == 0) throw new ArgumentException("No scores: the list is empty.", nameof(scores));
        for (var i = 0; i < scores.Count; i++)
            if (!double.IsFinite(scores[i]))
                throw new ArgumentException(
                    $"Score {i} is {FormattableString.Invariant($"{scores[i]}")}: scores must be finite numbers.", nameof(scores));
    }
}
