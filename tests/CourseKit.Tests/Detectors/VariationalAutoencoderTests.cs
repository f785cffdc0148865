using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

public class VariationalAutoencoderTests
{
    private static readonly VariationalAutoencoderOptions Small = new()
    {
        HiddenSizes = [32],
        CodeSize = 1,
        Activation = Activation.Tanh,
        Epochs = 60,
        BatchSize = 32,
        LearningRate = 5e-3,
    };

    private static double Auroc(VariationalAutoencoderOptions options, Tensor train, Tensor test, IReadOnlyList<bool> isAnomaly)
    {
        using var detector = new VariationalAutoencoder(options);
        detector.Fit(train);
        var scores = detector.Score(test);
        Assert.True(scores.Distinct().Count() > scores.Length / 2, "The scores are nearly all the same.");
        return Evaluation.Auroc(isAnomaly, scores);
    }

    [Theory]
    [InlineData(0, VariationalScore.ReconstructionError)]
    [InlineData(1, VariationalScore.NegativeElbo)]
    [InlineData(2, VariationalScore.ReconstructionProbability)]
    [Trait("Kind", "Training")]
    public void FollowsACurveInManyDimensions(int seed, VariationalScore score)
    {
        var (train, test, isAnomaly) = Toy.Parabola(seed);
        var options = Small with { Seed = seed, Score = score };
        var trained = Auroc(options, train, test, isAnomaly);
        var untrained = Auroc(options with { Epochs = 0 }, train, test, isAnomaly);
        var baseline = Evaluation.Auroc(isAnomaly, Toy.DistanceToMean(train, test));
        Assert.True(trained > 0.75, $"{trained}");
        Assert.True(trained > untrained + 0.1, $"trained {trained}, untrained {untrained}");
        Assert.True(trained > baseline + 0.1, $"trained {trained}, baseline {baseline}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Kind", "Training")]
    public void FindsOtherDigitsThanThoseItKnows(int seed)
    {
        var (train, test, isAnomaly) = Toy.Digits(seed, trainRows: 1000, testRows: 1000);
        var options = new VariationalAutoencoderOptions
        {
            CodeSize = 8,
            HiddenSizes = [64],
            Likelihood = Likelihood.Bernoulli,
            Epochs = 15,
            BatchSize = 32,
            LearningRate = 2e-3,
            Samples = 4,
            Seed = seed
        };
        using var detector = new VariationalAutoencoder(options);
        detector.Fit(train);
        var trained = Evaluation.Auroc(isAnomaly, detector.Score(test));
        var untrained = Auroc(options with { Epochs = 0 }, train, test, isAnomaly);
        var baseline = Evaluation.Auroc(isAnomaly, Toy.DistanceToMean(train, test));
        Assert.True(trained > 0.95, $"{trained}");
        Assert.True(trained > untrained + 0.2, $"trained {trained}, untrained {untrained}");
        Assert.True(trained > baseline + 0.1, $"trained {trained}, baseline {baseline}");

        // The code says something: it has not collapsed onto the prior.
        var (mean, logVariance) = detector.Network.Posterior(train);
        var divergence = VariationalLosses.KullbackLeibler(mean, logVariance).mean().ToDouble();
        Assert.True(divergence > 3, $"{divergence} nats");
        // And the prior says something: what is drawn from it is nearer to the digits than what an untrained one draws.
        using var fresh = new VariationalAutoencoder(options with { Epochs = 0 });
        fresh.Fit(train);
        double Nearest(VariationalAutoencoder one) =>
            Kernels.SquaredDistances(one.Sample(50, seed), train.to(float64)).min(1).values.mean().ToDouble();
        Assert.True(Nearest(detector) < 0.5 * Nearest(fresh), $"{Nearest(detector)} and {Nearest(fresh)}");
    }

    [Fact]
    public void TheLossFallsAndTheWeightsMove()
    {
        var (train, _, _) = Toy.Parabola(0);
        using var trained = new VariationalAutoencoder(Small with { Epochs = 20, ValidationShare = 0.2 });
        using var untrained = new VariationalAutoencoder(Small with { Epochs = 0 });
        trained.Fit(train);
        untrained.Fit(train);
        Assert.True(trained.History.Loss[^1] < trained.History.Loss[0] - 1, string.Join(" ", trained.History.Loss));
        Assert.True(trained.History.ValidationLoss[^1] < trained.History.ValidationLoss[0] - 1);
        foreach (var ((name, weight), (_, start)) in trained.Network.named_parameters().Zip(untrained.Network.named_parameters()))
            Assert.False(weight.allclose(start), $"{name} has not changed.");
        Assert.True(trained.Network.Noise.allclose(untrained.Network.Noise));
    }

