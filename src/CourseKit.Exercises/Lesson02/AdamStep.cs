using static System.FormattableString;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace CourseKit.Exercises.Lesson02;

/// <summary>One step of Adam.</summary>
internal static class AdamStep
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    public static Exercise Exercise { get; } = new()
    {
        Id = "bp.adam-step",
        Notebook = Lesson02.Notebook,
        Title = "One step of Adam",
        Points = 5,
        Difficulty = Difficulty.Medium,
        Minutes = 10,
        Hints =
        [
            "In the first step m is 0.1 g and v is 0.001 g². What do you have to divide each by to get g and g² back, and what in step k?",
            "Three lines for the new m, the new v and the new w, in this order; use the new m and v for w. Powers of β with Math.Pow.",
            "m = 0.9 * m + 0.1 * g; v = 0.999 * v + 0.001 * g.square(); w = w - rate * (m / (1 - Math.Pow(0.9, k))) / ((v / (1 - "
                + "Math.Pow(0.999, k))).sqrt() + 1e-8);",
        ],
        EntryPoint = "AdamStep",
        Signature = typeof(Func<Tensor, Tensor, Tensor, Tensor, int, double, (Tensor, Tensor, Tensor)>),
        Check = check =>
        {
            check.Part(1, "the running means", () => Means(check));
            check.Part(1, "the first step", () => First(check));
            check.Part(1, "a later step", () => Later(check));
            check.Part(1, "a gradient that is next to nothing", () => Tiny(check));
            check.Part(1, "many steps, beside optim.Adam", () => Many(check));
        },
    };

    private static (Tensor W, Tensor M, Tensor V) Step(Grading check, Tensor w, Tensor g, Tensor m, Tensor v, int k, double rate)
    {
        var (newW, newM, newV) = check.Call<(Tensor, Tensor, Tensor)>(w, g, m, v, k, rate);
        Expect.True(newW is not null && newM is not null && newV is not null, "One of the three tensors is null.");
        Expect.Shape(newW!, w.shape, "The new w");
        return (newW!, newM!, newV!);
    }

    private static void Means(Grading check)
    {
        double[] g = check.Numbers(4, 1, 3), m = check.Numbers(4, -2, -1), v = check.Numbers(4, 4, 6);
        var (_, newM, newV) = Step(check, zeros(4), Of(g), Of(m), Of(v), 3, 0.01);
        double[] Mix(double share, double[] old, double[] fresh) => [.. old.Zip(fresh, (a, b) => share * a + (1 - share) * b)];
        double[] squares = [.. g.Select(one => one * one)];
        var rightM = Mix(Beta1, m, g);
        Expect.Close(
            newM.Values(), rightM, 1e-5, "The new m",
            (Mix(1 - Beta1, m, g), "The two shares of m are mixed up: β₁ = 0.9 belongs to the old mean."),
            ([.. rightM.Select(one => one / (1 - Math.Pow(Beta1, 3)))],
                "This is m after the correction. Return m itself: the next step starts from it."),
            (Mix(Beta2, m, g), "m has β₁ = 0.9, v has β₂ = 0.999."),
            ([.. m.Zip(g, (a, b) => Beta1 * a + b)], "That is momentum's sum; Adam's m is a mean: the new gradient counts 1 − β₁."));
        var rightV = Mix(Beta2, v, squares);
        Expect.Close(
            newV.Values(), rightV, 1e-5, "The new v",
            (Mix(Beta2, v, g), "v is the mean of the squares of the gradient; the square is missing."),
            (Mix(1 - Beta2, v, squares), "The two shares of v are mixed up: β₂ = 0.999 belongs to the old mean."),
            (Mix(Beta1, v, squares), "v has β₂ = 0.999; 0.9 is β₁."),
            ([.. rightV.Select(one => one / (1 - Math.Pow(Beta2, 3)))],
                "This is v after the correction. Return v itself: the next step starts from it."));
    }

    // m and v are 0, so every weight moves by the learning rate, whatever its gradient.
    private static void First(Grading check)
    {
        double[] w = check.Numbers(3), g = [0.01, -3, 200];
        var (newW, _, _) = Step(check, Of(w), Of(g), zeros(3), zeros(3), 1, 0.05);
        double[] Moved(Func<double, double> step) => [.. w.Zip(g, (a, b) => a - 0.05 * step(b))];
        Expect.Close(
            newW.Values(), Moved(one => Math.Sign(one)), 1e-4, "The weights after the first step, learning rate 0.05",
            (Moved(one => -Math.Sign(one)), "Uphill: the step is subtracted."),
            (Moved(one => 0.1 * one / (Math.Sqrt(0.001 * one * one) + Epsilon)),
                "Without the correction the first step is too long: in step k, divide m by 1 − β₁ᵏ and v by 1 − β₂ᵏ."),
            (Moved(one => Math.Sign(one) / Math.Sqrt(0.001)), "v is still uncorrected: divide it by 1 − β₂ᵏ before the root."),
            (Moved(one => Math.Sign(one) * 0.1), "m is still uncorrected: divide it by 1 − β₁ᵏ."),
            (Moved(one => one / (one * one + Epsilon)), "The root around v is missing."),
            (Moved(one => one), "That is plain descent: nothing divides the gradient by its size."));
        Expect.True(newW.Values().All(double.IsFinite), "A weight is not a number: the first step has k = 1, not 0.");
    }

    private static void Later(Grading check)
    {
        double[] w = check.Numbers(4), g = check.Numbers(4), m = check.Numbers(4), v = check.Numbers(4, 1, 2);
        var (newW, _, _) = Step(check, Of(w), Of(g), Of(m), Of(v), 5, 0.1);
        double[] With(int k, bool fresh) => [.. Enumerable.Range(0, 4).Select(i => w[i] - 0.1 * Direction(g[i], m[i], v[i], k, fresh))];
        Expect.Close(
            newW.Values(), With(5, true), 1e-5, "The weights after step 5",
            (With(5, false), "w moves by the old m and v; the gradient of this step belongs into them first."),
            (With(1, true), "The correction is always that of the first step: the power of β grows with k."),
            (With(6, true), "The powers are one too high: in step k they are βᵏ."),
            (With(4, true), "The powers are one too low: in step k they are βᵏ."),
            (With(100_000, true), "There is no correction in this step; it belongs into every one."));
    }

    private static void Tiny(Grading check)
    {
        var w = check.Numbers(2);
        var (newW, _, _) = Step(check, Of(w), Of([1e-8, -1e-8]), zeros(2), zeros(2), 1, 1);
        Expect.Close(
            newW.Values(), [w[0] - 0.5, w[1] + 0.5], 1e-3,
            "The weights after a first step with gradients of ±1e-8 and a learning rate of 1",
            ([w[0] - 1, w[1] + 1], "Where is ε? Added to the root it halves this step; with a gradient of 0 you would divide by 0."),
            ([w[0] - 1e-4, w[1] + 1e-4], "ε stands beside the root, not under it."),
            (w, "ε stands beside the root of the corrected v."));
    }

    private static void Many(Grading check)
    {
        var at = check.Numbers(3, -2, 2);
        Tensor Loss(Tensor w) => ((w - 0.3).pow(4) * Of([1, 10, 100])).sum();
        using var theirs = new Parameter(Of(at));
        using var optimizer = optim.Adam([theirs], 0.02);
        var (ours, m, v) = (Of(at), zeros(3), zeros(3));
        for (var k = 1; k <= 30; k++)
        {
            var gradient = 4 * (ours - 0.3).pow(3) * Of([1, 10, 100]);
            (ours, m, v) = Step(check, ours, gradient, m, v, k, 0.02);
            optimizer.zero_grad();
            Loss(theirs).backward();
            optimizer.step();
            Expect.Close(ours.Values(), theirs.Values(), 1e-3, Invariant($"The weights after step {k}, beside those of optim.Adam"));
        }
    }

    private static double Direction(double g, double m, double v, int k, bool fresh)
    {
        if (fresh) (m, v) = (Beta1 * m + (1 - Beta1) * g, Beta2 * v + (1 - Beta2) * g * g);
        return m / (1 - Math.Pow(Beta1, k)) / (Math.Sqrt(v / (1 - Math.Pow(Beta2, k))) + Epsilon);
    }

    private static Tensor Of(double[] values) => tensor(values, dtype: float32);
}
