using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson07;

/// <summary>The loss of the soft boundary for codes, centre and radius as they are.</summary>
internal static class SoftBoundary
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "svdd.soft-boundary",
        Notebook = Lesson07.Notebook,
        Title = "The soft-boundary loss",
        Points = 5,
        Difficulty = Difficulty.Medium,
        Minutes = 10,
        Hints =
        [
            "Two rows lie inside the sphere, one outside. Which of the three make the loss larger, and what remains if all lie inside?",
            "The price of a row is max(0, ‖z − c‖² − R²): clamp_min(0). Take the mean over the rows, divide it by ν, add R².",
            "var outside = ((z - c).square().sum(1) - R * R).clamp_min(0); return R * R + outside.mean() / nu;",
        ],
        EntryPoint = "SoftBoundaryLoss",
        Signature = typeof(Func<Tensor, Tensor, double, double, Tensor>),
        Check = check =>
        {
            check.Part(1, "all rows inside: only the sphere costs", () =>
                Compare(check, tensor(new[] { 1f, 0f, 0f, 1f, 0f, 0f, 0.5f, 0.5f }, 4, 2), zeros(2), 2, 0.5));
            check.Part(2, "one row outside, by hand", () =>
                Compare(check, tensor(new[] { 3f, 0f, 1f, 0f, 0f, 0f, 0f, 1f, 0f, 0f }, 5, 2), zeros(2), 2, 0.25));
            check.Part(2, "codes, centres and radii of all kinds", () =>
            {
                foreach (var (n, s) in new[] { (2, 1), (6, 3), (40, 8) })
                {
                    var (z, c) = (check.Uniform(-2, 2, n, s), check.Uniform(-1, 1, s));
                    Compare(check, z, c, Math.Sqrt(s) * (0.5 + check.Random.NextDouble()), 0.05 + 0.4 * check.Random.NextDouble());
                }
            });
        },
    };

    // In plain doubles, a row at a time.
    private static void Compare(Grading check, Tensor z, Tensor c, double radius, double nu)
    {
        var (codes, centre, n) = (z.Rows(), c.Values(), z.shape[0]);
        double[] squares = [.. codes.Select(code => code.Zip(centre, (a, b) => Math.Pow(a - b, 2)).Sum())];
        var sphere = radius * radius;
        double Outside(double size) => squares.Sum(square => Math.Max(0, square - size));
        var right = sphere + Outside(sphere) / (nu * n);

        var loss = check.Call<Tensor>(z, c, radius, nu);

        Expect.True(
            loss.numel() == 1,
            Invariant($"The loss of {n} rows should be a single number, but it has {loss.numel()}: take the mean over the rows."));
        Expect.Close(
            loss.Values()[0], right, 1e-4, Invariant($"The loss of {n} rows with R = {radius:0.##} and ν = {nu:0.##}"),
            (sphere + squares.Sum(square => square - sphere) / (nu * n),
                "Rows inside the sphere pull the loss down: without max(0, …) they pay a negative price."),
            (sphere + Outside(sphere) / n, "ν is missing: the mean price of the rows is divided by it."),
            (sphere + nu * Outside(sphere) / n, "The price of the rows is multiplied by ν; it is divided by it."),
            (sphere + Outside(sphere) / nu, "This takes the sum over the rows; the formula divides by their number as well."),
            (Outside(sphere) / (nu * n), "The size of the sphere, R², is missing: a huge sphere would cost nothing."),
            (radius + Outside(radius) / (nu * n), "R stands where R² should: squared distances are compared with the squared radius."),
            (radius + Outside(sphere) / (nu * n), "The first term is R²; this is R."),
            (sphere + Outside(radius) / (nu * n), "Squared distances are compared with R; take R²."),
            (sphere + squares.Sum(square => Math.Max(0, Math.Sqrt(square) - radius)) / (nu * n),
                "A row pays for its squared distance beyond R²; these are distances beyond R."));
    }
}
