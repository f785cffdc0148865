using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>What would let Deep SVDD collapse is refused, what would not is let through.</summary>
public class TrivialSolutionTests
{
    private static nn.Module<Tensor, Tensor> Between(nn.Module<Tensor, Tensor> layer) =>
        nn.Sequential(nn.Linear(5, 6, hasBias: false), layer, nn.Linear(6, 3, hasBias: false));

    private static string Refusal(nn.Module<Tensor, Tensor> network) =>
        Assert.Throws<ArgumentException>(() => TrivialSolution.Check(network, 5)).Message;

    [Fact]
    public void ABiasIsRefusedWhereverItIs()
    {
        Assert.Contains("has a bias, '2.bias'", Refusal(nn.Sequential(nn.Linear(5, 6, hasBias: false), nn.ReLU(), nn.Linear(6, 3))));
        Assert.Contains("has a bias, '1.bias'", Refusal(Between(nn.BatchNorm1d(6))));
        Assert.Contains("has a bias", Refusal(nn.Sequential(nn.Unflatten(1, [1, 5]), nn.Conv1d(1, 2, 3), nn.Flatten())));
        Assert.Contains("for a row of zeros", Refusal(new Shifted()));
    }

    [Fact]
    public void WhatSaturatesIsRefused()
    {
        foreach (var layer in new nn.Module<Tensor, Tensor>[] { nn.Sigmoid(), nn.Tanh(), nn.ELU(), nn.Hardtanh(), nn.ReLU6(),
            nn.Softsign(), nn.SELU() })
            Assert.Contains($"bounded activation, '1' ({layer.GetType().Name})", Refusal(Between(layer)));
        Assert.Contains("bounded", Refusal(new Squashed()));
        Assert.Contains("bounded", Refusal(Between(nn.LayerNorm([6], elementwise_affine: false))));
        Assert.Contains("for a row of zeros", Refusal(Between(nn.Softplus()))); // softplus(0) = ln 2
    }

    [Fact]
    public void WhatThePaperAsksForIsTaken()
    {
        foreach (var layer in new nn.Module<Tensor, Tensor>[] { nn.ReLU(), nn.LeakyReLU(), nn.Identity(), nn.BatchNorm1d(6, affine: false),
            nn.Dropout(0.5) })
            TrivialSolution.Check(Between(layer), 5);
        TrivialSolution.Check(LeNet.Encoder(), 784);
    }

    [Fact]
    public void TheLeNetIsThePublishedOne()
    {
        using var encoder = LeNet.Encoder();
        Assert.Equal([200, 800, 6272], encoder.parameters().Select(one => one.numel()));
        Assert.Equal([3, 32], encoder.call(rand(3, 784)).shape);
        using var decoder = LeNet.Decoder();
        Assert.DoesNotContain(decoder.named_parameters(), one => one.name.Contains("bias", StringComparison.Ordinal));
        var image = decoder.call(randn(3, 32));
        Assert.Equal([3, 784], image.shape);
        Assert.True(image.min().ToSingle() > 0 && image.max().ToSingle() < 1);
        Assert.Contains("multiple of 16", Assert.Throws<ArgumentException>(() => LeNet.Decoder(20)).Message);
    }

    /// <summary>A constant in no parameter.</summary>
    private sealed class Shifted() : nn.Module<Tensor, Tensor>("Shifted")
    {
        public override Tensor forward(Tensor input) => input + 0.5f;
    }

    /// <summary>A bound in no layer.</summary>
    private sealed class Squashed() : nn.Module<Tensor, Tensor>("Squashed")
    {
        public override Tensor forward(Tensor input) => input.tanh();
    }
}
