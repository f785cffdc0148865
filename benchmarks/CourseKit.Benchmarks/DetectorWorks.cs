using System.Diagnostics;
using static TorchSharp.torch;

namespace CourseKit.Benchmarks;

/// <summary>Fitting and scoring whole data sets, the same here and in detectors.py: "shuttle:pca", "mnist:autoencoder".</summary>
internal static class DetectorWorks
{
    private const int WarmUpRows = 256;
    private const int FewRows = 5000; // where work grows with the square of the rows

    /// <summary>Seconds to fit and to score the same rows, after a round on a few of them.</summary>
    public static (double Fit, double Score) Time(string work)
    {
        var (data, name) = work.Split(':') is [var one, var other] ? (one, other) : throw new ArgumentException($"No work '{work}': it is SET:DETECTOR.");
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
        var few = name is "oc-svm" or "kde";
        if (data == "shuttle")
        {
            var shuttle = Datasets.Shuttle();
            var x = Scaler.MinMax(TrainingSet.Whole(shuttle)).Apply(shuttle.X);
            return few ? x.narrow(0, 0, FewRows) : x;
        }
        var train = Datasets.Mnist().Train;
        return few ? train.Where(label => label == 4).X.narrow(0, 0, FewRows) : name == "robust-pca" ? train.X.narrow(0, 0, FewRows) : train.X;
    }

    private static AnomalyDetector Make(string name, string data) => name switch
    {
        "pca" => new PcaDetector(new PcaOptions { Components = data == "shuttle" ? 4 : 32 }),
        "isolation-forest" => new IsolationForest(),
        "oc-svm" => new OneClassSvm(),
        "oc-svm-rff" => new RandomFeatureSvm(),
        "kde" => new KernelDensity(new KernelDensityOptions { Bandwidth = data == "shuttle" ? 0.1 : 2 }),
        "robust-pca" => new RobustPca(new RobustPcaOptions { MaxIterations = 20 }),
        "autoencoder" when data == "shuttle" => new Autoencoder(AutoencoderOptions.ForTable(49_097, 9) with { Epochs = 2 }),
        "autoencoder" => new Autoencoder(new AutoencoderOptions { Epochs = 1 }),
        "convolutional-autoencoder" => new ConvolutionalAutoencoder(new ConvolutionalAutoencoderOptions { Image = new ImageShape(1, 28, 28), Epochs = 1 }),
        _ => throw new ArgumentException($"No detector '{name}'."),
    };
}
