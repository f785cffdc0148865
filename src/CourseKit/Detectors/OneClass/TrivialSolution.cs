using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

// How a network could map every row to the centre without learning, and its refusal (Ruff et al. 2018, section 3.4). With a bias the last
// layer can give the centre whatever the input (proposition 2). A unit that saturates at another value than 0 can be driven there and
// serves as a bias (proposition 3), and so does one that gives another value than 0 for the input 0. Layers are looked at one by one; then
// the network is tried on zeros, and on rows that grow without bound. That all weights become 0 (proposition 1) is prevented by
// SvddLosses.Centre.
internal static class TrivialSolution
{
    private const string Remedy = "Every row could then be mapped to the centre, and all scores would be zero";

    // Leaves the network in eval mode.
    public static void Check(nn.Module<Tensor, Tensor> network, int features)
    {
        OptionRules.Positive(features);
        var bias = network.named_parameters().Select(one => one.name)
            .FirstOrDefault(name => name.Split('.')[^1].Contains("bias", StringComparison.OrdinalIgnoreCase));
        if (bias is not null)
            throw Bad($"has a bias, '{bias}'", "Make linear layers and convolutions without bias, batch normalisation with affine: false");
        foreach (var (name, layer) in network.named_modules().Where(one => Saturates(one.module)))
        {
            throw Bad(
                $"has a bounded activation, '{name}' ({layer.GetType().Name})",
                "Take an activation without bounds or bounded by 0, e.g. LeakyReLU or ReLU");
        }

        network.eval();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var generator = new Generator(1);
        if (network.call(zeros(1, features)).abs().max().ToDouble() > 1e-6)
            throw Bad("gives something else than zeros for a row of zeros", "Nothing in it may add a constant");
        var x = randn([16, features], generator: generator);
        if (network.call(x * 1e8f).abs().max().ToDouble() < 100 * network.call(x * 1e4f).abs().max().ToDouble())
            throw Bad("is bounded: rows that grow do not take their codes along", "Leave out what saturates or normalises each row");
    }

    private static bool Saturates(nn.Module layer) =>
        layer is Sigmoid or Tanh or Hardsigmoid or Hardtanh or ReLU6 or Softsign or Softmax or Softmin or ELU or CELU or SELU;

    private static ArgumentException Bad(string what, string remedy) =>
        new($"The network {what}. {Remedy} (Ruff et al. 2018, section 3.4). {remedy}.", "network");
}
