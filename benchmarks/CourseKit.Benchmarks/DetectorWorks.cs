using System.Diagnostics;
using static TorchSharp.torch;

namespace CourseKit.Benchmarks;

/// <summary>Fitting and scoring whole data sets, the same here and in detectors.py: "shuttle:pca", "mnist:autoencoder".</summary>
internal static class DetectorWorks
{
    private const int WarmUpRows = 256;
    private const int ShuttleRows = 49_097;
    private const int FewRows = 5000; // where work grows with the square of the rows

    /// <summary>Seconds to fit and to score the same rows, after a round on a few of them.</summary>
    public static (double Fit, double Score) Time(string work)
    {
        var (data, name) = work.Split(':') is [var one, var other]
            ? (one, other)
            : throw new ArgumentException($"No work '{work}': it is SET:DETECTOR.");
        var x = Rows(data, name);
        Run(name, data, x.narrow(0, 0, WarmUpRows));
        return Run(name, data, x);
    }

    private static (double Fit, double Score) Run(string name, string data, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var detector = Make(name, data);
        var clock = Stopwatch.StartNew();
        detector.Fit(x);
        var fit = clock.Elapsed.TotalSeconds;
        clock.Restart();
        detector.Score(x);
        var score = clock.Elapsed.TotalSeconds;
        // Fitting scores the training rows once, for the threshold; the others do not.
        return (fit - score, score);
    }

    private static Tensor Rows(string data, string name)
    {
        var few = name is "oc-svm" or "kde" or "latent";
        if (data == "shuttle")
        {
            var shuttle = Datasets.Table("shuttle");
            var x = Scaler.MinMax(TrainingSet.Whole(shuttle)).Apply(shuttle.X);
            return few ? x.narrow(0, 0, FewRows) : x;
        }
        var train = Datasets.Mnist().Train;
        if (few) return train.Where(label => label == 4).X.narrow(0, 0, FewRows);
        return name == "robust-pca" ? train.X.narrow(0, 0, FewRows) : train.X;
    }

    private static AnomalyDetector Make(string name, string data) => name switch
    {
        "pca" => new PcaDetector(new PcaOptions { Components = data == "shuttle" ? 4 : 32 }),
        "isolation-forest" => new IsolationForest(),
        "oc-svm" => new OneClassSvm(),
        "oc-svm-rff" => new RandomFeatureSvm(),
        "kde" => new KernelDensity(new KernelDensityOptions { Bandwidth = data == "shuttle" ? 0.1 : 2 }),
        "robust-pca" => new RobustPca(new RobustPcaOptions { MaxIterations = 20 }),
        _ => data == "shuttle" ? ForShuttle(name) : ForMnist(name),
    };

    // The configurations that `evaluate` takes for a table of this size, but for a few epochs.
    private static AnomalyDetector ForShuttle(string name) => name switch
    {
        "autoencoder" => new Autoencoder(AutoencoderOptions.ForTable(ShuttleRows, 9) with { Epochs = 2 }),
        "denoising-autoencoder" => new DenoisingAutoencoder(DenoisingAutoencoderOptions.ForTable(ShuttleRows, 9) with { Epochs = 2 }),
        "sparse-autoencoder" => new SparseAutoencoder(SparseAutoencoderOptions.ForTable(ShuttleRows, 9) with { Epochs = 2 }),
        "k-sparse-autoencoder" => new KSparseAutoencoder(
            KSparseAutoencoderOptions.ForTable(ShuttleRows, 9) with { Epochs = 2, Annealing = 0 }),
        "vae" => new VariationalAutoencoder(VariationalAutoencoderOptions.ForTable(ShuttleRows, 9) with { Epochs = 2 }),
        "conditional-vae" => new ConditionalVariationalAutoencoder(
            ConditionalVariationalAutoencoderOptions.ForTable(ShuttleRows, 9) with { Epochs = 2 }),
        "deep-svdd" => new DeepSvdd(new DeepSvddOptions { PretrainingEpochs = 2, Epochs = 2, Milestones = [] }),
        "deep-oc-svm" => new DeepOneClassSvm(DeepOneClassSvmOptions.ForTable(ShuttleRows, 9) with { PretrainingEpochs = 2, Epochs = 1 }),
        "latent" => new LatentDetector(
            new LatentDetectorOptions { Autoencoder = AutoencoderOptions.ForTable(ShuttleRows, 9) with { Epochs = 2 } }),
        _ => throw new ArgumentException($"No detector '{name}'."),
    };

    private static AnomalyDetector ForMnist(string name) => name switch
    {
        "autoencoder" => new Autoencoder(new AutoencoderOptions { Epochs = 1 }),
        "convolutional-autoencoder" => new ConvolutionalAutoencoder(
            new ConvolutionalAutoencoderOptions { Image = new ImageShape(1, 28, 28), Epochs = 1 }),
        "denoising-autoencoder" => new DenoisingAutoencoder(new DenoisingAutoencoderOptions { Epochs = 1 }),
        "sparse-autoencoder" => new SparseAutoencoder(new SparseAutoencoderOptions { CodeSize = 128, Epochs = 1 }),
        "k-sparse-autoencoder" => new KSparseAutoencoder(new KSparseAutoencoderOptions { Epochs = 1, Annealing = 0 }),
        "vae" => new VariationalAutoencoder(new VariationalAutoencoderOptions { Epochs = 1 }),
        "conditional-vae" => new ConditionalVariationalAutoencoder(new ConditionalVariationalAutoencoderOptions { Epochs = 1 }),
        "deep-svdd" => new DeepSvdd(DeepSvddOptions.ForMnist with { PretrainingEpochs = 1, Epochs = 1 }),
        "deep-oc-svm" => new DeepOneClassSvm(new DeepOneClassSvmOptions { PretrainingEpochs = 1, Epochs = 1 }),
        "latent" => new LatentDetector(new LatentDetectorOptions { Autoencoder = new AutoencoderOptions { Epochs = 1 } }),
        _ => throw new ArgumentException($"No detector '{name}'."),
    };
}
