using static TorchSharp.torch;

namespace CourseKit.Tests;

public class ConvolutionalAutoencoderTests
{
    private static readonly ConvolutionalAutoencoderOptions Small =
        new() { Image = new(1, 28, 28), Channels = [8, 16], CodeSize = 8, BatchSize = 32, Epochs = 12, LearningRate = 3e-3 };

    [Theory]
    [InlineData(1, 28, 28)]
    [InlineData(3, 32, 32)]
    [InlineData(1, 1, 256)]
    [InlineData(2, 7, 12)]
    [InlineData(1, 13, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 5)]
    public void ImagesOfEverySizeComeBackInTheirSize(int channels, int height, int width)
    {
        foreach (var kernel in new[] { 1, 3, 5 })
        {
            using var network =
                new ConvolutionalNetwork(new(channels, height, width), Small with { KernelSize = kernel, Channels = [2, 3, 4] });
            var x = rand(5, channels * height * width);
            Assert.Equal([5, 8], network.Encode(x).shape);
            Assert.Equal(x.shape, network.call(x).shape);
        }
    }

    [Fact]
    public void EachConvolutionHalvesHeightAndWidthRoundedUp()
    {
        using var network = new ConvolutionalNetwork(new(3, 32, 27), Small with { Channels = [4, 6] });
        Assert.Equal(
            ["encoder.1.weight 4 3 3 3", "encoder.3.weight 6 4 3 3", "encoder.6.weight 8 336", "decoder.0.weight 336 8",
                "decoder.3.weights.weight 6 4 3 3", "decoder.5.weights.weight 4 3 3 3"],
            network.named_parameters().Where(one => one.name.EndsWith("weight", StringComparison.Ordinal))
                .Select(one => $"{one.name} {string.Join(" ", one.parameter.shape)}"));
    }

    [Fact]
    public void RowsAreReadChannelByChannelLineByLine()
    {
        // A filter of one pixel, picked by hand, shows which values a convolution meets.
        using var network = new ConvolutionalNetwork(
            new(2, 2, 3), Small with { Channels = [1], KernelSize = 1, CodeSize = 2, Activation = Activation.Identity });
        using (no_grad())
        {
            foreach (var (_, parameter) in network.named_parameters()) parameter.zero_();
            network.get_parameter("encoder.1.weight")!.copy_(tensor(new float[] { 1, 100 }, [1, 2, 1, 1]));
            network.get_parameter("encoder.4.weight")!.copy_(eye(2));
        }
        // Stride 2: of the lines (0 1 2) and (3 4 5), and (6 7 8) and (9 10 11) in the other channel, the pixels 0 and 2, 6 and 8 are met.
        Assert.Equal([600, 802], network.Encode(arange(12, float32).reshape(1, 12)).data<float>().ToArray());
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
            new ConvolutionalAutoencoder(options), new ConvolutionalAutoencoder(options with { Epochs = 0 }),
                Toy.Digits(seed, trainRows: 600, testRows: 600),
            atLeast: 0.9, overUntrained: 0.2, overBaseline: 0.05);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Kind", "Training")]
    public void HearsADamagedBearing(int seed)
    {
        // A row is a signal if no image is named.
        var split = OneClassSplit.FromOne(Vibration.Generate(seed, rows: 900, anomalies: 150), seed: seed);
        var options = Small with
        {
            Image = null,
            Channels = [8, 16],
            KernelSize = 5,
            Epochs = 10,
            OutputActivation = Activation.Identity,
            Seed = seed
        };
        Trained.Beats(
            new ConvolutionalAutoencoder(options), new ConvolutionalAutoencoder(options with { Epochs = 0 }),
                (split.Train.X, split.Test.X, split.IsAnomaly),
            atLeast: 0.7, overUntrained: 0.1, overBaseline: 0.1);
    }

    [Fact]
    [Trait("Kind", "Training")]
    public void ItsLossFallsAndItsWeightsMove() => Trained.Learns(
        new ConvolutionalAutoencoder(Small with { Epochs = 3 }), new ConvolutionalAutoencoder(Small with { Epochs = 0 }),
            Toy.Digits(0, trainRows: 300, testRows: 100).Train, lossFallsTo: 0.8);

    [Fact]
    public void WhatDoesNotGoTogetherIsNamed()
    {
        using var detector = new ConvolutionalAutoencoder(Small);
        var message = Assert.Throws<ArgumentException>(() => detector.Fit(rand(5, 100))).Message;
        Assert.Contains("The rows have 100 values, but an image of 1 × 28 × 28 has 784", message);
        Assert.Contains("Set Image", message);
        Assert.Contains("Image must have", Assert.Throws<ArgumentOutOfRangeException>(() => Small with { Image = new(1, 0, 3) }).Message);
        Assert.Contains("KernelSize", Assert.Throws<ArgumentOutOfRangeException>(() => Small with { KernelSize = 4 }).Message);
        Assert.Contains("Channels", Assert.Throws<ArgumentOutOfRangeException>(() => Small with { Channels = [] }).Message);
        Assert.Contains("Channels", Assert.Throws<ArgumentOutOfRangeException>(() => Small with { Channels = [4, 0] }).Message);
        using var crossEntropy = new ConvolutionalAutoencoder(Small with { Loss = ReconstructionLoss.BinaryCrossEntropy });
        Assert.Contains("[0, 1]", Assert.Throws<ArgumentException>(() => crossEntropy.Fit(2 * ones(5, 784))).Message);
    }

    [Fact]
    public void TheShapeOfTheImageIsSaved()
    {
        using var folder = new TempFolder();
        using var detector = new ConvolutionalAutoencoder(Small with { Image = new(3, 4, 5), Epochs = 1 });
        detector.Fit(rand(10, 60));
        detector.Save(folder.PathOf("model.zip"));
        using var loaded = (ConvolutionalAutoencoder)AnomalyDetector.Load(folder.PathOf("model.zip"));
        Assert.Equal(new ImageShape(3, 4, 5), loaded.Options.Image);
    }
}
