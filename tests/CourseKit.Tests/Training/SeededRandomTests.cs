using static TorchSharp.torch;

namespace CourseKit.Tests;

public class SeededRandomTests
{
    [Fact]
    public void DetectorsFittedSideBySideScoreAsOneAfterTheOther()
    {
        using var generator = new Generator(1);
        var x = randn([200, 6], generator: generator);
        double[] Scores(int seed)
        {
            using var detector = new DenoisingAutoencoder(
                new DenoisingAutoencoderOptions { Seed = seed, Epochs = 5, OutputActivation = Activation.Identity });
            detector.Fit(x);
            return detector.Score(x);
        }
        var alone = Enumerable.Range(0, 8).Select(Scores).ToArray();
        var together = new double[8][];
        var threads = Enumerable.Range(0, 8).Select(seed => new Thread(() => together[seed] = Scores(seed))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(alone, together);
        Assert.NotEqual(alone[0], alone[1]);
    }

    [Fact]
    public void WhatTheCallerDrawsIsNotDisturbed()
    {
        manual_seed(5);
        using var expected = randn(4);
        manual_seed(5);
        using (var detector = new Autoencoder(new AutoencoderOptions { Epochs = 1, OutputActivation = Activation.Identity })) detector.Fit(
            ones(10, 3));
        using var drawn = randn(4);
        Assert.Equal(expected.data<float>().ToArray(), drawn.data<float>().ToArray());
    }
}
