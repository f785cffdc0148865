using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CourseKit.Benchmarks;

/// <summary>The course's work in small: what is measured, the same here and in peer.py.</summary>
internal static class Works
{
    /// <summary>One step of the work: a training step by Adam, a projection or a pass of scoring.</summary>
    public static Action Make(Options o)
    {
        var size = Or(o.Size, 28);
        return o.Work switch
        {
            "a" => Train(Dense(Or(o.Width, 256)), rand(Or(o.Batch, 128), 784), Reconstruction, o),
            "b" => Train(Tabular(), rand(Or(o.Batch, 256), 29), Reconstruction, o),
            "c" => Train(Convolutional(Or(o.Width, 16)), rand(Or(o.Batch, 64), 1, size, size), Reconstruction, o),
            "d" => Train(LeNet(size), rand(Or(o.Batch, 200), 1, size, size), OneClass(), o),
            "e" => TrainVae(new Vae(Or(o.Width, 400)), rand(Or(o.Batch, 128), 784), o),
            "f" => Project(Or(o.Batch, 100_000), Or(o.Width, 1000)),
            "g-dense" => Score(Dense(Or(o.Width, 256)), rand(Or(o.Batch, 10_000), 784)),
            "g-conv" => Score(Convolutional(Or(o.Width, 16)), rand(Or(o.Batch, 10_000), 1, size, size)),
            _ => throw new ArgumentException($"No work '{o.Work}'."),
        };
    }

    /// <summary>784-w-w/4-w-784.</summary>
    public static Module<Tensor, Tensor> Dense(int width) => Sequential(
        Linear(784, width), ReLU(), Linear(width, width / 4), ReLU(), Linear(width / 4, width), ReLU(), Linear(width, 784), Sigmoid());

    private static Module<Tensor, Tensor> Tabular() => Sequential(
        Linear(29, 16), ReLU(), Linear(16, 8), ReLU(), Linear(8, 16), ReLU(), Linear(16, 29));

    private static Module<Tensor, Tensor> Convolutional(int channels) => Sequential(
        Conv2d(1, channels, 3, stride: 2, padding: 1), ReLU(),
        Conv2d(channels, 2 * channels, 3, stride: 2, padding: 1), ReLU(),
        ConvTranspose2d(2 * channels, channels, 3, stride: 2, padding: 1, output_padding: 1), ReLU(),
        ConvTranspose2d(channels, 1, 3, stride: 2, padding: 1, output_padding: 1), Sigmoid());

    // The network of Ruff et al. (2018) for MNIST.
    private static Module<Tensor, Tensor> LeNet(int size) => Sequential(
        Conv2d(1, 8, 5, padding: 2, bias: false), BatchNorm2d(8, eps: 1e-4, affine: false), LeakyReLU(0.01), MaxPool2d(2),
        Conv2d(8, 4, 5, padding: 2, bias: false), BatchNorm2d(4, eps: 1e-4, affine: false), LeakyReLU(0.01), MaxPool2d(2),
        Flatten(), Linear(4 * (size / 4) * (size / 4), 32, hasBias: false));

    private static Tensor Reconstruction(Tensor output, Tensor x) => functional.mse_loss(output, x);

    private static Func<Tensor, Tensor, Tensor> OneClass()
    {
        var c = full(32, 0.5f);
        return (z, _) => (z - c).pow(2).sum(1).mean();
    }

    private static Action Train(Module<Tensor, Tensor> model, Tensor x, Func<Tensor, Tensor, Tensor> lossOf, Options o)
    {
        var optimizer = optim.Adam(model.parameters(), lr: 1e-3);
        return Scoped(o, () =>
        {
            optimizer.zero_grad();
            var loss = lossOf(model.call(x), x);
            loss.backward();
            optimizer.step();
        });
    }

    private static Action TrainVae(Vae model, Tensor x, Options o)
    {
        var optimizer = optim.Adam(model.parameters(), lr: 1e-3);
        return Scoped(o, () =>
        {
            optimizer.zero_grad();
            var (xHat, mu, logVar) = model.call(x);
            var likelihood = functional.binary_cross_entropy(xHat, x, reduction: Reduction.Sum);
            var divergence = -0.5 * (1 + logVar - mu.pow(2) - logVar.exp()).sum();
            (likelihood + divergence).backward();
            optimizer.step();
        });
    }

    private static Action Project(int rows, int features)
    {
        Tensor x = randn(rows, 30), w = randn(30, features), b = rand(features) * (2 * Math.PI);
        return () =>
        {
            using var scope = NewDisposeScope();
            using var none = no_grad();
            _ = (x.matmul(w) + b).cos();
        };
    }

    private static Action Score(Module<Tensor, Tensor> model, Tensor x)
    {
        model.eval();
        return () =>
        {
            using var scope = NewDisposeScope();
            using var none = no_grad();
            _ = (x - model.call(x)).pow(2).flatten(1).mean([1]);
        };
    }

    private static Action Scoped(Options o, Action step) => o.Command == "memory" && !o.Scopes ? step : () =>
    {
        using var scope = NewDisposeScope();
        step();
    };

    private static int Or(int given, int otherwise) => given > 0 ? given : otherwise;

    private sealed class Vae : Module<Tensor, (Tensor XHat, Tensor Mu, Tensor LogVar)>
    {
        private readonly Module<Tensor, Tensor> hidden, mean, logVariance, back, output;

        public Vae(int width) : base("vae")
        {
            hidden = Linear(784, width);
            mean = Linear(width, 20);
            logVariance = Linear(width, 20);
            back = Linear(20, width);
            output = Linear(width, 784);
            RegisterComponents();
        }

        public override (Tensor XHat, Tensor Mu, Tensor LogVar) forward(Tensor x)
        {
            var h = functional.relu(hidden.call(x));
            Tensor mu = mean.call(h), logVar = logVariance.call(h);
            var z = mu + (randn_like(mu) * (0.5 * logVar).exp());
            return (output.call(functional.relu(back.call(z))).sigmoid(), mu, logVar);
        }
    }
}