    [Fact]
    public void BetaPressesTheCodeOntoThePrior()
    {
        var (train, _, _) = Toy.Parabola(0);
        double Divergence(double beta)
        {
            using var detector = new VariationalAutoencoder(Small with { Epochs = 20, Beta = beta, StandardDeviation = 0.1 });
            detector.Fit(train);
            var (mean, logVariance) = detector.Network.Posterior(train);
            return VariationalLosses.KullbackLeibler(mean, logVariance).mean().ToDouble();
        }
        var (little, one, much) = (Divergence(0.1), Divergence(1), Divergence(100));
        Assert.True(little > one && one > 1 && much < 0.3, $"{little}, {one}, {much}");
    }

    [Fact]
    public void TheLearnedDeviationIsThatOfTheNoiseAndHasAFloor()
    {
        using var generator = new Generator(5);
        var noise = randn([600, 3], generator: generator) * tensor(new[] { 1f, 0.2f, 0f }) + 2; // nothing to be encoded but noise
        using var detector = new VariationalAutoencoder(Small with { Epochs = 60, LearningRate = 0.02, Beta = 10 });
        detector.Fit(noise);
        var deviation = (detector.Network.LogVariance * 0.5).exp();
        Assert.InRange(deviation[0].ToDouble(), 0.85, 1.15);
        Assert.InRange(deviation[1].ToDouble(), 0.15, 0.25);
        Assert.InRange(deviation[2].ToDouble(), 0.01, 0.1);
    }

    [Theory]
    [InlineData(Likelihood.Gaussian)]
    [InlineData(Likelihood.Bernoulli)]
    public void TheScoresAreWhatTheFormulasSay(Likelihood likelihood)
    {
        var (train, test, _) = Toy.Parabola(0);
        (train, test) = (train.sigmoid(), test[..5].sigmoid());
        var options = Small with { Epochs = 2, Likelihood = likelihood, Beta = 2, CodeSize = 2, Samples = 3 };
        foreach (var score in Enum.GetValues<VariationalScore>())
        {
            using var detector = new VariationalAutoencoder(options with { Score = score });
            detector.Fit(train);
            using var noGrad = no_grad();
            var (mean, logVariance) = detector.Network.Posterior(test);
            var deviation = (logVariance / 2).exp();
            Assert.True(mean.allclose(detector.Encode(test)));
            var scores = detector.Score(test);
            for (var row = 0; row < 5; row++)
            {
                double sum = 0, divergence = 0;
                for (var l = 0; l < 3; l++)
                {
                    var output = detector.Decode((mean[row] + deviation[row] * detector.Network.Noise[l]).unsqueeze(0))[0];
                    for (var j = 0; j < 8; j++)
                    {
                        var (x, p) = (test[row, j].ToDouble(), output[j].ToDouble());
                        sum += likelihood == Likelihood.Bernoulli
                            ? x * Math.Log(p) + (1 - x) * Math.Log(1 - p)
                            : Toy.NormalLogDensity(p, Math.Exp(detector.Network.LogVariance[j].ToDouble() / 2), x);
                    }
                }
                for (var k = 0; k < 2; k++)
                {
                    var (m, s) = (mean[row, k].ToDouble(), deviation[row, k].ToDouble());
                    divergence += 0.5 * (m * m + s * s - 1) - Math.Log(s);
                }
                Assert.Equal(
                    score switch
                    {
                        VariationalScore.ReconstructionError =>
                            (test[row] - detector.Reconstruct(test)[row]).square().sum().sqrt().ToDouble(),
                        VariationalScore.NegativeElbo => -sum / 3 + 2 * divergence,
                        _ => -sum / 3,
                    },
                    scores[row],
                    1e-4);
            }
        }
    }

    [Fact]
    public void SamplesDependOnTheSeedAlone()
    {
        var (train, _, _) = Toy.Parabola(0);
        using var detector = new VariationalAutoencoder(Small with { Epochs = 1 });
        detector.Fit(train);
        var first = detector.Sample(4, 1);
        rand(3);
        Assert.Equal([4, 8], first.shape);
        Assert.True(first.allclose(detector.Sample(4, 1)));
        Assert.False(first.allclose(detector.Sample(4, 2)));
    }

    [Fact]
    public void BadOptionsAndValuesAreNamed()
    {
        void Bad(string option, Func<VariationalAutoencoderOptions> make) =>
            Assert.Contains(option, Assert.Throws<ArgumentOutOfRangeException>(make).Message);
        Bad("CodeSize", () => new() { CodeSize = 0 });
        Bad("HiddenSizes", () => new() { HiddenSizes = [0] });
        Bad("Beta", () => new() { Beta = -1 });
        Bad("StandardDeviation", () => new() { StandardDeviation = 0 });
        Bad("Samples", () => new() { Samples = 0 });
        Bad("Likelihood", () => new() { Likelihood = (Likelihood)7 });
        Bad("Score", () => new() { Score = (VariationalScore)7 });
        Bad("Activation", () => new() { Activation = (Activation)17 });
        using var detector = new VariationalAutoencoder(Small with { Likelihood = Likelihood.Bernoulli });
        Assert.Contains("[0, 1]", Assert.Throws<ArgumentException>(() => detector.Fit(2 * ones(5, 4))).Message);
    }
}
