using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>What every detector promises, tried on each of them.</summary>
public class DetectorContractTests
{
    public static TheoryData<string> Detectors => [.. DetectorCatalogue.All.Select(kind => kind.Name)];

    // Small ones where the defaults would take long.
    internal static AnomalyDetector Make(string kind) => kind switch
    {
        "autoencoder" => new Autoencoder(
            new AutoencoderOptions { HiddenSizes = [8], Epochs = 2, OutputActivation = Activation.Identity, BatchSize = 32 }),
        "conditional-vae" => new ConditionalVariationalAutoencoder(
            new ConditionalVariationalAutoencoderOptions { HiddenSizes = [8], Epochs = 2, BatchSize = 32, Samples = 3 }),
        "convolutional-autoencoder" => new ConvolutionalAutoencoder(
            new ConvolutionalAutoencoderOptions
            {
                Channels = [2, 4],
                CodeSize = 3,
                Epochs = 2,
                OutputActivation = Activation.Identity,
                BatchSize = 32
            }),
        "deep-oc-svm" => new DeepOneClassSvm(
            new DeepOneClassSvmOptions
            {
                HiddenSizes = [8],
                CodeSize = 3,
                PretrainingEpochs = 2,
                Epochs = 2,
                BatchSize = 32,
                RandomFeatures = 100
            }),
        "deep-svdd" => new DeepSvdd(
            new DeepSvddOptions { HiddenSizes = [8], CodeSize = 4, PretrainingEpochs = 2, Epochs = 2, BatchSize = 32 }),
        "denoising-autoencoder" => new DenoisingAutoencoder(
            new DenoisingAutoencoderOptions { HiddenSizes = [8], Epochs = 2, OutputActivation = Activation.Identity, BatchSize = 32 }),
        "isolation-forest" => new IsolationForest(new IsolationForestOptions { Trees = 20 }),
        "k-sparse-autoencoder" =>
            new KSparseAutoencoder(new KSparseAutoencoderOptions { CodeSize = 12, K = 2, Epochs = 3, BatchSize = 32 }),
        "latent" => new LatentDetector(
            new LatentDetectorOptions
            {
                Autoencoder = new AutoencoderOptions
                {
                    HiddenSizes = [8],
                    Epochs = 2,
                    OutputActivation = Activation.Identity
                },
                Detector = new KernelDensityOptions()
            }),
        "oc-svm-rff" => new RandomFeatureSvm(new RandomFeatureSvmOptions { RandomFeatures = 100, Steps = 200 }),
        "sparse-autoencoder" => new SparseAutoencoder(
            new SparseAutoencoderOptions
            {
                HiddenSizes = [8],
                CodeSize = 6,
                Epochs = 2,
                OutputActivation = Activation.Identity,
                BatchSize = 32
            }),
        "vae" => new VariationalAutoencoder(
            new VariationalAutoencoderOptions
            {
                HiddenSizes = [8],
                Epochs = 2,
                BatchSize = 32,
                Samples = 3,
                Score = VariationalScore.NegativeElbo
            }),
        _ => DetectorCatalogue.Find(kind).Create(),
    };

