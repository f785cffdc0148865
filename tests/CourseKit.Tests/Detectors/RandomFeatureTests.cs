using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

public class RandomFeatureTests
{
    private static Tensor Data(int rows, int columns, int seed)
    {
        using var generator = new Generator((ulong)seed);
        return randn([rows, columns], generator: generator);
    }

    [Fact]
    public void TheProductApproachesTheKernelAsTheRootOfTheirNumber()
    {
        using var scope = NewDisposeScope();
        var x = Data(60, 4, 1);
        var kernel = (Kernels.SquaredDistances(x, x.to(float64)) * -0.3).exp();
        double Error(int count) => Enumerable.Range(0, 10).Average(seed =>
        {
            using var map = new RandomFourierFeatures(4, count, 0.3, seed);
            var z = map.Map(x);
            Assert.True(z.square().sum(1).allclose(ones(60, float64)));
            return (z.mm(z.t()) - kernel).square().mean().sqrt().ToDouble();
        });
        var (few, many) = (Error(100), Error(1600)); // sixteen times as many: a quarter of the error
        Assert.InRange(few / many, 3.2, 4.8);
        Assert.InRange(many, 0, 0.04);
    }

    [Fact]
    public void TheObjectiveComesCloseToTheExactOptimum()
    {
        var x = Data(200, 3, 2);
        foreach (var nu in new[] { 0.1, 0.5 })
        {
            using var svm = new RandomFeatureSvm(new RandomFeatureSvmOptions { Nu = nu, RandomFeatures = 100, Gamma = 0.2, Steps = 3000 });
            svm.Fit(x);
            using var map = new RandomFourierFeatures(3, 100, 0.2, svm.Options.Seed);
            var z = map.Map(x);
            double Objective(Tensor w, double rho) =>
                0.5 * w.square().sum().ToDouble() - rho + (rho - z.mv(w)).clamp_min(0).sum().ToDouble() / (nu * 200);

            // The dual of the same problem, solved exactly; w and ρ in the scale of the primal one.
            var exact = Smo.Solve(i => z.mv(z[i]), alpha => z.mv(z.t().mv(tensor(alpha))), 200, nu, 1e-10, 1_000_000);
            var optimum = Objective(z.t().mv(tensor(exact.Alpha)) / (nu * 200), exact.Rho / (nu * 200));
            var found = Objective(svm.Weights, svm.Rho);
            Assert.InRange(found - optimum, -1e-9, 0.003 * Math.Abs(optimum));
            Assert.InRange(svm.Score(x).Count(score => score > 0) / 200.0, nu - 0.02, nu + 0.02);
        }
    }

    [Fact]
    public void ItScoresNearlyAsTheExactOne()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var (train, test, isAnomaly) = Toy.Parabola(seed);
            using var exact = new OneClassSvm(new OneClassSvmOptions { Nu = 0.1, Gamma = 2 });
            using var random = new RandomFeatureSvm(
                new RandomFeatureSvmOptions { Nu = 0.1, Gamma = 2, RandomFeatures = 2000, Steps = 1000 });
            exact.Fit(train);
            random.Fit(train);
            Assert.True(Toy.Correlation(exact.Score(test), random.Score(test)) > 0.98);
            Assert.Equal(Evaluation.Auroc(isAnomaly, exact.Score(test)), Evaluation.Auroc(isAnomaly, random.Score(test)), 0.02);
        }
    }

    [Fact]
    public void BadNumbersAreNamed()
    {
        Assert.Contains("must be even", Assert.Throws<ArgumentOutOfRangeException>(() => new RandomFourierFeatures(2, 3, 1, 0)).Message);
        Assert.Contains("must be even",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomFeatureSvmOptions { RandomFeatures = 3 }).Message);
        Assert.Contains("Nu", Assert.Throws<ArgumentOutOfRangeException>(() => new RandomFeatureSvmOptions { Nu = 0 }).Message);
    }
}
