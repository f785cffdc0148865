using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

public class SparseAutoencoderTests
{
    private static readonly SparseAutoencoderOptions Small =
        new() { HiddenSizes = [], CodeSize = 64, BatchSize = 32, Epochs = 20, LearningRate = 3e-3, Lambda = 1e-4 };

    [Fact]
    public void ThePenaltyIsTheMeanOverTheRowsOfTheSumOfMagnitudes() =>
        Assert.Equal(((1 + 2 + 0.5) + (0 + 3 + 4))
            / 2, SparsityLosses.L1(tensor(new double[,] { { 1, -2, 0.5 }, { 0, 3, -4 } })).ToDouble(), 12);

    [Fact]
    public void TheGradientIsThatOfFiniteDifferences()
    {
        double[] values = [0.3, -1.2, 2, 0.7, -0.1, 5];
        var z = tensor(values, [2, 3]).requires_grad_();
        SparsityLosses.L1(z).backward();
        for (var i = 0; i < values.Length; i++)
        {
            double At(double step)
            {
                double[] moved = [.. values];
                moved[i] += step;
                return SparsityLosses.L1(tensor(moved, [2, 3])).ToDouble();
            }
            Assert.Equal((At(1e-6) - At(-1e-6)) / 2e-6, z.grad!.data<double>()[i / 3, i % 3], 1e-7);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Kind", "Training")]
    public void FindsOtherDigitsThanThoseItKnows(int seed)
    {
        var options = Small with { Seed = seed };
        Trained.Beats(
            new SparseAutoencoder(options), new SparseAutoencoder(options with { Epochs = 0 }),
                Toy.Digits(seed, trainRows: 1000, testRows: 1000),
            atLeast: 0.95, overUntrained: 0.2, overBaseline: 0.1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Kind", "Training")]
    public void TheLargerLambdaTheFewerUnitsAreActive(int seed)
    {
        var (train, _, _) = Toy.Digits(seed, trainRows: 600, testRows: 100);
        double Active(double lambda)
        {
            using var detector = new SparseAutoencoder(Small with { Lambda = lambda, Seed = seed });
            detector.Fit(train);
            var z = detector.Encode(train);
            Assert.True(z.min().ToDouble() >= 0);
            return (z > 0).to(float64).sum(1).mean().ToDouble();
        }
        var (none, some, many) = (Active(0), Active(1e-4), Active(1e-3));
        Assert.True(some < 0.9 * none && many < 0.9 * some, $"active units: {none}, {some}, {many}");
        Assert.True(many >= 1, $"{many}");
    }

    [Fact]
    public void ItsLossFallsAndItsWeightsMove() => Trained.Learns(
        new SparseAutoencoder(Small with { Epochs = 8 }), new SparseAutoencoder(Small with { Epochs = 0 }),
            Toy.Digits(0, trainRows: 400, testRows: 100).Train, lossFallsTo: 0.7);

    [Fact]
    public void BadOptionsAreNamed() =>
        Assert.Contains("Lambda", Assert.Throws<ArgumentOutOfRangeException>(() => Small with { Lambda = -1 }).Message);
}
