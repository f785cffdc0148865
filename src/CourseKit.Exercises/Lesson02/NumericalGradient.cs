using static System.FormattableString;

namespace CourseKit.Exercises.Lesson02;

/// <summary>The gradient by central differences, with a step that suits the place.</summary>
internal static class NumericalGradient
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "bp.numerical-gradient",
        Notebook = Lesson02.Notebook,
        Title = "The numerical gradient",
        Points = 4,
        Difficulty = Difficulty.Easy,
        Minutes = 10,
        Hints =
        [
            "For the slope along variable j, which numbers in x must move, which must stay, and how far apart are your two points?",
            "Work on a copy of x. For each j: evaluate f with x[j] + h and with x[j] − h, put x[j] back, and divide the difference by the "
                + "distance of the two places. Let h grow with |x[j]|, but never be 0.",
            "var at = (double[])x.Clone(); for each j: var h = 1e-5 * Math.Max(1, Math.Abs(x[j])); at[j] = x[j] + h; var up = f(at); "
                + "at[j] = x[j] - h; var down = f(at); at[j] = x[j]; g[j] = (up - down) / ((x[j] + h) - (x[j] - h)).",
        ],
        EntryPoint = "NumericalGradient",
        Signature = typeof(Func<Func<double[], double>, double[], double[]>),
        Check = check =>
        {
            check.Part(1, "one variable", () => OneVariable(check));
            check.Part(1, "each of several variables on its own", () => SeveralVariables(check));
            check.Part(1, "to eight decimals", () => Accurate(check));
            check.Part(1, "far from zero", () => FarAway(check));
        },
    };

    private static double[] Gradient(Grading check, Func<double[], double> f, double[] x)
    {
        var gradient = check.Call<double[]>(f, x);
        Expect.True(
            gradient.Length == x.Length,
            Invariant($"f has {x.Length} variables, but the gradient has {gradient.Length} numbers: one each."));
        return gradient;
    }

    private static void OneVariable(Grading check)
    {
        foreach (var x in new[] { 2, check.Random.NextDouble() + 1 })
        {
            var slope = 3 * x * x;
            Expect.Close(
                Gradient(check, v => v[0] * v[0] * v[0], [x])[0], slope, 1e-3, Invariant($"The slope of x³ at {x:0.###}"),
                (2 * slope, "Twice too steep: x + h and x − h are 2h apart."),
                (slope / 2, "Half as steep as it is: divide by the distance of the two points that you have evaluated."),
                (-slope, "The sign is wrong: the value further right comes first in the difference."),
                (0, "The difference of the two values has to be divided by the distance of the two points."),
                (x * x * x, "This is the value of f; the slope is asked for."));
        }
    }

    // 0 is among the places: a step that is a share of x would be 0.
    private static void SeveralVariables(Grading check)
    {
        foreach (var n in new[] { 2, 5 })
        {
            double[] weights = check.Numbers(n, 1, 3), x = check.Numbers(n);
            x[^1] = 0;
            double F(double[] v) => v.Zip(weights, (one, weight) => weight * Math.Sin(one)).Sum();
            var expected = x.Zip(weights, (one, weight) => weight * Math.Cos(one)).ToArray();

            var gradient = Gradient(check, F, x);

            Expect.True(!double.IsNaN(gradient[^1]), "At a variable that is 0 the slope is not a number: is the step 0 there?");
            Expect.Close(
                gradient, expected, 1e-3, Invariant($"The gradient in {n} variables"),
                ([.. expected.Select(_ => expected.Sum())],
                    "All entries are the slope along the diagonal: move one variable at a time, and hold the others still."));
        }
    }

    // f is large beside its slope, so that rounding shows early. Where f was asked for tells what went wrong.
    private static void Accurate(Grading check)
    {
        var x = check.Numbers(6);
        List<double[]> asked = [];
        double F(double[] v)
        {
            lock (asked) asked.Add([.. v]);
            return 10 + Math.Exp(v.Select((one, j) => Math.Sin((1 + j % 3) * one)).Sum() / 3);
        }
        double Inner(int j) => (1 + j % 3) * Math.Cos((1 + j % 3) * x[j]) / 3;

        var gradient = Gradient(check, F, x);

        var error = gradient.Select((slope, j) => Math.Abs(slope - (F(x) - 10) * Inner(j))).Max();
        if (error < 5e-9) return;
        double[] moves = [.. asked.SelectMany(place => place.Zip(x, (a, b) => a - b)).Where(move => move != 0)];
        var step = moves.Length == 0 ? 0 : moves.Max(Math.Abs);
        var digits = Invariant($"An entry is off by {error:0.0e+0}, and 5e-9 is allowed. ");
        Expect.True(
            moves.Any(move => move < 0) && moves.Any(move => move > 0),
            digits + "You look to one side of x only: a central difference looks to both, and its error falls with h², not h.");
        Expect.True(
            asked.All(place => place.Zip(x).Count(pair => pair.First != pair.Second) <= 1),
            digits + "When one variable moves, another is still where you left it: put each back before the next one.");
        Expect.True(step < 2e-4, digits + Invariant($"The step, {step:0.0e+0}, is too large: the secant is not yet the tangent."));
        Expect.True(step > 8e-7, digits + Invariant($"The step, {step:0.0e+0}, is too small: rounding eats the difference up."));
        Expect.True(false, digits + "Is the distance that you divide by the one between the two places?");
    }

    private static void FarAway(Grading check)
    {
        var shares = check.Numbers(3, 0.5, 2);
        double[] x = [.. shares.Select(share => 1e6 * share)];
        Expect.Close(
            Gradient(check, v => 1e6 * v.Sum(Math.Log), x), [.. shares.Select(share => 1 / share)], 1e-7,
            "The gradient of 1,000,000 Σ ln xⱼ where the xⱼ are near 1,000,000 (a step that is right near 1 is lost in the digits here)");
    }
}
