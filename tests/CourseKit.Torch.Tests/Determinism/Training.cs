using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Determinism;

/// <summary>A model of each kind that the course trains, with its data: what a step of training does, and how a run ends.</summary>
internal sealed class Training : IDisposable
{
    private readonly optim.Optimizer optimizer;
    private readonly Module<Tensor, Tensor> first, second;
    private readonly Func<Tensor> loss;

    internal static readonly string[] Kinds = ["dense", "convolution", "variational"];

    internal Training(string kind, int batch)
    {
        manual_seed(11);
        switch (kind)
        {
            case "dense":
                first = Sequential(Linear(30, 20), BatchNorm1d(20), ReLU(), Dropout(0.1), Linear(20, 5));
                second = Sequential(Linear(5, 20), LayerNorm([20]), Tanh(), Linear(20, 30));
                var rows = randn(batch, 30).DetachFromDisposeScope();
                loss = () => functional.mse_loss(second.forward(first.forward(rows)), rows);
                break;
            case "convolution":
                first = Sequential(Conv2d(1, 6, 3, stride: 2, padding: 1), BatchNorm2d(6), LeakyReLU(0.1), Conv2d(6, 8, 3, padding: 1), MaxPool2d(2));
                second = Sequential(ConvTranspose2d(8, 6, 3, stride: 2, padding: 1, output_padding: 1), ReLU(), ConvTranspose2d(6, 1, 3, stride: 2, padding: 1, output_padding: 1), Sigmoid());
                var images = rand(batch, 1, 12, 12).DetachFromDisposeScope();
                loss = () => functional.binary_cross_entropy(second.forward(first.forward(images)), images);
                break;
            default:
                first = Sequential(Linear(40, 24), ReLU(), Linear(24, 8));
                second = Sequential(Linear(4, 24), ReLU(), Linear(24, 40));
                var bits = empty(batch, 40).bernoulli_().DetachFromDisposeScope();
                loss = () =>
                {
                    var code = first.forward(bits).chunk(2, 1);
                    var z = code[0] + ((code[1] * 0.5).exp() * randn_like(code[0]));
                    var fit = functional.binary_cross_entropy_with_logits(second.forward(z), bits, reduction: Reduction.Sum);
                    return (fit - (0.5 * (1 + code[1] - code[0].square() - code[1].exp()).sum())) / batch;
                };
                break;
        }
        optimizer = optim.Adam(first.parameters().Concat(second.parameters()), 1e-3);
    }

    internal void Step()
    {
        optimizer.zero_grad();
        loss().backward();
        optimizer.step();
    }

    internal Tensor[] State() => [.. first.state_dict().Values.Concat(second.state_dict().Values)];

    public void Dispose()
    {
        optimizer.Dispose();
        first.Dispose();
        second.Dispose();
    }
}
