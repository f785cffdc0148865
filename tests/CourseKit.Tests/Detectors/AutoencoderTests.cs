using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>It learns: every claim is held against an untrained copy and a trivial baseline, over several seeds.</summary>
public class AutoencoderTests
{
    private static readonly AutoencoderOptions Small = new()
    {
        HiddenSizes = [32],
        CodeSize = 1,
        OutputActivation = Activation.Identity,
        Activation = Activation.Tanh,
        Epochs = 60,
        BatchSize = 32,
        LearningRate = 5e-3,
    };

    private static double Auroc(AutoencoderOptions options, Tensor train, Tensor test, IReadOnlyList<bool> isAnomaly)
    {
        using var detector = new Autoencoder(options);
        detector.Fit(train);
        var scores = detector.Score(test);
        Assert.All(scores, score => Assert.True(double.IsFinite(score) && score >= 0));
        Assert.True(scores.Distinct().Count() > scores.Length / 2, "The scores are nearly all the same.");
        return Evaluation.Auroc(isAnomaly, scores);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Kind", "Training")]
    public void FollowsACurveInManyDimensions(int seed)
    {
        // One number tells where on the curve a point lies, if the decoder can bend.
        var (train, test, isAnomaly) = Toy.Parabola(seed);
        var options = Small with { Seed = seed };
        var trained = Auroc(options, train, test, isAnomaly);
        var untrained = Auroc(options with { Epochs = 0 }, train, test, isAnomaly);
        var baseline = Evaluation.Auroc(isAnomaly, Toy.DistanceToMean(train, test));
        Assert.True(trained > 0.8, $"{trained}");
        Assert.True(trained > untrained + 0.1, $"trained {trained}, untrained {untrained}");
        Assert.True(trained > baseline + 0.1, $"trained {trained}, baseline {baseline}");
        using var pca = new PcaDetector(new PcaOptions { Components = 1 });
        pca.Fit(train);
        var straight = Evaluation.Auroc(isAnomaly, pca.Score(test));
        Assert.True(trained > straight + 0.1, $"trained {trained}, PCA {straight}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Kind", "Training")]
    public void FindsOtherDigitsThanThoseItKnows(int seed)
    {
        var (train, test, isAnomaly) = Toy.Digits(seed);
        var options = new AutoencoderOptions { CodeSize = 8, Epochs = 30, BatchSize = 32, HiddenSizes = [64], Seed = seed };
        var trained = Auroc(options, train, test, isAnomaly);
        var untrained = Auroc(options with { Epochs = 0 }, train, test, isAnomaly);
        var baseline = Evaluation.Auroc(isAnomaly, Toy.DistanceToMean(train, test));
        Assert.True(trained > 0.97, $"{trained}");
        Assert.True(trained > untrained + 0.2, $"trained {trained}, untrained {untrained}");
        Assert.True(trained > baseline + 0.1, $"trained {trained}, baseline {baseline}");
    }

    [Theory]
    [InlineData(ReconstructionLoss.MeanSquaredError)]
    [InlineData(ReconstructionLoss.MeanAbsoluteError)]
    [InlineData(ReconstructionLoss.BinaryCrossEntropy)]
    [Trait("Kind", "Training")]
    public void EveryLossFallsAndMovesTheWeights(ReconstructionLoss loss)
    {
        var (train, _, _) = Toy.Digits(0, trainRows: 500, testRows: 100);
        var options = new AutoencoderOptions { Loss = loss, Epochs = 8, CodeSize = 4, BatchSize = 32 };
        using var trained = new Autoencoder(options);
        using var untrained = new Autoencoder(options with { Epochs = 0 });
        trained.Fit(train);
        untrained.Fit(train);
        Assert.True(trained.History.Loss[^1] < 0.7 * trained.History.Loss[0], string.Join(" ", trained.History.Loss));
        foreach (var ((name, weight), (_, start)) in trained.Network.named_parameters().Zip(untrained.Network.named_parameters()))
            Assert.False(weight.allclose(start), $"{name} has not changed.");
    }

    [Fact]
    public void TheScoreIsTheDistanceToTheReconstruction()
    {
        var (train, test, _) = Toy.Parabola(0);
        using var detector = new Autoencoder(Small with { Epochs = 2 });
        detector.Fit(train);
        var reconstruction = detector.Reconstruct(test);
        Assert.True(reconstruction.allclose(detector.Decode(detector.Encode(test)), atol: 1e-6));
        Assert.False(reconstruction.requires_grad);
        var (x, back) = (test.data<float>().ToArray(), reconstruction.data<float>().ToArray());
        var scores = detector.Score(test);
        for (var row = 0; row < scores.Length; row++)
        {
            double sum = 0;
            for (var column = 0; column < 8; column++) sum += Math.Pow((double)x[row * 8 + column] - back[row * 8 + column], 2);
            Assert.Equal(Math.Sqrt(sum), scores[row], 1e-5);
        }
    }

    [Fact]
    public void TheThresholdIsTheQuantileOfTheTrainingScores()
    {
        var (train, test, _) = Toy.Parabola(0);
        using var detector = new Autoencoder(Small with { Epochs = 2, Contamination = 0.1 });
        detector.Fit(train);
        Assert.Equal(Evaluation.ThresholdForContamination(detector.Score(train), 0.1), detector.Threshold, 1e-6);
        Assert.Equal(52, detector.Predict(train).Count(flag => flag)); // 10 % of 512, rounded up
        Assert.Equal(detector.Score(test).Select(score => score > detector.Threshold), detector.Predict(test));
    }

    [Fact]
    public void TheSameSeedGivesTheSameScoresWhateverWasDrawnBefore()
    {
        var (train, test, _) = Toy.Parabola(0);
        double[] Scores(int seed, int drawnBefore)
        {
            rand(drawnBefore);
            using var detector = new Autoencoder(Small with { Epochs = 3, Seed = seed });
            detector.Fit(train);
            return detector.Score(test);
        }
        Assert.Equal(Scores(1, 3), Scores(1, 8));
        Assert.NotEqual(Scores(1, 3), Scores(2, 3));
    }

    [Fact]
    public void FittingAgainStartsAfresh()
    {
        var (train, test, _) = Toy.Parabola(0);
        using var once = new Autoencoder(Small with { Epochs = 3 });
        once.Fit(train);
        using var twice = new Autoencoder(Small with { Epochs = 3 });
        twice.Fit(test);
        twice.Fit(train);
        Toy.Close(once.Score(test), twice.Score(test));
    }

    [Fact]
    [Trait("Kind", "Training")]
    public void TheNumberOfThreadsDoesNotMatter()
    {
        var (train, test, _) = Toy.Digits(0, trainRows: 300, testRows: 100);
        double[] Scores(int threads)
        {
            var before = get_num_threads();
            set_num_threads(threads);
            try
            {
                using var detector = new Autoencoder(new AutoencoderOptions { Epochs = 2 });
                detector.Fit(train);
                return detector.Score(test);
            }
            finally
            {
                set_num_threads(before);
            }
        }
        // Sums over threads are rounded otherwise, no more.
        var one = Scores(1);
        foreach (var threads in new[] { 2, 3 })
            Assert.All(Scores(threads).Zip(one), pair => Assert.Equal(pair.Second, pair.First, 1e-4 * pair.Second));
    }

    [Fact]
    public void FittingDoesNotDisturbTheCallersRandomNumbers()
    {
        var (train, _, _) = Toy.Parabola(0);
        using var detector = new Autoencoder(Small with { Epochs = 1 });
        manual_seed(11);
        var expected = rand(3).data<float>().ToArray();
        manual_seed(11);
        detector.Fit(train);
        Assert.Equal(expected, rand(3).data<float>().ToArray());
    }

    [Fact]
    public void ValidationRowsAreKeptOut()
    {
        var (train, _, _) = Toy.Parabola(0);
        using var detector = new Autoencoder(Small with { Epochs = 5, ValidationShare = 0.25 });
        detector.Fit(train);
        Assert.Equal(5, detector.History.ValidationLoss.Length);
        Assert.True(detector.History.ValidationLoss[^1] < detector.History.ValidationLoss[0]);
    }

    [Fact]
    public void ConstantColumnsAndEqualRowsAreHarmless()
    {
        using var constant = new Autoencoder(Small with { Epochs = 3 });
        constant.Fit(cat([rand(100, 3), ones(100, 2)], 1));
        Assert.All(constant.Score(rand(10, 5)), score => Assert.True(double.IsFinite(score)));

        using var equal = new Autoencoder(Small with { Epochs = 3 });
        equal.Fit(ones(50, 4));
        Assert.All(equal.Score(rand(10, 4)), score => Assert.True(double.IsFinite(score)));

        using var single = new Autoencoder(Small with { Epochs = 3 });
        single.Fit(ones(1, 4));
        Assert.Single(single.Score(ones(1, 4)));
    }

    [Fact]
    public void ScoringLeavesNoTensorsBehind()
    {
        var (train, test, _) = Toy.Parabola(0);
        using var detector = new Autoencoder(Small with { Epochs = 1 });
        using var scope = NewDisposeScope();
        detector.Fit(train);
        detector.Score(test);
        detector.Predict(test);
        Assert.Equal(0, scope.DisposablesCount);
        detector.Encode(test);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void LayersMirrorEachOther()
    {
        using var network = new AutoencoderNetwork(10, new AutoencoderOptions { HiddenSizes = [7, 5], CodeSize = 3 });
        Assert.Equal(
            ["encoder.0.weight 7 10", "encoder.2.weight 5 7", "encoder.4.weight 3 5", "decoder.0.weight 5 3", "decoder.2.weight 7 5",
                "decoder.4.weight 10 7"],
            network.named_parameters().Where(one => one.name.EndsWith("weight", StringComparison.Ordinal))
                .Select(one => $"{one.name} {string.Join(" ", one.parameter.shape)}"));
        // A sigmoid at the output and none at the code.
        Assert.True((network.call(1000 * randn(50, 10)) is var y && y.min().ToSingle() >= 0 && y.max().ToSingle() <= 1));
        Assert.True(network.Encoder.call(1000 * randn(50, 10)).abs().max().ToSingle() > 1);
    }

    [Fact]
    public void BadOptionsAreNamed()
    {
        void Bad(string option, Func<AutoencoderOptions> make) =>
            Assert.Contains(option, Assert.Throws<ArgumentOutOfRangeException>(make).Message);
        Bad("HiddenSizes", () => new() { HiddenSizes = [3, 0] });
        Bad("CodeSize", () => new() { CodeSize = 0 });
        Bad("Epochs", () => new() { Epochs = -1 });
        Bad("BatchSize", () => new() { BatchSize = 0 });
        Bad("LearningRate", () => new() { LearningRate = 0 });
        Bad("LearningRate", () => new() { LearningRate = double.NaN });
        Bad("Activation", () => new() { Activation = (Activation)9 });
        Bad("Loss", () => new() { Loss = (ReconstructionLoss)9 });
        Bad("ValidationShare", () => new() { ValidationShare = 0.6 });
        Bad("Patience", () => new() { Patience = 0 });
        Bad("Contamination", () => new() { Contamination = 0 });
        Bad("Contamination", () => new() { Contamination = 0.6 });
        Bad("Contamination", () => new() { Contamination = double.NaN });
    }

    [Fact]
    public void OptionsCannotBeChangedFromOutside()
    {
        int[] sizes = [4];
        var options = new AutoencoderOptions { HiddenSizes = sizes };
        sizes[0] = 99;
        Assert.Equal([4], options.HiddenSizes);
    }

    [Fact]
    public void CrossEntropyNeedsValuesFromZeroToOneAndASigmoid()
    {
        using var detector = new Autoencoder(new AutoencoderOptions { Loss = ReconstructionLoss.BinaryCrossEntropy, Epochs = 1 });
        Assert.Contains("[0, 1]", Assert.Throws<ArgumentException>(() => detector.Fit(2 * ones(5, 4))).Message);
        using var linear = new Autoencoder(Small with { Loss = ReconstructionLoss.BinaryCrossEntropy });
        Assert.Contains("Sigmoid", Assert.Throws<ArgumentException>(() => linear.Fit(rand(5, 4))).Message);
    }
}
