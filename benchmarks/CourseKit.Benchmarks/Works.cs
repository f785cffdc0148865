using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CourseKit.Benchmarks;

/// <summary>Something to measure.</summary>
/// <param name="Steps">How many steps a run of it takes.</param>
/// <param name="Run">Runs it once.</param>
internal sealed record Work(int Steps, Action Run);

/// <summary>The course's work in small: what is measured, the same here and in peer.py.</summary>
internal static class Works
{
    private const int Batches = 20;

    /// <summary>The work of a letter: an epoch of training, a projection or a pass of scoring.</summary>
    public static Work Make(Options o)
    {
        var size = Or(o.Size, 28);
        Tensor Images(int batch) => rand(Batches * batch, 1, size, size);
        return o.Work switch
        {
            "a" => Reconstruct(Dense(Or(o.Width, 256)), rand(Batches * Or(o.Batch, 128), 784), Or(o.Batch, 128)),
            "b" => Reconstruct(Tabular(), rand(Batches * Or(o.Batch, 256), 29), Or(o.Batch, 256)),
            "c" => Reconstruct(Convolutional(Or(o.Width, 16)), Images(Or(o.Batch, 64)), Or(o.Batch, 64)),
            "d" => OneClass(LeNet.Encoder(), rand(Batches * Or(o.Batch, 200), 784), Or(o.Batch, 200)),
            "e" => Variational(new Vae(Or(o.Width, 400)), rand(Batches * Or(o.Batch, 128), 784), Or(o.Batch, 128)),
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

    private static Work Reconstruct(Module<Tensor, Tensor> model, Tensor x, int batch) =>
        Train(model, x, rows => functional.mse_loss(model.call(rows), rows), batch);

    private static Work OneClass(Module<Tensor, Tensor> model, Tensor x, int batch)
    {
        var c = full(32, 0.5f);
        return Train(model, x, rows => (model.call(rows) - c).pow(2).sum(1).mean(), batch);
    }

    private static Work Variational(Vae model, Tensor x, int batch) => Train(
        model, x,
        rows =>
        {
            var (xHat, mu, logVar) = model.call(rows);
            var likelihood = functional.binary_cross_entropy(xHat, rows, reduction: Reduction.Sum);
            return likelihood - 0.5 * (1 + logVar - mu.pow(2) - logVar.exp()).sum();
        },
        batch);

    // As the library's detectors train: epochs of the Trainer over rows that are drawn anew, with one buffer of parameters for Adam.
    private static Work Train(nn.Module model, Tensor x, Func<Tensor, Tensor> loss, int batch)
    {
        var parameters = new FlatParameters(model);
        var optimizer = optim.Adam(parameters.All, lr: 1e-3);
        var how = new TrainingOptions { Epochs = 1, BatchSize = batch };
        return new Work(Batches, () => Trainer.Fit(model, optimizer, x, loss, how));
    }

    // As random features are made of a table before a plane is laid through them: all of them are kept.
    private static Work Project(int rows, int features)
    {
        using var map = new RandomFourierFeatures(30, features, 1, seed: 1);
        var x = randn(rows, 30);
        var frequencies = map.Frequencies.clone();
        return new Work(1, () =>
        {
            using var scope = NewDisposeScope();
            using var none = no_grad();
            _ = new RandomFourierFeatures(frequencies.clone()).Map(x);
        });
    }

    // As detectors score: checked, in blocks, the result as numbers of .NET.
    private static Work Score(Module<Tensor, Tensor> model, Tensor x)
    {
        var detector = new Given(model, [.. x.shape[1..]]);
        var rows = x.flatten(1);
        detector.Fit(rows[..1]);
        return new Work(1, () => detector.Score(rows));
    }

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

    // A detector whose network is there already.
    private sealed class Given(Module<Tensor, Tensor> model, long[] shape) : AnomalyDetector("given")
    {
        public override DetectorOptions Options { get; } = new AutoencoderOptions();

        protected override Dictionary<string, Tensor> FitRows(
            Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
        {
            model.eval();
            return [];
        }

        protected override Tensor ScoreRows(Tensor x)
        {
            var rows = x.reshape([x.shape[0], .. shape]);
            return (rows - model.call(rows)).pow(2).flatten(1).mean([1]);
        }
    }
}
