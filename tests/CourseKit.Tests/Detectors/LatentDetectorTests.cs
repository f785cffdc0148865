using static TorchSharp.torch;

namespace CourseKit.Tests;

public class LatentDetectorTests
{
    private static readonly AutoencoderOptions Coder = new()
    {
        HiddenSizes = [32],
        CodeSize = 1,
        OutputActivation = Activation.Identity,
        Activation = Activation.Tanh,
        Epochs = 40,
        BatchSize = 32,
        LearningRate = 5e-3,
    };

    private static double[] Values(Tensor x) => x.to(float64).data<double>().ToArray();

    [Theory]
    [InlineData(LatentView.Code)]
    [InlineData(LatentView.Residual)]
    [InlineData(LatentView.CodeAndError)]
    public void TheDetectorSeesWhatItShould(LatentView view)
    {
        var (train, test, _) = Toy.Parabola(0);
        using var latent = new LatentDetector(
            new LatentDetectorOptions
            {
                Autoencoder = Coder with { CodeSize = 3, Epochs = 3 },
                Detector = new KernelDensityOptions(),
                View = view
            });
        latent.Fit(train);
        var expected = view switch
        {
            LatentView.Code => latent.Autoencoder.Encode(test),
            LatentView.Residual => test - latent.Autoencoder.Reconstruct(test),
            _ => Standardised(latent.Autoencoder, train, test),
        };
        var seen = latent.See(test);
        Assert.Equal(expected.shape, seen.shape);
        Assert.All(Values(expected).Zip(Values(seen)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Toy.Close(latent.Detector.Score(seen), latent.Score(test));

        // The two alone, one after the other, are the same thing.
        using var autoencoder = new Autoencoder(Coder with { CodeSize = 3, Epochs = 3 });
        using var density = new KernelDensity();
        autoencoder.Fit(train);
        density.Fit(latent.See(train));
        Toy.Close(autoencoder.Score(test), latent.Autoencoder.Score(test));
        Toy.Close(density.Score(seen), latent.Score(test));
    }

    /// <summary>Mean and deviation of every column, summed by hand.</summary>
    private static Tensor Standardised(IAutoencoder autoencoder, Tensor train, Tensor test)
    {
        double[][] Joined(Tensor x)
        {
            var (z, errors) = (Values(autoencoder.Encode(x)), autoencoder.Score(x));
            return [.. errors.Select((error, row) => (double[])[.. z.Skip(row * autoencoder.CodeSize).Take(autoencoder.CodeSize), error])];
        }
        var (known, rows) = (Joined(train), Joined(test));
        var mean = Enumerable.Range(0, rows[0].Length).Select(j => known.Average(row => row[j])).ToArray();
        var deviation = Enumerable.Range(0, rows[0].Length)
            .Select(j => Math.Sqrt(known.Average(row => Math.Pow(row[j] - mean[j], 2)))).ToArray();
        return tensor(rows.SelectMany(row => row.Select((value, j) => (value - mean[j]) / deviation[j])).ToArray(),
            [rows.Length, rows[0].Length]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Kind", "Training")]
    public void CodeAndErrorTogetherFindWhatEachAloneMisses(int seed)
    {
        // Off the curve only the error is unusual; on the curve, but where no normal row lies, only the code.
        var (train, test, isAnomaly) = CurveWithTwoKindsOfAnomalies(seed);
        double Auroc(AnomalyDetector detector) => Trained.Auroc(detector, train, test, isAnomaly);
        LatentDetector With(LatentView view, int epochs) =>
            new(new LatentDetectorOptions
            {
                Autoencoder = Coder with { Epochs = epochs },
                Detector = new KernelDensityOptions(),
                View = view,
                Seed = seed
            });
        var joined = Auroc(With(LatentView.CodeAndError, Coder.Epochs));
        var (code, error, untrained) =
            (Auroc(With(LatentView.Code, Coder.Epochs)), Auroc(new Autoencoder(Coder with { Seed = seed })),
            Auroc(With(LatentView.CodeAndError, 0)));
        var baseline = Evaluation.Auroc(isAnomaly, Toy.DistanceToMean(train, test));
        Assert.True(joined > code + 0.05 && joined > error + 0.02 && joined > untrained + 0.04
            && joined > baseline + 0.05, $"both {joined}, code {code}, error {error}, untrained {untrained}, baseline {baseline}");
    }

    [Theory]
    [InlineData("autoencoder", "oc-svm", LatentView.Code)]
    [InlineData("convolutional-autoencoder", "isolation-forest", LatentView.Residual)]
    [InlineData("denoising-autoencoder", "robust-pca", LatentView.Residual)]
    [InlineData("sparse-autoencoder", "kde", LatentView.CodeAndError)]
    [InlineData("k-sparse-autoencoder", "oc-svm-rff", LatentView.CodeAndError)]
    [InlineData("pca", "autoencoder", LatentView.Residual)]
    public void AnyPairIsFittedSavedAndLoaded(string autoencoder, string detector, LatentView view)
    {
        DetectorOptions Options(string kind) =>
            DetectorCatalogue.Find(kind).ForTable(128, 8) is DeepDetectorOptions deep ? deep with { Epochs = 2 }
            : DetectorCatalogue.Find(kind).ForTable(128, 8);
        using var folder = new TempFolder();
        var (train, test, _) = Toy.Parabola(0, rows: 128);
        using var latent = new LatentDetector(
            new LatentDetectorOptions { Autoencoder = Options(autoencoder), Detector = Options(detector), View = view, Seed = 5 }, "pair");
        latent.Fit(train);
        latent.Save(folder.PathOf("pair.zip"));
        using var loaded = (LatentDetector)AnomalyDetector.Load(folder.PathOf("pair.zip"));
        Toy.Close(latent.Score(test), loaded.Score(test));
        Toy.Close(latent.Autoencoder.Score(test), loaded.Autoencoder.Score(test));
        Assert.Equal((latent.Threshold, latent.Detector.Threshold, latent.Autoencoder.Threshold),
            (loaded.Threshold, loaded.Detector.Threshold, loaded.Autoencoder.Threshold));
        Assert.Equal((latent.Autoencoder.GetType(), latent.Detector.GetType(), "pair"),
            (loaded.Autoencoder.GetType(), loaded.Detector.GetType(), loaded.Name));
        Toy.Close(loaded.Score(test), Refitted(loaded, train, test), 1e-4);
    }

    private static double[] Refitted(LatentDetector detector, Tensor train, Tensor test)
    {
        detector.Fit(train);
        return detector.Score(test);
    }

    [Fact]
    public void ACancelledSecondHalfLeavesBothAsTheyWere()
    {
        var (train, test, _) = Toy.Parabola(0, rows: 128);
        using var latent = new LatentDetector(
            new LatentDetectorOptions
            {
                Autoencoder = Coder with { Epochs = 2 },
                Detector = Coder with { Epochs = 2 },
                View = LatentView.Residual
            });
        latent.Fit(train);
        var (before, codes) = (latent.Score(test), Values(latent.Autoencoder.Encode(test)));
        using var source = new CancellationTokenSource();
        var epochs = 0;
        Assert.Throws<OperationCanceledException>(() => latent.Fit(test, new EachEpoch(() =>
        {
            if (++epochs == 3) source.Cancel(); // the first epoch of the detector behind
        }), source.Token));
        Assert.Equal(3, epochs);
        Toy.Close(before, latent.Score(test));
        Toy.Close(codes, Values(latent.Autoencoder.Encode(test)));
    }

    [Fact]
    public void WhatDoesNotGoTogetherIsNamed()
    {
        Assert.Contains("KernelDensity is none",
            Assert.Throws<ArgumentOutOfRangeException>(() =>
            new LatentDetectorOptions { Autoencoder = new KernelDensityOptions() }).Message);
        Assert.Contains("Unknown",
            Assert.Throws<ArgumentException>(() => new LatentDetectorOptions { Detector = new UnknownOptions() }).Message);
        Assert.Throws<ArgumentNullException>(() => new LatentDetectorOptions { Detector = null! });
        using var detector = new LatentDetector();
        Assert.Equal("Autoencoder → OC-SVM", detector.Name);
        Assert.Throws<InvalidOperationException>(() => detector.Autoencoder);
        Assert.Throws<InvalidOperationException>(() => detector.See(rand(3, 3)));
    }

    private sealed record UnknownOptions : DetectorOptions;

    private sealed class EachEpoch(Action action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action();
    }

    private static (Tensor Train, Tensor Test, bool[] IsAnomaly) CurveWithTwoKindsOfAnomalies(int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)(700 + seed));
        var directions = randn([2, 8], generator: generator) / Math.Sqrt(8);
        Tensor Points(Tensor t, double shift) =>
            cat([t, 0.5 * t.square() + shift], 1).mm(directions) + 0.1 * randn([t.shape[0], 8], generator: generator);
        // Normal rows have t near −1 or 1; between them lies nothing, but the curve goes on.
        Tensor Normal(int rows) =>
            randint(0, 2, [rows, 1], generator: generator).to(float32) * 2 - 1 + 0.15 * randn([rows, 1], generator: generator);
        var train = Points(Normal(512), 0);
        var test = cat([Points(Normal(200), 0), Points(Normal(100), 0.5), Points(0.15 * randn([100, 1], generator: generator), 0)], 0);
        return (train.MoveToOuterDisposeScope(), test.MoveToOuterDisposeScope(), [.. Enumerable.Range(0, 400).Select(row => row >= 200)]);
    }
}
