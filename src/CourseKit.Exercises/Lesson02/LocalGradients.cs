using static System.FormattableString;

namespace CourseKit.Exercises.Lesson02;

/// <summary>The slope of an operation in each of its inputs.</summary>
internal static class LocalGradients
{
    private static readonly Dictionary<string, Func<double[], double>> Operations = new()
    {
        ["add"] = v => v[0] + v[1],
        ["multiply"] = v => v[0] * v[1],
        ["divide"] = v => v[0] / v[1],
        ["max"] = v => Math.Max(v[0], v[1]),
        ["exp"] = v => Math.Exp(v[0]),
        ["log"] = v => Math.Log(v[0]),
        ["sqrt"] = v => Math.Sqrt(v[0]),
        ["tanh"] = v => Math.Tanh(v[0]),
        ["sigmoid"] = v => 1 / (1 + Math.Exp(-v[0])),
        ["softplus"] = v => Math.Log(1 + Math.Exp(v[0])),
    };

    public static Exercise Exercise { get; } = new()
    {
        Id = "bp.local-gradients",
        Notebook = Lesson02.Notebook,
        Title = "Local slopes",
        Points = 5,
        Difficulty = Difficulty.Easy,
        Minutes = 15,
        Hints =
        [
            "If only the denominator b of a/b grows a little, does the quotient grow or shrink, and does it matter how large a is?",
            "A switch over the name, with an array for each case. The derivatives of exp, sqrt, tanh and sigmoid are short when "
                + "written with the result; that of softplus is a function you know.",
            "\"divide\" => [1 / b, -a / (b * b)], \"max\" => a > b ? [1, 0] : [0, 1], \"sqrt\" => [0.5 / Math.Sqrt(a)], "
                + "\"softplus\" => the sigmoid of a.",
        ],
        EntryPoint = "LocalGradients",
        Signature = typeof(Func<string, double[], double[]>),
        Check = check =>
        {
            check.Part(1, "add and multiply", () =>
            {
                Compare(check, "add", check.Numbers(2, 1, 3));
                double[] v = [.. check.Numbers(1, 1, 2), .. check.Numbers(1, 3, 4)];
                Compare(check, "multiply", v, (v, "Crosswise: the slope of a·b in a is b, and in b it is a."));
            });
            check.Part(1, "divide", () => Divide(check));
            check.Part(1, "max", () => Max(check));
            check.Part(1, "exp, log, sqrt", () =>
            {
                var a = 1 + check.Random.NextDouble();
                Compare(check, "exp", [a], ([a * Math.Exp(a - 1)], "exp is not a power of a: it is its own derivative."));
                Compare(
                    check, "log", [a],
                    ([1 / (a * Math.Log(10))], "This is the slope of the logarithm to base 10; the natural one is meant."));
                Compare(
                    check, "sqrt", [a], ([2 / Math.Sqrt(a)], "The 2 belongs below: √a = a^(1/2) has the slope ½ a^(−1/2)."),
                    ([1 / Math.Sqrt(a)], "A factor is missing: √a = a^(1/2) has the slope ½ a^(−1/2)."));
            });
            check.Part(1, "tanh, sigmoid, softplus", () =>
            {
                foreach (var a in check.Numbers(2, 0.3, 1.5))
                {
                    var (y, s) = (Math.Tanh(a), 1 / (1 + Math.Exp(-a)));
                    Compare(
                        check, "tanh", [a], ([1 - a * a], "In 1 − y² the y is the result tanh a, not the input a."),
                        ([1 - y], "The square is missing: 1 − tanh² a."));
                    Compare(
                        check, "sigmoid", [a], ([a * (1 - a)], "In y (1 − y) the y is the result σ(a), not the input a."),
                        ([1 - s], "One of the two factors is missing: σ(a) (1 − σ(a))."));
                    Compare(
                        check, "softplus", [a], ([Math.Exp(a) * s], "The inner derivative is there, but the outer one is not 1/(1 + e⁻ᵃ)."),
                        ([1 / (1 + Math.Exp(a))], "This is the outer derivative alone, 1/(1 + eᵃ); the inner one, eᵃ, multiplies it."));
                }
            });
        },
    };

    private static void Divide(Grading check)
    {
        var (a, b) = (check.Random.NextDouble() + 1, check.Random.NextDouble() + 2);
        Compare(
            check, "divide", [a, b],
            ([1 / b, a / (b * b)], "The sign of the second slope: a larger denominator makes a smaller quotient."),
            ([1 / b, -1 / (b * b)], "The second slope is that of 1/b; here a stands above the line."),
            ([1 / b, -a / b], "The slope of 1/b is −1/b², not −1/b."),
            ([b, -a], "The numerator of the quotient rule is there; b² belongs below it."));
        Compare(check, "divide", [-a, b]);
    }

    private static void Max(Grading check)
    {
        var (a, b) = (check.Random.NextDouble(), check.Random.NextDouble() + 1);
        foreach (var v in new[] { new[] { b, a }, [a, b] })
        {
            Compare(
                check, "max", v,
                ([v[0] > v[1] ? 0 : 1, v[0] > v[1] ? 1 : 0], "The slope went to the smaller one: turning that does nothing."),
                ([1, 1], "Only the larger one decides; turning the other does nothing, so its slope is 0."),
                ([0.5, 0.5], "The two do not share: turning the smaller one does nothing."),
                ([v[0] > v[1] ? v[0] : 0, v[0] > v[1] ? 0 : v[1]], "Those are the values; the larger one is handed through with slope 1."));
        }
    }

    // Against central differences of the operation itself.
    private static void Compare(Grading check, string operation, double[] inputs, params (double[] Value, string Message)[] mistakes)
    {
        const double h = 1e-5;
        var f = Operations[operation];
        double At(int j, double move) => f([.. inputs.Select((input, i) => i == j ? input + move : input)]);
        double[] expected = [.. inputs.Select((_, j) => (At(j, h) - At(j, -h)) / (2 * h))];

        var got = check.Call<double[]>(operation, inputs);

        var places = string.Join(", ", inputs.Select(input => Invariant($"{input:0.###}")));
        var slopes = expected.Length == 1 ? "one slope" : "two slopes";
        Expect.True(
            got.Length == expected.Length,
            Invariant($"\"{operation}\" has {slopes}, one for each input, but {got.Length} came back."));
        Expect.Close(
            got, expected, 1e-6, Invariant($"The local slopes of \"{operation}\" at ({places})"),
            [.. mistakes, ([.. inputs.Select(_ => f(inputs))], Invariant($"This is the value of \"{operation}\", not its slope."))]);
    }
}
