using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson03;

/// <summary>The distance ‖x − x̂‖ for each row of a batch.</summary>
internal static class ReconstructionError
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "ae.reconstruction-error",
        Notebook = Lesson03.Notebook,
        Title = "The reconstruction error of each row",
        Points = 3,
        Difficulty = Difficulty.Easy,
        Minutes = 5,
        Hints =
        [
            "If 3 images go in, how many scores must come out? Along which dimension of x − xHat do you therefore add up?",
            "Four operations, each a method of Tensor: the difference, its square, the sum along dimension 1, the square root.",
            "(x - xHat) gives the differences [n, d]; .square() squares them; .sum(1) adds up each row and leaves [n]; .sqrt() comes last.",
        ],
        EntryPoint = "ReconstructionError",
        Signature = typeof(Func<Tensor, Tensor, Tensor>),
        Check = check =>
        {
            // 4 and 8 beside a right place: everyone who forgets the root, the sum or the square gets another number than √80.
            check.Part(1, "one row", () => Compare(check, tensor(new float[] { 5, 1, 9 }, 1, 3), tensor(new float[] { 1, 1, 1 }, 1, 3)));
            check.Part(1, "several rows", () => Compare(check, check.Uniform(-1, 1, 4, 3), check.Uniform(-1, 1, 4, 3)));
            check.Part(1, "a batch of images", () => Compare(check, check.Rand(6, 784), check.Rand(6, 784)));
        },
    };

    private static void Compare(Grading check, Tensor x, Tensor xHat)
    {
        var differences = x.Rows().Zip(xHat.Rows(), (a, b) => a.Zip(b, (p, q) => p - q).ToArray()).ToArray();
        double[] PerRow(Func<double[], double> f) => [.. differences.Select(f)];
        var (n, d) = (x.shape[0], x.shape[1]);
        var rows = Invariant($"{n} row{(n == 1 ? "" : "s")} of {d} values");

        var got = check.Call<Tensor>(x, xHat);

        if (n > 1)
        {
            Expect.Shape(
                got, [n], $"The result for {rows}",
                ([], "One number for the whole batch cannot say which image is strange: return one for each row."),
                ([d], "You add up over the rows (dimension 0) and get a number for each pixel; "
                    + "add up over the pixels of each row (dimension 1)."),
                ([n, d], "These are the errors of single pixels; add them up along dimension 1."),
                ([n, 1], "The numbers stand in a column; leave keepdim out."));
        }
        Expect.Close(
            got.Values(), PerRow(row => Math.Sqrt(row.Sum(e => e * e))), 1e-4, $"The errors of {rows}",
            (PerRow(row => row.Sum(e => e * e)), "These are the squared distances; a distance has a square root around the sum."),
            (PerRow(row => row.Average(e => e * e)), "This is the mean over the pixels of the squared error; "
                + "the distance is the root of the sum."),
            (PerRow(row => Math.Sqrt(row.Average(e => e * e))), "You take the mean over the pixels before the root; "
                + "‖x − x̂‖ has the sum there."),
            (PerRow(row => row.Sum(Math.Abs)), "You add up absolute values (the L1 distance); "
                + "‖x − x̂‖ squares first and takes the root of the sum."),
            (PerRow(row => row.Average(Math.Abs)), "This is the mean absolute error; ‖x − x̂‖ is the root of the sum of squares."),
            (PerRow(row => Math.Abs(row.Sum())), "Positive and negative differences cancel here: square before you add up."));
    }
}
