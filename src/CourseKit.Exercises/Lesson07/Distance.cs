using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson07;

/// <summary>The score of Deep SVDD: the squared distance of each code from the centre.</summary>
internal static class Distance
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "svdd.score",
        Notebook = Lesson07.Notebook,
        Title = "The squared distance from the centre",
        Points = 3,
        Difficulty = Difficulty.Easy,
        Minutes = 5,
        Hints =
        [
            "For the code (3, 4) and the centre (0, 0), what is the squared distance? Over which index have you added?",
            "z is [n, s] and c is [s]: z - c takes c from every row. Square each number, then add up within each row.",
            "return (z - c).square().sum(1);",
        ],
        EntryPoint = "SquaredDistances",
        Signature = typeof(Func<Tensor, Tensor, Tensor>),
        Check = check =>
        {
            check.Part(1, "one code, by hand", () =>
            {
                var got = check.Call<Tensor>(tensor(new[] { 4f, 6f }, 1, 2), tensor(new[] { 1f, 2f }));
                Judge(got, [[4, 6]], [1, 2]);
            });
            check.Part(2, "one number for each of many codes", () =>
            {
                foreach (var (n, s) in new[] { (3, 2), (4, 4), (50, 7) })
                {
                    var (z, c) = (check.Uniform(-3, 3, n, s), check.Uniform(-2, 2, s));
                    Judge(check.Call<Tensor>(z, c), z.Rows(), c.Values());
                }
            });
        },
    };

    // In plain arrays, a code at a time.
    private static void Judge(Tensor got, double[][] codes, double[] centre)
    {
        var (n, s) = (codes.Length, centre.Length);
        double[] right = [.. codes.Select(code => code.Zip(centre, (a, b) => (a - b) * (a - b)).Sum())];
        double[] byUnit = [.. Enumerable.Range(0, s).Select(j => codes.Sum(code => (code[j] - centre[j]) * (code[j] - centre[j])))];
        var what = Invariant($"The squared distances of {n} code{(n == 1 ? "" : "s")} of {s} numbers");
        Tensor Of(double[] values) => tensor(values);
        Expect.True(
            got.dim() > 0 && (n == 1 || got.numel() > 1),
            "That is one number for the whole batch; the score says something about each row, so add up within the rows only.");
        Expect.Close(
            got, Of(right), 1e-4, what,
            (Of([.. right.Select(Math.Sqrt)]), "This is the distance; the score is its square, which needs no root."),
            (Of([.. right.Select(value => value / s)]), "This is the mean over the units of the code; the squared distance is the sum."),
            (Of([.. codes.Select(code => code.Sum(a => a * a))]), "This is the squared distance from the origin; take c off first."),
            (Of([.. codes.Select(code => code.Zip(centre, (a, b) => Math.Abs(a - b)).Sum())]),
                "These are sums of absolute differences; square them before you add."),
            (Of([.. codes.Select(code => Math.Pow(code.Zip(centre, (a, b) => a - b).Sum(), 2))]),
                "This is the square of a sum; add up the squares."),
            (Of(byUnit), "The sum ran down the rows. Add up over dimension 1."));
    }
}
