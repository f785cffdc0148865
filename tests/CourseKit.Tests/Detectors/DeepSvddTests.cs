using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>
/// Deep SVDD learns and does not collapse: it is held against its untrained copy and the distance to the mean, over several seeds.
/// </summary>
public class DeepSvddTests
{
    private static readonly DeepSvddOptions Small =
        new() { HiddenSizes = [16], CodeSize = 8, PretrainingEpochs = 5, Epochs = 20, BatchSize = 32 };

    private static OneClassSplit Table(string name, int seed) =>
        OneClassSplit.FromOne(Datasets.Table(name), seed: seed).Scaled(Scaler.MinMax);

    private static double[] Scores(DeepSvddOptions options, Tensor train, Tensor test)
    {
        using var detector = new DeepSvdd(options);
        detector.Fit(train);
        return detector.Score(test);
    }

    [Theory]
    [InlineData("ionosphere", 0)]
    [InlineData("ionosphere", 1)]
    [InlineData("ionosphere", 2)]
    [InlineData("glass", 0)]
    [InlineData("glass", 1)]
    [InlineData("glass", 2)]
    [Trait("Kind", "Training")]
    public void WithItsDefaultsItLearnsFromTables(string name, int seed)
    {
        var split = Table(name, seed);
        var options = new DeepSvddOptions { Seed = seed };
        var scores = Scores(options, split.Train.X, split.Test.X);
        Assert.All(scores, score => Assert.True(score >= 0));
        Assert.True(scores.Distinct().Count() > 0.9 * scores.Length, "The network has collapsed: most scores are the same.");
        var trained = Evaluation.Auroc(split.IsAnomaly, scores);
        var untrained = Evaluation.Auroc(split.IsAnomaly, Scores(options with { Epochs = 0 }, split.Train.X, split.Test.X));
        var baseline = Evaluation.Auroc(split.IsAnomaly, Toy.DistanceToMean(split.Train.X, split.Test.X));
        Assert.True(trained > untrained + 0.1, $"trained {trained}, untrained {untrained}");
        Assert.True(trained > baseline + 0.04, $"trained {trained}, distance to the mean {baseline}");
    }

    [Theory]
    [InlineData(SvddObjective.OneClass)]
    [InlineData(SvddObjective.SoftBoundary)]
    [Trait("Kind", "Training")]
    public void TheLossFallsAndTheCodesStayApart(SvddObjective objective)
    {
        var split = Table("ionosphere", 0);
        using var detector = new DeepSvdd(new DeepSvddOptions { Objective = objective, WarmUpEpochs = 2 });
        using var untrained = new DeepSvdd(new DeepSvddOptions { Objective = objective, Epochs = 0 });
        detector.Fit(split.Train.X);
        untrained.Fit(split.Train.X);
        Assert.Equal(50, detector.History.Loss.Length);
        Assert.True(detector.History.Loss[^1] < 0.5 * detector.History.Loss[2], string.Join(" ", detector.History.Loss));
        foreach (var ((name, weight), (_, start)) in detector.Network.named_parameters().Zip(untrained.Network.named_parameters()))
            Assert.False(weight.allclose(start), $"{name} has not changed.");
        Assert.True(detector.Encode(split.Test.X).std(0).min().ToDouble() > 1e-3);
    }

