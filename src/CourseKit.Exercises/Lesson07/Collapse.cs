using static System.FormattableString;
using static TorchSharp.torch;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace CourseKit.Exercises.Lesson07;

/// <summary>What in a network invites collapse, and how far it has gone.</summary>
internal static class Collapse
{
    private const string Bias = "bias", Bounded = "bounded activation", Centre = "trainable centre", None = "none";

    public static Exercise Exercise { get; } = new()
    {
        Id = "svdd.collapse",
        Notebook = Lesson07.Notebook,
        Title = "Diagnose a collapse",
        Points = 6,
        Difficulty = Difficulty.Medium,
        Minutes = 20,
        Hints =
        [
            "If every picture has the same code, what is the distance of each code from their mean? And which parts of a network give "
                + "something other than 0 for a row of zeros?",
            "Spread: the root of the mean of ‖zᵢ − z̄‖², divided by the root of the mean of ‖zᵢ‖². Cause: look through "
                + "phi.named_parameters() for a name that ends in bias, then through phi.named_modules() for a Sigmoid or a Tanh.",
            "phi.named_parameters().Any(p => p.name.EndsWith(\"bias\")) ? \"bias\" : phi.named_modules().Any(m => m.module.GetType().Name "
                + "is \"Sigmoid\" or \"Tanh\") ? \"bounded activation\" : "
                + "centreIsTrained ? \"trainable centre\" : \"none\"",
        ],
        EntryPoint = "DiagnoseCollapse",
        Signature = typeof(Func<Network, bool, Tensor, (string Cause, double Spread)>),
        Check = check =>
        {
            check.Part(2, "the spread of the codes", () => Spread(check));
            check.Part(1, "a network that is safe", () =>
            {
                Cause(check, nn.Sequential(Linear(4, 3), nn.LeakyReLU(0.1), Linear(3, 2)), false, None);
                Cause(check, nn.Sequential(Linear(4, 3), nn.BatchNorm1d(3, affine: false), nn.ReLU(), Linear(3, 2)), false, None);
            });
            check.Part(2, "each invitation is found", () =>
            {
                Cause(check, nn.Sequential(Linear(4, 3), nn.LeakyReLU(0.1), nn.Linear(3, 2)), false, Bias);
                Cause(check, nn.Sequential(nn.Linear(4, 3), nn.LeakyReLU(0.1), Linear(3, 2)), false, Bias);
                Cause(check, nn.Sequential(Linear(4, 3), nn.Tanh(), Linear(3, 2)), false, Bounded);
                Cause(check, nn.Sequential(Linear(4, 3), nn.Sigmoid(), Linear(3, 2)), false, Bounded);
                Cause(check, nn.Sequential(Linear(4, 3), nn.LeakyReLU(0.1), Linear(3, 2)), true, Centre);
            });
            check.Part(1, "also inside of a nested network, and the first of several", () =>
            {
                var inner = nn.Sequential(Linear(4, 3), nn.BatchNorm1d(3), nn.LeakyReLU(0.1));
                Cause(check, nn.Sequential(inner, Linear(3, 2)), false, Bias);
                Cause(check, nn.Sequential(nn.Sequential(Linear(4, 3), nn.Tanh()), Linear(3, 2)), true, Bounded);
                Cause(check, nn.Sequential(nn.Linear(4, 3), nn.Tanh(), Linear(3, 2)), true, Bias);
            });
        },
    };

    private static TorchSharp.Modules.Linear Linear(long inputs, long outputs) => nn.Linear(inputs, outputs, hasBias: false);

    private static void Cause(Grading check, Network network, bool centreIsTrained, string expected)
    {
        network.eval();
        var (cause, _) = check.Call<(string Cause, double Spread)>(network, centreIsTrained, check.Uniform(-1, 1, 6, 4));
        var layers = string.Join(
            ", ", network.named_modules().Where(one => !one.module.children().Any()).Select(one => one.module.GetName()));
        var where = $"with the layers {layers} and {(centreIsTrained ? "a centre that is trained" : "a fixed centre")}";
        if (cause == expected) return;
        throw new CheckFailedException((expected, cause) switch
        {
            (_, not (Bias or Bounded or Centre or None)) =>
                $"The cause is one of \"{Bias}\", \"{Bounded}\", \"{Centre}\" and \"{None}\", "
                + $"but this is {(cause is null ? "null" : $"\"{cause}\"")}.",
            (None, _) => $"A network {where} has nothing that could serve as a bias, but the diagnosis is \"{cause}\".",
            (Bias, None) => $"A bias is overlooked {where}: any layer can have one, batch normalisation included.",
            (Bias, _) => $"Of several causes the first in the order of the exercise is asked for: \"{Bias}\" {where}, not \"{cause}\".",
            (Bounded, None) => $"A bounded activation is overlooked {where}.",
            (Bounded, Bias) => $"There is no bias {where}: a weight is not one, and a layer may be made without.",
            (Bounded, _) => $"The activation comes before the centre in the order of the exercise: \"{Bounded}\" {where}.",
            _ => $"The network is safe, but the centre moves {where}: the cause is \"{expected}\", not \"{cause}\".",
        });
    }

    private static void Spread(Grading check)
    {
        Compare(check, [[1, 0], [-1, 0]]);
        Compare(check, [[3, 4], [3, 4], [3, 4]]);
        foreach (var n in new[] { 3, 12 })
        {
            var shift = check.Numbers(2, 1, 3);
            Compare(check, [.. Enumerable.Range(0, n).Select(_ => check.Numbers(2).Zip(shift, (a, b) => a + b).ToArray())]);
        }
    }

    // The network hands its rows through: a unit matrix.
    private static void Compare(Grading check, double[][] codes)
    {
        using var network = nn.Linear(2, 2, hasBias: false);
        using (no_grad()) network.weight!.copy_(eye(2));
        double[] mean = [.. Enumerable.Range(0, 2).Select(j => codes.Average(code => code[j]))];
        var around = codes.Average(code => code.Zip(mean, (a, b) => (a - b) * (a - b)).Sum());
        var size = codes.Average(code => code.Sum(a => a * a));
        var right = Math.Sqrt(around / size);

        var x = tensor([.. codes.SelectMany(code => code).Select(a => (float)a)], codes.Length, 2);
        var (_, spread) = check.Call<(string Cause, double Spread)>(network, false, x);

        Expect.Close(
            spread, right, 1e-4, Invariant($"The spread of {codes.Length} codes"),
            (Math.Sqrt(around), "This is the spread in the units of the code; divide it by the root of the mean of ‖z‖²."),
            (around / size, "This is the square of the spread; take the root."),
            (around, "This is the mean of ‖z − z̄‖²; take the root, and divide by the root of the mean of ‖z‖²."),
            (1, "The spread is measured from the origin; take the mean of the codes off first."),
            (Math.Sqrt(around / size * codes.Length / (codes.Length - 1.0)), "The mean is taken over n − 1 rows; take it over all n."));
    }
}
