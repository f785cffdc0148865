using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson04;

/// <summary>How regular each frame of a clip is.</summary>
internal static class Regularity
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "cae.regularity",
        Notebook = Lesson04.Notebook,
        Title = "The regularity score of a clip",
        Points = 4,
        Difficulty = Difficulty.Easy,
        Minutes = 10,
        Hints =
        [
            "Over what does the error of one frame run, and over what do the least and the largest error run?",
            "Subtract, square, sum over lines and columns (dimensions 1 and 2), take the root: [T] errors. Bring them to a double[]; the "
                + "rest is Min, Max and Select.",
            "var e = (frames - copies).square().sum(1, 2).sqrt().to_type(ScalarType.Float64).data<double>().ToArray(); if (e.Max() == 0) "
                + "all are 1; else 1 - (e[t] - e.Min()) / e.Max().",
        ],
        EntryPoint = "Regularity",
        Signature = typeof(Func<Tensor, Tensor, double[]>),
        Check = check =>
        {
            check.Part(2, "the score of each frame", () => Scores(check));
            check.Part(1, "clips of any length and size", () =>
            {
                foreach (var (length, height, width) in new[] { (3, 4, 4), (1, 2, 3), (12, 6, 9) }) Compare(check, length, height, width);
            });
            check.Part(1, "a clip that is copied perfectly", () =>
            {
                var frames = check.Rand(4, 3, 3);
                Expect.Close(
                    check.Call<double[]>(frames, frames.clone()), [1, 1, 1, 1], 1e-9, "The scores of a perfect copy",
                    ([double.NaN, double.NaN, double.NaN, double.NaN], "0/0: without any error the scores are not a number. "
                        + "Nothing is irregular here; let every frame have the score 1."),
                    ([0, 0, 0, 0], "Without any error nothing is irregular: every frame has the score 1."));
            });
        },
    };

    // By hand: the errors of the frames are 5 (3 and 4), 1, and 0.5.
    private static void Scores(Grading check)
    {
        var frames = tensor(new float[] { 3, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0.5f, 0 }, [3, 2, 2]);
        var copies = zeros(3, 2, 2);
        Expect.Close(
            check.Call<double[]>(frames, copies), [0.1, 0.9, 1], 1e-6, "The scores of three frames with the errors 5, 1 and 0.5",
            ([0.9, 0.1, 0], "This is how irregular the frames are: take it from 1."),
            ([0, 1 - 0.5 / 4.5, 1], "The errors are divided by the largest less the least; the formula divides by the largest."),
            ([0, 0.8, 0.9], "The least error is not taken off, so that even the best frame has less than 1."),
            ([0.01, 0.97, 1], "The errors are squares; take the root."),
            ([1 - (7 - 0.5) / 7, 1 - 0.5 / 7, 1], "The errors are sums of absolute values; the formula takes squares and a root."),
            ([5, 1, 0.5], "These are the errors; the formula goes on."));
    }

    private static void Compare(Grading check, int length, int height, int width)
    {
        var (frames, copies) = (check.Rand(length, height, width), check.Rand(length, height, width));
        var (x, other) = (frames.Values(), copies.Values());
        double[] errors = [.. x.Zip(other, (a, b) => (a - b) * (a - b)).Chunk(height * width).Select(frame => Math.Sqrt(frame.Sum()))];
        // The best frame has the score 1, the worst the ratio of the least to the largest error, the others lie on the line between.
        var (least, most) = (errors.Min(), errors.Max());
        double[] expected = [.. errors.Select(e => most == least ? 1 : 1 + (e - least) * (least / most - 1) / (most - least))];

        var got = check.Call<double[]>(frames, copies);

        Expect.True(
            got.Length == length, Invariant($"Regularity returned {got.Length} scores for {length} frames; return one for each frame."));
        Expect.Close(got, expected, 1e-5, Invariant($"The scores of {length} frames of {height} × {width} pixels"));
    }
}
