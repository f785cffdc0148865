using static System.FormattableString;
using static TorchSharp.torch;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace CourseKit.Exercises.Lesson07;

/// <summary>The centre: the mean of the first codes, kept away from zero.</summary>
internal static class InitialCentre
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "svdd.centre",
        Notebook = Lesson07.Notebook,
        Title = "Where to put the centre",
        Points = 5,
        Difficulty = Difficulty.Medium,
        Minutes = 10,
        Hints =
        [
            "Which coordinates of the mean (0.03, −0.04, 0.8) could a network reach with all its weights at 0, and to which side would you "
                + "move each of them?",
            "phi.eval() and no_grad(), then the mean over dimension 0. Where |mean| < eps: −eps for negative ones, +eps for the others.",
            "phi.eval(); using var _ = no_grad(); var mean = phi.call(x).mean(new long[] { 0 }); "
                + "return where(mean < 0, mean.clamp_max(-eps), mean.clamp_min(eps));",
        ],
        EntryPoint = "InitialCentre",
        Signature = typeof(Func<Network, Tensor, double, Tensor>),
        Check = check =>
        {
            check.Part(2, "the mean of the codes, where it is far from zero", () => Compare(check, [2, -3], 0.1));
            check.Part(2, "coordinates near zero keep their sign and their distance", () =>
            {
                Compare(check, [0.03, -0.04, 0.8], 0.1);
                Compare(check, [-0.02, 0.3, -0.9, 0.01, -0.25, 0.1], 0.3);
            });
            check.Part(1, "a fixed point: no dropout, no gradient", () => Fixed(check));
        },
    };

    // A network without bias whose mean code is as wanted: one column of the rows is 1 on average and makes it, others are noise.
    private static void Compare(Grading check, double[] wanted, double eps)
    {
        var s = wanted.Length;
        var (network, x) = Make(check, wanted, rows: 7);
        double[] mean = [.. Enumerable.Range(0, s).Select(j => Codes(network, x).Average(code => code[j]))];
        Tensor Of(Func<double, double> map) => tensor([.. mean.Select(map)]);
        double Away(double m) => Math.Abs(m) >= eps ? m : m < 0 ? -eps : eps;

        var c = check.Call<Tensor>(network, x, eps);

        Expect.Shape(
            c, [s], Invariant($"The centre of codes of {s} numbers"),
            ([1, s], "The centre is a point, [s]; this is a batch with one row. Leave keepdim out."),
            ([7, s], "These are the codes of all rows; the centre is their mean."),
            ([7], "The mean was taken within each row; take it over the rows, dimension 0."),
            ([], "This is one number; take the mean over the rows only, dimension 0."));
        Expect.True(
            !c.Values().All(value => value == 0),
            "A centre of zeros is what a network without weights gives: it would be met without learning.");
        Expect.Close(
            c, Of(Away), 1e-4, Invariant($"The centre for eps = {eps}"),
            (Of(m => m), "Coordinates near zero stay there: move those with |c| < eps to ±eps."),
            (Of(m => Math.Abs(m) >= eps ? m : eps), "Coordinates near zero all become +eps; a negative one goes to −eps."),
            (Of(m => Math.Max(m, eps)), "Negative coordinates are pushed up to eps; only those with |c| < eps move, each to its own side."),
            (Of(m => Math.Abs(m) >= eps ? m : 0), "Coordinates near zero become exactly 0, the very place to keep away from."),
            (Of(m => m + (m < 0 ? -eps : eps)), "eps is added to every coordinate; only those with |c| < eps move."),
            (Of(m => Math.Clamp(m, -eps, eps)), "The coordinates are held within ±eps; they are to be kept out of that range."),
            (Of(m => Math.Abs(m) >= eps ? m : m < 0 ? eps : -eps), "Coordinates near zero change sides; keep their sign."));
    }

    private static void Fixed(Grading check)
    {
        var (linear, x) = Make(check, [2, -3], rows: 40);
        using var network = nn.Sequential(nn.Dropout(0.5), linear);
        network.train();
        var c = check.Call<Tensor>(network, x, 0.1);
        Expect.Shape(c, [2], "The centre of codes of 2 numbers");
        double[] right = [.. Enumerable.Range(0, 2).Select(j => Codes(linear, x).Average(code => code[j]))];
        Expect.True(
            c.Values().Zip(right, (a, b) => Math.Abs(a - b)).Max() < 1e-3,
            "With dropout in the network the centre is another one than the mean of its codes: call eval() first.");
        Expect.True(!c.requires_grad, "The centre still requires a gradient, and training would move it: compute it under no_grad().");
    }

    private static (TorchSharp.Modules.Linear Network, Tensor X) Make(Grading check, double[] wanted, int rows)
    {
        var network = nn.Linear(3, wanted.Length, hasBias: false);
        using var noGrad = no_grad();
        var noise = check.Uniform(-1, 1, rows, 3);
        noise -= noise.mean([0], keepdim: true);
        var weights = check.Uniform(-1, 1, wanted.Length, 3);
        weights.select(1, 0).copy_(tensor(wanted));
        network.weight!.copy_(weights);
        return (network, noise + tensor(new[] { 1f, 0f, 0f }));
    }

    // W x for each row, in plain doubles.
    private static double[][] Codes(TorchSharp.Modules.Linear network, Tensor x)
    {
        var weights = network.weight!.Rows();
        return [.. x.Rows().Select(row => weights.Select(unit => unit.Zip(row, (w, v) => w * v).Sum()).ToArray())];
    }
}