    [Fact]
    public void TheScoreIsTheSquaredDistanceFromACentreThatStaysAwayFromZero()
    {
        var split = Table("glass", 0);
        using var detector = new DeepSvdd(Small);
        detector.Fit(split.Train.X);
        var (z, c) = (detector.Encode(split.Test.X).data<float>().ToArray(), detector.Network.Centre.data<float>().ToArray());
        Assert.Equal(8, c.Length);
        Assert.All(c, one => Assert.True(Math.Abs(one) >= 0.0999999));
        Assert.Equal(0, detector.Network.Radius.ToDouble());
        Assert.All(detector.Score(split.Test.X).Select((score, row) => (score, row)), one =>
        {
            var expected = c.Select((value, j) => Math.Pow((double)z[one.row * 8 + j] - value, 2)).Sum();
            Assert.Equal(expected, one.score, 1e-5 * (1 + expected));
        });
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [Trait("Kind", "Training")]
    public void TheSoftBoundaryLeavesTheShareNuOutside(double nu)
    {
        var split = Table("breastw", 0);
        using var detector = new DeepSvdd(Small with { Objective = SvddObjective.SoftBoundary, Nu = nu, WarmUpEpochs = 5 });
        detector.Fit(split.Train.X);
        Assert.True(detector.Network.Radius.ToDouble() > 0);
        var outside = detector.Score(split.Train.X).Count(score => score > 1e-7) / (double)split.Train.Count;
        Assert.InRange(outside, nu - 0.02, nu + 0.02); // 222 rows, some of them equal
        // The score is that of equation (5), less R².
        var z = detector.Encode(split.Train.X);
        var expected = (SvddLosses.SquaredDistance(z, detector.Network.Centre) - detector.Network.Radius.square()).to(ScalarType.Float64);
        Assert.True(tensor(detector.Score(split.Train.X)).allclose(expected, atol: 1e-6));
    }

    [Fact]
    public void TheRadiusStaysZeroWhileItWarmsUp()
    {
        var split = Table("glass", 0);
        double[] Loss(int warmUp)
        {
            using var detector =
                new DeepSvdd(Small with { Objective = SvddObjective.SoftBoundary, WarmUpEpochs = warmUp, Epochs = 6, BatchSize = 200 });
            detector.Fit(split.Train.X);
            return detector.History.Loss;
        }
        var (never, late) = (Loss(6), Loss(3));
        // One batch an epoch: the radius is solved for after the fourth step and counts from the fifth on.
        Assert.Equal(never[..4], late[..4]);
        Assert.NotEqual(never[4], late[4]);
    }

    [Fact]
    [Trait("Kind", "Training")]
    public void CentreAndRadiusAreSaved()
    {
        using var folder = new TempFolder();
        var split = Table("glass", 0);
        using var detector = new DeepSvdd(Small with { Objective = SvddObjective.SoftBoundary, WarmUpEpochs = 2 });
        detector.Fit(split.Train.X);
        detector.Save(folder.PathOf("model.zip"));
        using var loaded = (DeepSvdd)AnomalyDetector.Load(folder.PathOf("model.zip"));
        Assert.Equal(detector.Network.Centre.data<float>().ToArray(), loaded.Network.Centre.data<float>().ToArray());
        Assert.Equal(detector.Network.Radius.ToDouble(), loaded.Network.Radius.ToDouble());
        Toy.Close(detector.Score(split.Test.X), loaded.Score(split.Test.X));
    }

    [Fact]
    public void ANetworkOfOnesOwnIsTakenIfItCannotCollapse()
    {
        using var folder = new TempFolder();
        var split = Table("glass", 0);
        using var detector =
            new DeepSvdd(d => nn.Sequential(nn.Linear(d, 12, hasBias: false), nn.ReLU(), nn.Linear(12, 3, hasBias: false)), Small);
        var epochs = 0;
        detector.Fit(split.Train.X, new Reported(news => epochs = news.Epochs));
        Assert.Equal(20, epochs); // no decoder, no pre-training
        Assert.Equal([split.Test.Count, 3], detector.Encode(split.Test.X).shape);
        Assert.Contains("network of your own",
            Assert.Throws<NotSupportedException>(() => detector.Save(folder.PathOf("model.zip"))).Message);

        using var biased = new DeepSvdd(d => nn.Linear(d, 3), Small);
        Assert.Contains("has a bias, 'bias'", Assert.Throws<ArgumentException>(() => biased.Fit(split.Train.X)).Message);
        using var image = new DeepSvdd(d => nn.Sequential(nn.Linear(d, 4, hasBias: false), nn.Unflatten(1, [2, 2])), Small);
        Assert.Contains("[n, s]", Assert.Throws<ArgumentException>(() => image.Fit(split.Train.X)).Message);
    }

    [Fact]
    public void OptionsThatWouldLetItCollapseAreRefused()
    {
        Assert.Contains("proposition 3",
            Assert.Throws<ArgumentOutOfRangeException>(() => new DeepSvddOptions { Activation = Activation.Sigmoid }).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeepSvddOptions { Activation = Activation.Tanh });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeepSvddOptions { Nu = 0 });
        using var detector = new DeepSvdd(DeepSvddOptions.ForMnist);
        Assert.Contains("rows of 784 values; these have 9", Assert.Throws<ArgumentException>(() => detector.Fit(rand(10, 9))).Message);
    }

    [Fact]
    public void ProgressCountsEachPart()
    {
        var news = new List<TrainingProgress>();
        using var detector = new DeepSvdd(Small with { PretrainingEpochs = 3, Epochs = 4 });
        detector.Fit(rand(20, 5), new Reported(news.Add));
        Assert.Equal([(1, 3), (2, 3), (3, 3), (1, 4), (2, 4), (3, 4), (4, 4)], news.Select(one => (one.Epoch, one.Epochs)));
    }

    private sealed class Reported(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
