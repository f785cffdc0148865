using static System.FormattableString;

namespace CourseKit.Exercises.Lesson01;

/// <summary>The full convolution of two lists.</summary>
internal static class FullConvolution
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "conv.full",
        Notebook = Lesson01.Notebook,
        Title = "The full convolution of two lists",
        Points = 4,
        Difficulty = Difficulty.Easy,
        Minutes = 10,
        Hints =
        [
            "For a fixed n, which k have both f[k] and g[n − k] inside their lists?",
            "The result has f.Length + g.Length − 1 numbers. Two loops: over n, and over all k of f; skip the k for which n − k is not "
                + "a place of g.",
            "for n, for k: int rest = n - k; if (rest >= 0 && rest < g.Length) result[n] += f[k] * g[rest];",
        ],
        EntryPoint = "FullConvolution",
        Signature = typeof(Func<double[], double[], double[]>),
        Check = check =>
        {
            // The lists of the lesson, worked by hand there.
            check.Part(1, "3 1 2 ∗ 1 0 2", () => Compare(check, [3, 1, 2], [1, 0, 2]));
            check.Part(2, "lists of different lengths", () =>
            {
                Compare(check, check.Numbers(2), check.Numbers(4));
                Compare(check, check.Numbers(7), check.Numbers(3));
            });
            check.Part(1, "the shortest lists", () =>
            {
                Compare(check, check.Numbers(1), check.Numbers(1));
                Compare(check, check.Numbers(1), check.Numbers(4));
            });
        },
    };

    private static void Compare(Grading check, double[] f, double[] g)
    {
        var expected = Product(f, g);
        double[] flipped = [.. g.Reverse()];
        var correlation = Product(f, flipped);
        var shorter = Math.Abs(f.Length - g.Length) + 1;
        double[] Cut(double[] full, int length) => [.. full.Skip((full.Length - length) / 2).Take(length)];
        var circular = new double[f.Length];
        foreach (var (n, value) in expected.Index()) circular[n % f.Length] += value;
        Expect.Close(
            check.Call<double[]>(f, g), expected, 1e-9,
            Invariant($"The convolution of {f.Length} with {g.Length} numbers"),
            (correlation, "This is the cross-correlation: g has to run backwards. While k goes up, n − k goes down."),
            (Cut(expected, shorter), "These are only the places where the shorter list lies wholly within the other; "
                + "the full convolution has f.Length + g.Length − 1 numbers."),
            (Cut(expected, f.Length), "This is cut to the length of f; the full convolution has f.Length + g.Length − 1 numbers."),
            ([.. expected.Take(f.Length)], "This ends with the length of f; the full convolution has f.Length + g.Length − 1 numbers."),
            ([.. expected.Append(0)], "There is a 0 too many at the end: f.Length + g.Length − 1 numbers are enough."),
            (circular, "What runs out at the end comes in again at the beginning (a circular convolution); outside of the lists is 0."));
    }

    // Coefficients of the product of two polynomials, by the values of the product at the roots of unity.
    private static double[] Product(double[] f, double[] g)
    {
        var length = f.Length + g.Length - 1;
        System.Numerics.Complex Root(int power) => System.Numerics.Complex.FromPolarCoordinates(1, 2 * Math.PI * power / length);
        System.Numerics.Complex At(double[] coefficients, int point) =>
            coefficients.Select((value, n) => value * Root(n * point)).Aggregate((sum, next) => sum + next);
        var values = Enumerable.Range(0, length).Select(point => At(f, point) * At(g, point)).ToArray();
        return [.. Enumerable.Range(0, length).Select(n =>
            values.Select((value, point) => value * Root(-n * point)).Aggregate((sum, next) => sum + next).Real / length)];
    }
}
