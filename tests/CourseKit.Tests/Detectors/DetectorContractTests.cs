using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>What every detector promises, tried on each of them.</summary>
public class DetectorContractTests
{
    public static TheoryData<string> Detectors => ["autoencoder", "pca"];

    private static AnomalyDetector Make(string kind) => kind switch
    {
        "autoencoder" => new Autoencoder(new AutoencoderOptions { HiddenSizes = [8], Epochs = 2, OutputActivation = Activation.Identity, BatchSize = 32 }),
        _ => new PcaDetector(),
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
        Assert.Equal(scores, detector.Score(x.to(float64)));
        Assert.Equal(scores, detector.Score(x.t().contiguous().t()));
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
        Assert.Equal(before, detector.Score(Data(10)));
        Assert.Equal(threshold, detector.Threshold);
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
}