    private static Tensor Data(int rows = 60, int columns = 5)
    {
        using var generator = new Generator(3);
        return randn([rows, columns], generator: generator);
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void BeforeFittingItSaysSo(string kind)
    {
        using var detector = Make(kind);
        foreach (var use in new Action[] { () => detector.Score(Data()), () => detector.Predict(Data()), () => _ = detector.Threshold })
            Assert.Contains("has not been fitted", Assert.Throws<InvalidOperationException>(use).Message);
        Assert.Equal(0, detector.Features);
        Assert.NotEmpty(detector.Name);
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void BadRowsAreNamed(string kind)
    {
        using var detector = Make(kind);
        string Message(Action use) => Assert.Throws<ArgumentException>(use).Message;
        Assert.Contains("[n, d]", Message(() => detector.Fit(zeros(5))));
        Assert.Contains("[n, d]", Message(() => detector.Fit(zeros(5, 2, 2))));
        Assert.Contains("empty", Message(() => detector.Fit(zeros(0, 5))));
        var bad = Data();
        bad[7, 3] = float.NaN;
        Assert.Contains("NaN in row 7, column 3", Message(() => detector.Fit(bad)));

        detector.Fit(Data());
        Assert.Contains("4 columns, but the detector was fitted with 5", Message(() => detector.Score(zeros(2, 4))));
        bad[7, 3] = float.PositiveInfinity;
        Assert.Contains("Infinity in row 7, column 3", Message(() => detector.Score(bad)));
        Assert.Contains("empty", Message(() => detector.Score(zeros(0, 5))));
        Assert.Throws<ArgumentNullException>(() => detector.Score(null!));
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void ScoresDoNotDependOnTheCompany(string kind)
    {
        // More rows than one batch; each alone gives the same.
        using var detector = Make(kind);
        detector.Fit(Data());
        var x = Data(2500);
        var scores = detector.Score(x);
        Assert.Equal(2500, scores.Length);
        foreach (var row in new[] { 0, 1023, 1024, 2499 })
            Assert.Equal(scores[row], detector.Score(x[row..(row + 1)]).Single(), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Float64AndViewsAreTaken(string kind)
    {
        using var detector = Make(kind);
        detector.Fit(Data().to(float64));
        var x = Data(20);
        var scores = detector.Score(x);
        Toy.Close(scores, detector.Score(x.to(float64)));
        Toy.Close(scores, detector.Score(x.t().contiguous().t()));
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void AFailedFitLeavesTheOldOne(string kind)
    {
        using var detector = Make(kind);
        detector.Fit(Data());
        var (before, threshold) = (detector.Score(Data(10)), detector.Threshold);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => detector.Fit(Data(60, 7), cancellationToken: cancelled.Token));
        Assert.Throws<ArgumentException>(() => detector.Fit(zeros(0, 7)));
        Toy.Close([.. before, threshold], [.. detector.Score(Data(10)), detector.Threshold]);
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void FitsAnotherWidthAfterwards(string kind)
    {
        using var detector = Make(kind);
        detector.Fit(Data());
        detector.Fit(Data(60, 9));
        Assert.Equal(9, detector.Features);
        Assert.Equal(10, detector.Score(Data(10, 9)).Length);
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void AfterDisposingItSaysSo(string kind)
    {
        var detector = Make(kind);
        detector.Fit(Data());
        detector.Dispose();
        detector.Dispose();
        Assert.Throws<ObjectDisposedException>(() => detector.Score(Data()));
        Assert.Throws<ObjectDisposedException>(() => detector.Fit(Data()));
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void SurvivesTheDisposeScopeItWasFittedIn(string kind)
    {
        using var detector = Make(kind);
        using (NewDisposeScope()) detector.Fit(Data());
        Assert.Equal(60, detector.Score(Data()).Length);
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void TheInputIsLeftAlone(string kind)
    {
        using var detector = Make(kind);
        var x = Data();
        x.requires_grad = true;
        var before = x.data<float>().ToArray();
        detector.Fit(x);
        detector.Score(x);
        Assert.Equal(before, x.data<float>().ToArray());
        Assert.Null(x.grad);
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void TheSameSeedGivesTheSameScores(string kind)
    {
        var threads = get_num_threads();
        try
        {
            double[] Scores(int count)
            {
                set_num_threads(count);
                manual_seed(count); // what was drawn before must not matter
                using var detector = Make(kind);
                detector.Fit(Data(300));
                return [.. detector.Score(Data(50)), detector.Threshold];
            }
            var alone = Scores(1);
            Toy.Close(alone, Scores(1), 1e-9);
            Toy.Close(alone, Scores(2), 1e-3); // sums in another order, in every step
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void SavedAndLoadedItGivesTheSameScores(string kind)
    {
        using var folder = new TempFolder();
        var path = folder.PathOf("sub/model.zip");
        using var detector = Make(kind);
        Assert.Throws<InvalidOperationException>(() => detector.Save(path));
        detector.Fit(Data());
        detector.Save(path);
        detector.Save(path); // over the old one
        Assert.Equal(["model.zip"], Directory.EnumerateFiles(folder.PathOf("sub")).Select(Path.GetFileName));

        AnomalyDetector loaded;
        using (NewDisposeScope()) loaded = AnomalyDetector.Load(path);
        using (loaded)
        {
            Assert.Equal(detector.GetType(), loaded.GetType());
            Assert.Equal((detector.Name, detector.Features, detector.Threshold), (loaded.Name, loaded.Features, loaded.Threshold));
            Toy.Close(detector.Score(Data(200)), loaded.Score(Data(200)));
            loaded.Fit(Data(60, 7)); // and it can be fitted again, as the same detector
            detector.Fit(Data(60, 7));
            Toy.Close(detector.Score(Data(20, 7)), loaded.Score(Data(20, 7)));
        }
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void DamagedFilesAreNamed(string kind)
    {
        using var folder = new TempFolder();
        var path = folder.PathOf("model.zip");
        using var detector = Make(kind);
        detector.Fit(Data(12, 3));
        detector.Save(path);
        var good = File.ReadAllBytes(path);
        Fuzz.Reader(good, path, content =>
        {
            File.WriteAllBytes(path, content);
            using var loaded = AnomalyDetector.Load(path);
            Assert.All(loaded.Score(Data(5, 3)), score => Assert.False(double.IsNaN(score)));
        }, changes: 150);
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void OneRowEqualRowsAndConstantColumnsAreHarmless(string kind)
    {
        using var detector = Make(kind);
        foreach (var x in new[] { Data(1), ones(1, 4), ones(30, 4), Data(2), cat([Data(), full([60, 2], 3f)], 1) })
        {
            detector.Fit(x);
            Assert.All(detector.Score(x), score => Assert.True(double.IsFinite(score), $"{score} for [{string.Join(", ", x.shape)}]"));
            Assert.True(double.IsFinite(detector.Threshold));
            Assert.All(detector.Score(x * 1e6f), score => Assert.True(double.IsFinite(score)));
        }
        // Equal rows are all equally normal.
        detector.Fit(ones(30, 4));
        var equal = detector.Score(ones(30, 4));
        Toy.Close([.. equal.Select(_ => equal[0])], equal);
    }

    [Theory]
    [InlineData("kde", true)]
    [InlineData("oc-svm", true)]
    [InlineData("oc-svm-rff", true)]
    [InlineData("pca", true)]
    [InlineData("robust-pca", true)]
    [InlineData("isolation-forest", false)]
    public void AnotherValueInAConstantColumnCountsOrIsIgnoredAsStated(string kind, bool counts)
    {
        using var detector = Make(kind);
        detector.Fit(cat([Data(), full([60, 1], 3f)], 1));
        var (same, other) = (detector.Score(cat([Data(5), full([5, 1], 3f)], 1)), detector.Score(cat([Data(5), full([5, 1], 8f)], 1)));
        Assert.All(same.Zip(other), pair => Assert.True(counts ? pair.Second > pair.First : pair.Second == pair.First));
    }
}
