using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

public class DeepOneClassSvmLossTests
{
    private static Tensor Draw(int seed, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return randn(shape, generator: generator).to(float64);
    }

    [Fact]
    public void ByHand()
    {
        // Errors 3 and 4: ‖·‖ = 5, for 8 rows of which these are two 5 √(8/2) = 10.
        var (x, back) = (tensor(new[,] { { 3.0, 1 }, { 0, 4 } }), tensor(new[,] { { 0.0, 1 }, { 0, 0 } }));
        Assert.Equal(5, DeepOneClassSvmLosses.Reconstruction(x, back, 2).ToDouble(), 1e-10);
        Assert.Equal(10, DeepOneClassSvmLosses.Reconstruction(x, back, 8).ToDouble(), 1e-10);
        // w = (1, 2), margins 1 and 4, ρ = 3: ½·5 − 3 + (2 + 0) / (0.5 · 2) = 1.5.
        Assert.Equal(1.5, DeepOneClassSvmLosses.Margin(tensor(new[,] { { 1.0, 0 }, { 0, 2 } }), tensor(new[] { 1.0, 2 }), tensor(3.0), 0.5)
            .ToDouble(), 1e-12);
        // The quarter of four margins: one lies below.
        Assert.Equal(2, DeepOneClassSvmLosses.Rho([4, 1, 3, 2], 0.25));
        Assert.Equal(4, DeepOneClassSvmLosses.Rho([4, 1, 3, 2], 1));
        Assert.Throws<ArgumentException>(() => DeepOneClassSvmLosses.Rho([], 0.5));
    }

    [Fact]
    public void APerfectReconstructionHasTheGradientZero()
    {
        var back = ones(3, 2);
        back.requires_grad = true;
        DeepOneClassSvmLosses.Reconstruction(ones(3, 2), back, 3).backward();
        Assert.Equal(0, back.grad!.abs().sum().ToDouble());
    }

    [Fact]
    public void GradientsAreThoseOfFiniteDifferences()
    {
        var (x, frequencies) = (Draw(1, 5, 3), Draw(2, 2, 4));
        // One vector of all that is learned: encoder, decoder, w, ρ.
        Tensor Loss(Tensor all)
        {
            var code = x.mm(all[..6].reshape(3, 2)).tanh();
            var angles = code.mm(frequencies);
            var z = cat([angles.cos(), angles.sin()], 1) * 0.5;
            return 0.7 * DeepOneClassSvmLosses.Reconstruction(x, code.mm(all[6..12].reshape(2, 3)), 20)
                + DeepOneClassSvmLosses.Margin(z, all[12..20], all[20], 0.3);
        }
        var point = Draw(3, 21);
        var leaf = point.clone();
        leaf.requires_grad = true;
        Loss(leaf).backward();
        for (var i = 0; i < 21; i++)
        {
            var step = zeros(21, float64);
            step[i] = 1e-6;
            Assert.Equal((Loss(point + step) - Loss(point - step)).ToDouble() / 2e-6, leaf.grad![i].ToDouble(), 1e-6);
        }
    }

    [Fact]
    public void RhoIsTheMinimumForItsW()
    {
        var (z, w) = (Draw(4, 40, 6), Draw(5, 6));
        double Loss(double rho) => DeepOneClassSvmLosses.Margin(z, w, tensor(rho, dtype: float64), 0.3).ToDouble();
        var best = DeepOneClassSvmLosses.Rho(z.mv(w).data<double>(), 0.3);
        foreach (var other in new[] { -1, -0.1, -0.01, 0.01, 0.1, 1 })
            Assert.InRange(Loss(best), double.NegativeInfinity, Loss(best + other) + 1e-12);
    }

    [Fact]
    public void WithAFixedEncoderItIsTheOneClassSvmOfScikitLearn()
    {
        // sklearn.svm.OneClassSVM(kernel="linear", nu=0.3, tol=1e-12) 1.2.1 on these features; its w and ρ divided by νN, as the primal has
        // them.
        const double optimum = -0.07026082788478091, rho = 0.1683207984458821;
        double[] scores = [-0.07832077700238146, 0.03550550858750143, -0.02125854212828098, -0.007323367815992521, 0, -0.00917464033026208];
        var x = tensor(Enumerable.Range(0, 80).Select(i => Math.Sin(1.7 * (i / 2) + 0.3 * (i % 2) * (i / 2))).ToArray(), 40, 2);
        var frequencies = tensor(Enumerable.Range(0, 16).Select(i => 1.5 * Math.Cos(2.3 * (i / 8) + 1.1 * (i % 8))).ToArray(), 2, 8);
        using var map = new RandomFourierFeatures(frequencies);
        var z = map.Map(x);

        var (w, offset) = (nn.Parameter(zeros(16, float64)), nn.Parameter(zeros([], float64)));
        using var optimizer = optim.Adam([w, offset], 0.01);
        var schedule = optim.lr_scheduler.ExponentialLR(optimizer, 0.998);
        for (var step = 0; step < 4000; step++)
        {
            optimizer.zero_grad();
            DeepOneClassSvmLosses.Margin(z, w, offset, 0.3).backward();
            optimizer.step();
            schedule.step();
        }
        using var noGrad = no_grad();
        Assert.Equal(optimum, DeepOneClassSvmLosses.Margin(z, w, offset, 0.3).ToDouble(), 1e-5);
        var found = DeepOneClassSvmLosses.Rho(z.mv(w).data<double>(), 0.3);
        Assert.Equal(rho, found, 1e-3);
        for (var row = 0; row < scores.Length; row++) Assert.Equal(scores[row], found - z[row].dot(w).ToDouble(), 2e-3);
    }
}
