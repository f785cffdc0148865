using static System.FormattableString;

namespace CourseKit.Exercises.Lesson02;

/// <summary>The backward pass over a tape whose operations lie in any order.</summary>
internal static class Backward
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "bp.backward",
        Notebook = Lesson02.Notebook,
        Title = "The backward pass",
        Points = 7,
        Difficulty = Difficulty.Hard,
        Minutes = 25,
        Hints =
        [
            "When may a number hand its gradient on: as soon as something has arrived, or only when nothing more can come?",
            "First an order in which every number stands after all of its inputs (visit the inputs, then the number itself). Then go "
                + "through it from the end: gradient[result] = 1, and each number adds slope · its gradient to each of its inputs.",
            "var order = new List<int>(); var seen = new HashSet<int>(); void Visit(int i) { if (!seen.Add(i)) return; foreach (int j in "
                + "inputs[i]) Visit(j); order.Add(i); } Visit(result); then a loop over order from its end.",
        ],
        EntryPoint = "Backward",
        Signature = typeof(Func<int[][], double[][], int, double[]>),
        TimeLimit = TimeSpan.FromSeconds(6),
        Check = check =>
        {
            check.Part(1, "a chain", () => Chain(check));
            check.Part(2, "a number that is used twice", () => UsedTwice(check));
            check.Part(1, "numbers that have no say", () => NoSay(check));
            check.Part(2, "any order", () => AnyOrder(check));
            check.Part(1, "a trillion ways", () => ManyWays(check));
        },
    };

    private static double[] Gradients(Grading check, int[][] inputs, double[][] slopes, int result)
    {
        var gradients = check.Call<double[]>(inputs, slopes, result);
        Expect.True(
            gradients.Length == inputs.Length,
            Invariant($"There are {inputs.Length} numbers on the tape, but {gradients.Length} gradients came back: one for each number."));
        return gradients;
    }

    private static void Chain(Grading check)
    {
        var s = check.Numbers(2, 2, 3);
        Expect.Close(
            Gradients(check, [[], [0], [1]], [[], [s[0]], [s[1]]], 2), [s[0] * s[1], s[1], 1], 1e-9, "The gradients along a chain of three",
            ([s[0], s[1], 1], "Those are the local slopes; along the way they multiply."),
            ([s[0] + s[1], s[1], 1], "Along one way slopes multiply; they add only where ways meet."),
            ([s[0] * s[1], s[1], 0], "The gradient of the result in itself is 1."),
            ([1, s[0], s[0] * s[1]], "That is how the others change with number 0; how does the result change with the others?"),
            ([0, 0, 1], "Nothing was handed on: the walk has to begin at the result and go to its inputs."));
    }

    private static void UsedTwice(Grading check)
    {
        var s = check.Numbers(4, 1, 2);
        Expect.Close(
            Gradients(check, [[], [0, 0]], [[], [s[0], s[1]]], 1), [s[0] + s[1], 1], 1e-9, "The gradients of c = f(a, a)",
            ([s[0], 1], "Number 0 is an input twice, and both add to its gradient; only the first was counted."),
            ([s[1], 1], "Number 0 is an input twice, and both add to its gradient; the second replaced the first."));
        var (left, right) = (s[2] * s[0], s[3] * s[1]);
        Expect.Close(
            Gradients(check, [[], [0], [0], [1, 2]], [[], [s[0]], [s[1]], [s[2], s[3]]], 3), [left + right, s[2], s[3], 1], 1e-9,
            "The gradients where two ways lead from number 0 to the result",
            ([left, s[2], s[3], 1], "Two ways lead from number 0 to the result, and only one of them was counted: what arrives is added."),
            ([right, s[2], s[3], 1], "Two ways lead from number 0 to the result, and only one of them was counted: what arrives is added."),
            ([left * right, s[2], s[3], 1], "Ways that meet add up; slopes multiply only along one way."));
    }

    // Number 2 is made from the result, number 3 from nothing that matters.
    private static void NoSay(Grading check)
    {
        var s = check.Numbers(2, 2, 3);
        Expect.Close(
            Gradients(check, [[], [0], [1], []], [[], [s[0]], [s[1]], []], 1), [s[0], 1, 0, 0], 1e-9,
            "The gradients when the result is number 1 of 4",
            ([s[0] * s[1], s[1], 1, 0],
                "Those are the gradients of number 2; number 1 is the result. What was made from it later has no say."),
            ([s[0] * s[1], s[1], 0, 1], "You started at the last number; the result is the one that is named."),
            ([0, 0, 0, 1], "You started at the last number; the result is the one that is named."));
    }

    private static void AnyOrder(Grading check)
    {
        foreach (var count in new[] { 4, 12, 30 })
        {
            var (inputs, slopes) = RandomTape(check, count);
            // Along the chain 0, 1, 2, … all have a say, so the last is the result; then the tape is shuffled.
            int[] place = [.. Enumerable.Range(0, count)];
            check.Random.Shuffle(place);
            // At least once an input must come after the number that is made from it.
            if (Enumerable.Range(0, count).All(i => inputs[i].All(j => place[j] < place[i]))) Array.Reverse(place);
            var (shuffledInputs, shuffledSlopes) = (new int[count][], new double[count][]);
            for (var i = 0; i < count; i++)
                (shuffledInputs[place[i]], shuffledSlopes[place[i]]) = ([.. inputs[i].Select(j => place[j])], slopes[i]);

            var got = Gradients(check, shuffledInputs, shuffledSlopes, place[^1]);

            Expect.Close(
                got, Tangents(shuffledInputs, shuffledSlopes, place[^1]), 1e-9,
                Invariant($"The gradients on a shuffled tape of {count} numbers"),
                (FromTheEnd(shuffledInputs, shuffledSlopes, place[^1]), "You go through the tape from its end; but here a number may stand "
                    + "before its inputs. Find an order first."));
        }
    }

    // Each of 27 layers of three numbers uses all three of the layer before: 3²⁶ ways.
    private static void ManyWays(Grading check)
    {
        const int layers = 27;
        int[][] inputs = [.. Enumerable.Range(0, 3 * layers).Select(i => Enumerable.Range(i / 3 * 3 - 3, i < 3 ? 0 : 3).ToArray())];
        double[][] slopes = [.. inputs.Select(one => one.Select(_ => 1 / 3.0 + 0.1 * (check.Random.NextDouble() - 0.5)).ToArray())];
        Expect.Close(
            Gradients(check, inputs, slopes, inputs.Length - 1), Tangents(inputs, slopes, inputs.Length - 1), 1e-9,
            "The gradients on a tape of 81 numbers, 3²⁶ ways from the first to the last");
    }

    private static (int[][] Inputs, double[][] Slopes) RandomTape(Grading check, int count)
    {
        int[] Inputs(int i) => i switch { 0 => [], 1 => [0], _ => [i - 1, check.Random.Next(i - 1)] };
        int[][] inputs = [.. Enumerable.Range(0, count).Select(Inputs)];
        return (inputs, [.. inputs.Select(one => check.Numbers(one.Length, 0.5, 1))]);
    }

    // Forward, not backward: how the result moves when number i alone is moved, for each i anew.
    private static double[] Tangents(int[][] inputs, double[][] slopes, int result)
    {
        return [.. Enumerable.Range(0, inputs.Length).Select(moved =>
        {
            var known = new Dictionary<int, double> { [moved] = 1 };
            double Tangent(int i)
            {
                if (!known.TryGetValue(i, out var tangent))
                    known[i] = tangent = inputs[i].Zip(slopes[i], (input, slope) => slope * Tangent(input)).Sum();
                return tangent;
            }
            return Tangent(result);
        })];
    }

    // The mistake of taking the tape's order for an order of computation.
    private static double[] FromTheEnd(int[][] inputs, double[][] slopes, int result)
    {
        var gradients = new double[inputs.Length];
        gradients[result] = 1;
        for (var i = inputs.Length - 1; i >= 0; i--)
            for (var j = 0; j < inputs[i].Length; j++) gradients[inputs[i][j]] += slopes[i][j] * gradients[i];
        return gradients;
    }
}
