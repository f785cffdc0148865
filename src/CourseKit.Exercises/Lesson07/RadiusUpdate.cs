using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson07;

/// <summary>The radius as a quantile of the distances.</summary>
internal static class RadiusUpdate
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "svdd.radius",
        Notebook = Lesson07.Notebook,
        Title = "The radius that leaves a share outside",
        Points = 4,
        Difficulty = Difficulty.Medium,
        Minutes = 10,
        Hints =
        [
            "Squared distances 1, 4, 9, 16, 25 and ν = 0.25: how many rows may stay outside, and is R among 1 … 5 or among 1 … 25?",
            "Take the root of each squared distance. R is their (1 − ν)-quantile: torch's quantile interpolates and wants q as a tensor of "
                + "the same dtype.",
            "var d = squared.sqrt(); return d.quantile(tensor(1 - nu, d.dtype)).to_type(ScalarType.Float64).item<double>();",
        ],
        EntryPoint = "SolveRadius",
        Signature = typeof(Func<Tensor, double, double>),
        Check = check =>
        {
            check.Part(1, "the place falls on a distance", () => Compare(check, [1, 4, 9, 16, 25], 0.25));
            check.Part(1, "rows come in any order", () => Compare(check, [16, 4, 25, 1, 9], 0.25));
            check.Part(1, "the place falls between two distances", () =>
            {
                Compare(check, [0, 4, 64], 0.25);
                foreach (var n in new[] { 5, 8, 57 }) Compare(check, check.Numbers(n, 0, 20), 0.05 + 0.3 * check.Random.NextDouble());
            });
            check.Part(1, "about the share ν stays outside", () => Share(check));
        },
    };

    private static void Compare(Grading check, double[] squares, double nu)
    {
        var x = tensor([.. squares.Select(value => (float)value)]);
        double[] values = x.Values(), sorted = [.. values.Order()], roots = [.. sorted.Select(Math.Sqrt)];
        var h = (values.Length - 1) * (1 - nu);
        Expect.Close(
            check.Call<double>(x, nu), At(roots, 1 - nu), 1e-5,
            Invariant($"The radius for {values.Length} rows and ν = {nu:0.##}"),
            (At(sorted, 1 - nu), "This is R²: the rows come with squared distances, the radius is a distance."),
            (Math.Sqrt(At(sorted, 1 - nu)), "The root comes too late: interpolate between distances, not between their squares."),
            (At(roots, nu), "This is the quantile at the wrong end: a share of only ν would lie inside."),
            (Math.Sqrt(At(values, 1 - nu)), "The rows are taken in the order they came in; a quantile needs them sorted."),
            (At([.. values.Select(Math.Sqrt)], 1 - nu), "The rows are taken in the order they came in; a quantile needs them sorted."),
            (roots[^1], "This is the largest distance: no row at all would be left outside."),
            (roots.Average(), "This is the mean distance, whatever ν is; ask for the quantile."),
            (roots[(int)Math.Floor(h)],
                "This is the distance just below the place (n − 1)(1 − ν); go the fraction of the way to the next."),
            (roots[(int)Math.Ceiling(h)],
                "This is the distance just above the place (n − 1)(1 − ν); go only the fraction of the way to it."),
            ((1 - nu) * roots[^1], "A share of the largest distance is not a quantile: look for a place in the sorted list."));
    }

    private static void Share(Grading check)
    {
        var squares = check.Uniform(0, 30, 1000);
        var values = squares.Values();
        foreach (var nu in new[] { 0.01, 0.1, 0.5 })
        {
            var radius = check.Call<double>(squares, nu);
            Expect.InRange(
                values.Count(square => Math.Sqrt(square) > radius) / 1000.0, nu - 0.0015, nu + 0.0015,
                Invariant($"The share of 1000 rows outside the sphere for ν = {nu}"));
        }
    }

    // The value at the place (n − 1) · share of a list, between two values the fraction of the way.
    private static double At(double[] list, double share)
    {
        var h = (list.Length - 1) * share;
        var (low, high) = (list[(int)Math.Floor(h)], list[(int)Math.Ceiling(h)]);
        return low + (h - Math.Floor(h)) * (high - low);
    }
}
