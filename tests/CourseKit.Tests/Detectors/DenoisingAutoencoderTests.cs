using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

public class DenoisingAutoencoderTests
{
    private static readonly DenoisingAutoencoderOptions Small = new() { HiddenSizes = [64], CodeSize = 8, BatchSize = 32, Epochs = 20 };

    [Fact]
    public void NoiseHasTheDeviationThatWasAskedFor()
    {
        manual_seed(1);
        var x = rand(200, 100);
        var noise = Corruptions.Gaussian(x, 0.3) - x;
        Assert.Equal(0, noise.mean().ToDouble(), 0.3 / Math.Sqrt(20_000) * 4);
        Assert.Equal(0.3, noise.std().ToDouble(), 0.3 / Math.Sqrt(40_000) * 4);
        Assert.True(Corruptions.Gaussian(x, 0).equal(x).all().ToBoolean());
    }

    [Fact]
    public void MaskingLosesItsShareAndLeavesTheRest()
    {
        manual_seed(1);
        var x = rand(200, 100) + 1;
        var masked = Corruptions.Masking(x, 0.25);
        var lost = masked == 0;
        Assert.Equal(0.25, lost.to(float64).mean().ToDouble(), 4 * Math.Sqrt(0.25 * 0.75 / 20_000));
        Assert.True((lost | (masked == x)).all().ToBoolean());
        Assert.True((Corruptions.Masking(x, 1) == 0).all().ToBoolean());
        Assert.True((Corruptions.Masking(x, 0) == x).all().ToBoolean());
    }

    [Fact]
    public void SaltAndPepperAreTheExtremesOfEachColumnInEqualParts()
    {
        manual_seed(1);
        var x = rand(400, 50) - 0.5;
        var (low, high) = (-arange(1, 51, float32), arange(1, 51, float32));
        var corrupted = Corruptions.SaltAndPepper(x, 0.3, low, high);
        var (pepper, salt) = (corrupted == low, corrupted == high);
        var tolerance = 4 * Math.Sqrt(0.15 * 0.85 / 20_000);
        Assert.Equal(0.15, pepper.to(float64).mean().ToDouble(), tolerance);
        Assert.Equal(0.15, salt.to(float64).mean().ToDouble(), tolerance);
        Assert.True((pepper | salt | (corrupted == x)).all().ToBoolean());
    }

    [Fact]
    public void BadLevelsAreNamed()
    {
        Assert.Contains("Level", Assert.Throws<ArgumentOutOfRangeException>(() => Small with { Level = -0.1 }).Message);
        Assert.Contains("probability", Assert.Throws<ArgumentOutOfRangeException>(() => Corruptions.Masking(ones(2, 2), 1.5)).Message);
        using var detector = new DenoisingAutoencoder(Small with { Corruption = Corruption.Masking, Level = 1.5 });
        Assert.Contains("at most 1, not 1.5", Assert.Throws<ArgumentException>(() => detector.Fit(rand(10, 4))).Message);
    }

    [Theory]
    [InlineData(Corruption.Gaussian, 0.2, 0)]
    [InlineData(Corruption.Masking, 0.25, 1)]
    [InlineData(Corruption.SaltAndPepper, 0.2, 2)]
    [Trait("Kind", "Training")]
    public void FindsOtherDigitsThanThoseItKnows(Corruption corruption, double level, int seed)
    {
        var options = Small with { Corruption = corruption, Level = level, Seed = seed };
        Trained.Beats(
            new DenoisingAutoencoder(options), new DenoisingAutoencoder(options with { Epochs = 0 }),
                Toy.Digits(seed, trainRows: 1000, testRows: 1000),
            atLeast: 0.95, overUntrained: 0.2, overBaseline: 0.1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Kind", "Training")]
    public void GivesBackCleanDigitsWhereAnAutoencoderGivesBackNoise(int seed)
    {
        var (train, test, isAnomaly) = Toy.Digits(seed, trainRows: 1000, testRows: 300);
        var clean = test[tensor(isAnomaly.Select(one => !one).ToArray())];
        manual_seed(seed);
        var noisy = Corruptions.Masking(clean, 0.5);
        double Error(ReconstructionDetector<AutoencoderNetwork> detector)
        {
            using (detector)
            {
                detector.Fit(train);
                return nn.functional.mse_loss(detector.Reconstruct(noisy), clean).ToDouble();
            }
        }
        // Units enough to copy what comes.
        var denoising = Error(
            new DenoisingAutoencoder(
            Small with
            {
                HiddenSizes = [],
                CodeSize = 64,
                LearningRate = 3e-3,
                Corruption = Corruption.Masking,
                Level = 0.5,
                Seed = seed
            }));
        var autoencoder = Error(
            new Autoencoder(new AutoencoderOptions
            {
                HiddenSizes = [],
                CodeSize = 64,
                LearningRate = 3e-3,
                BatchSize = Small.BatchSize,
                Epochs = Small.Epochs,
                Seed = seed
            }));
        var noise = nn.functional.mse_loss(noisy, clean).ToDouble();
        Assert.True(denoising < 0.8 * autoencoder, $"denoising {denoising}, autoencoder {autoencoder}");
        Assert.True(denoising < 0.8 * noise, $"denoising {denoising}, the noise itself {noise}");
    }

    [Fact]
    public void TheInputIsSpoiltInTrainingOnly()
    {
        var (train, _, _) = Toy.Parabola(0);
        using var detector =
            new DenoisingAutoencoder(Small with { Epochs = 3, OutputActivation = Activation.Identity, Level = 5, ValidationShare = 0.25 });
        detector.Fit(train);
        Toy.Close(detector.Score(train), detector.Score(train));
        Assert.True(detector.Reconstruct(train).equal(detector.Network.call(train)).all().ToBoolean());
        // Noise of deviation 5 drowns the training loss; the rows that are only watched are clean.
        Assert.True(detector.History.ValidationLoss[^1] < detector.History.Loss[^1],
            $"{detector.History.ValidationLoss[^1]} {detector.History.Loss[^1]}");
        Assert.NotEqual(detector.History.Loss[^1], detector.History.Loss[^2]);
    }

    [Fact]
    public void WithoutCorruptionItIsAnAutoencoder()
    {
        var (train, test, _) = Toy.Parabola(0);
        using var denoising = new DenoisingAutoencoder(
            Small with { Epochs = 3, Level = 0, Corruption = Corruption.Masking, OutputActivation = Activation.Identity });
        using var plain = new Autoencoder(
            new AutoencoderOptions
            {
                HiddenSizes = [64],
                CodeSize = 8,
                BatchSize = 32,
                Epochs = 3,
                OutputActivation = Activation.Identity
            });
        denoising.Fit(train);
        plain.Fit(train);
        Toy.Close(plain.Score(test), denoising.Score(test), 1e-4);
    }

    [Fact]
    public void ItsLossFallsAndItsWeightsMove() => Trained.Learns(
        new DenoisingAutoencoder(Small with { Epochs = 8 }), new DenoisingAutoencoder(Small with { Epochs = 0 }),
            Toy.Digits(0, trainRows: 400, testRows: 100).Train, lossFallsTo: 0.7);
}
