using static System.FormattableString;

namespace CourseKit.Exercises.Lesson03;

/// <summary>The threshold that a given share of the training scores exceeds.</summary>
internal static class Threshold
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "ae.threshold",
        Notebook = Lesson03.Notebook,
        Title = "A threshold for a given contamination",
        Points = 4,
        Difficulty = Difficulty.Easy,
        Minutes = 10,
        Hints =
        [
            "With the scores 1, 2, 3, 4, 5 and a contamination of 25 %, how many scores may lie above the threshold? "
                + "At which place of the sorted list is it then?",
            "Sort a copy. The place is h = (n − 1)(1 − contamination), counted from 0; it may fall between two scores.",
            "var k = (int)Math.Floor(h); if k is the last place, return sorted[k]; "
                + "otherwise sorted[k] + (h - k) * (sorted[k + 1] - sorted[k]).",
        ],
        EntryPoint = "ThresholdFor",
        Signature = typeof(Func<double[], double, double>),
        Check = check =>
        {
            check.Part(1, "the place falls on a score", () =>
            {
                Compare(check, [1, 2, 3, 4, 5], 0.25);
                Compare(check, [7], 0.3);
            });
            check.Part(1, "the scores come in any order and stay so", () => Compare(check, [3, 5, 1, 4, 2], 0.25));
            check.Part(1, "the place falls between two scores", () =>
            {
                Compare(check, [0, 10, 30], 0.3);
                foreach (var n in new[] { 2, 8, 57 }) Compare(check, check.Numbers(n, 0, 20), 0.05 + 0.4 * check.Random.NextDouble());
            });
            check.Part(1, "about the asked share lies above it", () => Share(check));
        },
    };

    private static void Compare(Grading check, double[] scores, double contamination)
    {
        var unsorted = Interpolated(scores, 1 - contamination);
        double[] sorted = [.. scores.Order()];
        var h = (sorted.Length - 1) * (1 - contamination);
        // Only values that are wrong here can be mistakes: the list is looked at after the right answer.
        Expect.Close(
            check.Call<double>(scores, contamination), Interpolated(sorted, 1 - contamination), 1e-9,
            Invariant($"The threshold for the scores {Short(scores)} with contamination {contamination:0.##}"),
            (Interpolated(sorted, contamination), "This is the quantile at the wrong end: so many normal rows would be flagged. The share "
                + "above the threshold must be the contamination."),
            (sorted[(int)Math.Floor(h)], "This is the score just below the place (n − 1)(1 − contamination); between two scores, "
                + "go the fraction of the way to the next one."),
            (sorted[(int)Math.Ceiling(h)], "This is the score just above the place (n − 1)(1 − contamination); between two scores, "
                + "go only the fraction of the way to it."),
            (unsorted, "The scores are taken in the order they came in; a quantile needs them sorted."),
            (scores.Average() * (1 - contamination), "A share of the mean is not a quantile: look for a place in the sorted list."),
            (sorted[^1] * (1 - contamination), "A share of the largest score is not a quantile: look for a place in the sorted list."),
            (sorted[0] + (sorted[^1] - sorted[0]) * (1 - contamination), "A share of the way from the smallest to the largest score "
                + "ignores all others: look for a place in the sorted list."));
    }

    private static void Share(Grading check)
    {
        var scores = check.Numbers(1000, 0, 5);
        foreach (var contamination in new[] { 0.01, 0.1, 0.25 })
        {
            var threshold = check.Call<double>(scores, contamination);
            Expect.InRange(
                scores.Count(score => score > threshold) / 1000.0, contamination - 0.0015, contamination + 0.0015,
                Invariant($"The share of 1000 scores above the threshold for contamination {contamination}"));
        }
    }

    // The quantile of a sorted list: at the place (n − 1) · share, between two scores the fraction of the way.
    private static double Interpolated(double[] scores, double share)
    {
        var h = (scores.Length - 1) * share;
        var (low, high) = (scores[(int)Math.Floor(h)], scores[(int)Math.Ceiling(h)]);
        return low + (h - Math.Floor(h)) * (high - low);
    }

    private static string Short(double[] scores) => scores.Length > 8
        ? Invariant($"({scores.Length} numbers)")
        : string.Join(", ", scores.Select(score => Invariant($"{score:0.###}")));
}
