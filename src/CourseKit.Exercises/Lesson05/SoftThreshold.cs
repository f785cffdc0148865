using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson05;

/// <summary>The z that makes ½(z − a)² + λ|z| smallest, for each number a.</summary>
internal static class SoftThreshold
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "sae.soft-threshold",
        Notebook = Lesson05.Notebook,
        Title = "The soft threshold",
        Points = 3,
        Difficulty = Difficulty.Easy,
        Minutes = 10,
        Hints =
        [
            "With λ = 1, where do a = 3, a = −3 and a = 0.4 end up? What do the first two have in common, apart from the sign?",
            "Three steps: take the size |a|, move it by λ towards 0 but never past it, and give the result the sign of a.",
            "a.sign() gives the sign of each number; (a.abs() - lambda).clamp(min: 0) is what is left of its size. Multiply the two.",
        ],
        EntryPoint = "SoftThreshold",
        Signature = typeof(Func<Tensor, double, Tensor>),
        Check = check =>
        {
            check.Part(1, "small numbers become 0, large ones come nearer to it", () =>
            {
                Compare(check, tensor(new[] { 3f }), 1);
                Compare(check, tensor(new[] { 3f, -2f, 0.5f, -0.25f, 0f }), 1);
            });
            check.Part(1, "any shape and any λ", () =>
            {
                Compare(check, check.Uniform(-2, 2, 4, 3), 0.2 + check.Random.NextDouble());
                Compare(check, check.Uniform(-1, 1, 2, 3, 5), 0.1 + 0.3 * check.Random.NextDouble());
            });
            check.Part(1, "λ = 0 changes nothing, a large λ leaves nothing", () =>
            {
                Compare(check, check.Uniform(-2, 2, 6), 0);
                Compare(check, check.Uniform(-2, 2, 6), 2.5);
            });
        },
    };

    private static void Compare(Grading check, Tensor a, double lambda)
    {
        var numbers = a.Values();
        Tensor Each(Func<double, double> f) => tensor(numbers.Select(f).ToArray()).reshape(a.shape);
        var what = Invariant($"The result for {(numbers.Length == 1 ? Invariant($"a = {numbers[0]}") : $"{numbers.Length} numbers")}")
            + Invariant($" with λ = {lambda:0.###}");
        Expect.Close(
            check.Call<Tensor>(a, lambda), Each(one => Smallest(one, lambda)), 1e-4, what,
            (Each(one => Math.Abs(one) > lambda ? one : 0), "This is the hard threshold: what is kept stays as it is. "
                + "The soft one also moves it by λ towards 0."),
            (Each(one => Math.Max(0, one - lambda)), "Negative numbers all become 0. A large negative number is kept as well, "
                + "moved by λ towards 0."),
            (Each(one => Math.Max(0, Math.Abs(one) - lambda)), "The signs are lost: what is left of a negative number is negative."),
            (Each(one => one / (1 + lambda)), "Everything is made smaller by the same factor and nothing becomes 0: "
                + "that is the penalty z²/2, not |z|."),
            (Each(one => Math.Clamp(one, -lambda, lambda)), "This is what the threshold takes away, a clipped to ±λ; return what is left."),
            (Each(one => one - lambda), "λ is taken from every number: small ones become negative instead of 0."),
            (Each(one => Math.Sign(one) * (Math.Abs(one) - lambda)), "Small numbers go past 0 and come out on the other side; "
                + "stop them at 0."));
    }

    // Searched for, without the formula: the function is convex, so the interval around its lowest place can be cut again and again.
    private static double Smallest(double a, double lambda)
    {
        double F(double z) => (z - a) * (z - a) / 2 + lambda * Math.Abs(z);
        var (low, high) = (-Math.Abs(a) - 1, Math.Abs(a) + 1);
        for (var i = 0; i < 150; i++)
        {
            var (left, right) = (low + (high - low) / 3, high - (high - low) / 3);
            (low, high) = F(left) < F(right) ? (low, right) : (left, high);
        }
        return (low + high) / 2;
    }
}
