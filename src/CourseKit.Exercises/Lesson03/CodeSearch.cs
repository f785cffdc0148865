using static System.FormattableString;
using static TorchSharp.torch;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace CourseKit.Exercises.Lesson03;

/// <summary>The best code of each row, searched by gradient descent from several starts.</summary>
internal static class CodeSearch
{
    private const int Steps = 300;
    private const double LearningRate = 0.05;
    private const string DecoderTrained = "The decoder's weights have changed: give the optimizer the code, not the decoder's parameters. "
        + "The code is to fit the picture, not the decoder.";

    public static Exercise Exercise { get; } = new()
    {
        Id = "ae.code-search",
        Notebook = Lesson03.Notebook,
        Title = "The best code, from several starts",
        Points = 6,
        Difficulty = Difficulty.Hard,
        Minutes = 20,
        Hints =
        [
            "Two searches end in two codes for the same image. By what number, computed for each image apart, "
                + "do you decide which of them to keep?",
            "For each start: a copy of it for every row of x, Adam on that copy, steps times forward-loss-backward-step. Then the error "
                + "of each row; keep code and error where they are smaller than the best so far.",
            "var z = starts[k].detach().expand(x.shape[0], -1).clone().requires_grad_(); optimise it as in the lesson; var better = error "
                + "< bestError; bestZ = where(better.unsqueeze(1), z.detach(), bestZ); bestError = where(better, error, bestError).",
        ],
        EntryPoint = "SearchFromStarts",
        Signature = typeof(Func<Network, Tensor, Tensor, int, double, Tensor>),
        TimeLimit = TimeSpan.FromSeconds(30),
        Check = check =>
        {
            check.Part(1, "one code for each row, without gradient", () => HasForm(check));
            check.Part(2, "the search ends at the best code", () => FindsBest(check));
            check.Part(2, "each row keeps its own best start", () => KeepsBestOfEach(check));
            check.Part(1, "decoder and starts stay as they were", () => LeavesAlone(check));
        },
    };

    private static Tensor Search(Grading check, Network decoder, Tensor x, Tensor starts, int steps = Steps) =>
        check.Call<Tensor>(decoder, x, starts, steps, LearningRate);

    private static void HasForm(Grading check)
    {
        using var decoder = nn.Linear(2, 5);
        var codes = Search(check, decoder, check.Uniform(-1, 1, 4, 5), check.Uniform(-1, 1, 3, 2), steps: 5);
        Expect.Shape(
            codes, [4, 2], "The codes of 4 rows from 3 starts",
            ([3, 2], "That is one code for each start; return one for each row of x."),
            ([2], "That is one code for all rows; every row of x has a best code of its own."),
            ([3, 4, 2], "Those are the codes from all starts; keep the best one for each row."));
        Expect.True(!codes.requires_grad, "The codes still require a gradient; return them detached, nobody will train them further.");
    }

    // A linear decoder makes the search a least-squares problem.
    private static void FindsBest(Grading check)
    {
        using var decoder = nn.Linear(2, 5);
        var (x, starts) = (check.Uniform(-1, 1, 4, 5), check.Uniform(-1, 1, 2, 2));
        var expected = linalg.lstsq(decoder.weight!.detach(), (x - decoder.bias!.detach()).t()).Solution.t();
        var (unmoved, weights) = (starts.Rows(), DenseOracle.Of(decoder, "The decoder").Parameters.Values());

        var codes = Search(check, decoder, x, starts);

        Expect.Shape(codes, [4, 2], "The codes of 4 rows from 2 starts");
        Expect.True(DenseOracle.Of(decoder, "The decoder").Parameters.Values().SequenceEqual(weights), DecoderTrained);
        Expect.True(
            codes.Rows().All(code => unmoved.All(start => code.Zip(start, (a, b) => Math.Abs(a - b)).Max() > 1e-6)),
            "A code is still where its start was: nothing has been optimised. Does the optimizer hold the very tensor that the decoder "
                + "sees, and does that tensor require a gradient?");
        var what = Invariant($"The codes after {Steps} steps with learning rate {LearningRate}, for a linear decoder");
        Expect.Close(codes, expected, 0.02, what);
    }

    private static void KeepsBestOfEach(Grading check)
    {
        using var decoder = new TwoValleys();
        // Most rows belong right of the hill, but the first and the last start lie left of it.
        double[] targets = [.. check.Numbers(6, 0.8, 1.2).Select((size, i) => i % 3 == 1 ? -size : size)];
        var x = cat([.. targets.Select(target => decoder.call(tensor(new[] { (float)target }, 1, 1)))], 0);
        var starts = tensor(new[] { -2f, 2f, -1.5f }, 3, 1);

        var codes = Search(check, decoder, x, starts).Values();

        Expect.True(codes.Length == 6, Invariant($"6 rows of x need 6 codes of one number; there are {codes.Length} numbers."));
        var wrong = codes.Zip(targets).Count(pair => pair.First * pair.Second < 0);
        Expect.True(
            !codes.All(code => code < 0),
            "All rows ended in the valley of the first and the last start, and there is a better one behind a hill that no walk climbs. "
                + "Search from every start, and compare with what the others found.");
        Expect.True(
            !codes.All(code => code > 0),
            "All rows ended in the same valley, the best one for most of them. Each row may prefer another start: "
                + "compare the errors row by row.");
        Expect.True(wrong < 6, "Each row kept the worst of its codes; the smallest error is the best.");
        Expect.True(
            wrong == 0,
            Invariant($"{wrong} of 6 rows kept the code of a start that is worse for them. Compare the errors row by row."));
        Expect.Close(codes, targets, 0.02, "The codes for a decoder with two valleys");
    }

    private static void LeavesAlone(Grading check)
    {
        using var decoder = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 5));
        var (x, starts) = (check.Uniform(-1, 1, 3, 5), check.Uniform(-1, 1, 2, 2));
        var weights = DenseOracle.Of(decoder, "The decoder").Parameters.Values();
        Search(check, decoder, x, starts, steps: 10);
        Expect.True(DenseOracle.Of(decoder, "The decoder").Parameters.Values().SequenceEqual(weights), DecoderTrained);
    }

    /// <summary>z ↦ (z², 0.3 z): for x = D(t), the code −t is nearly as good as t, with a hill between them.</summary>
    private sealed class TwoValleys() : nn.Module<Tensor, Tensor>(nameof(TwoValleys))
    {
        public override Tensor forward(Tensor input) => cat([input.square(), 0.3 * input], 1);
    }
}
