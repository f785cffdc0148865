using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

public class RobustPcaTests
{
    private static Tensor Random(Generator generator, params long[] shape) => randn(shape, generator: generator).to(float64);

    [Theory]
    [InlineData(120, 60, 3, 0.05)]
    [InlineData(60, 120, 3, 0.05)] // more columns than rows
    [InlineData(200, 100, 5, 0.1)]
    public void WhatWasAddedUpIsTakenApart(int n, int d, int rank, double share)
    {
        // Candès et al. 2011, theorem 1.1: exact for low rank and few errors in random places, however large.
        using var generator = new Generator((ulong)(n + d));
        var low = Random(generator, n, rank).mm(Random(generator, rank, d));
        var hit = (rand([n, d], generator: generator) < share).to(float64);
        var sparse = hit * Random(generator, n, d) * 20;
        var (foundLow, foundSparse) = PrincipalComponentPursuit.Decompose(low + sparse, 1 / Math.Sqrt(Math.Max(n, d)));
        double Relative(Tensor found, Tensor truth) => (found - truth).norm().ToDouble() / truth.norm().ToDouble();
        Assert.InRange(Relative(foundLow, low), 0, 1e-5);
        Assert.InRange(Relative(foundSparse, sparse), 0, 1e-5);
        Assert.InRange(Relative(foundLow + foundSparse, low + sparse), 0, 1e-6);
    }

    [Fact]
    public void NothingIsTakenApartIntoNothing()
    {
        var (low, sparse) = PrincipalComponentPursuit.Decompose(zeros(5, 3), 0.5);
        Assert.Equal(0, low.abs().sum().ToDouble() + sparse.abs().sum().ToDouble());
    }

    [Fact]
    public void GrossErrorsInTrainingDoNotTiltThePlane()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            using var generator = new Generator((ulong)seed);
            var axes = Random(generator, 2, 20);
            Tensor Plane(int rows) => Random(generator, rows, 2).mm(axes) + 0.01 * Random(generator, rows, 20);
            var hit = (rand([300, 20], generator: generator) < 0.05).to(float64);
            var train = Plane(300) + hit * 30;
            using var robust = new RobustPca(new RobustPcaOptions { Explained = 0.99 });
            using var plain = new PcaDetector();
            robust.Fit(train);
            plain.Fit(train);
            // Clean rows lie in the robust plane, and far from the one that the errors have pulled away.
            var clean = Plane(100);
            Assert.Equal(2, robust.Components.shape[0]);
            Assert.True(robust.Score(clean).Average() < 0.2
                * plain.Score(clean).Average(), $"{robust.Score(clean).Average()} {plain.Score(clean).Average()}");
            Assert.True(robust.Score(clean + 1).Min() > robust.Score(clean).Max());
        }
    }
}
