using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>The detectors that scikit-learn has, too, held against its scores (shallow.json, made by shallow.py).</summary>
public class ShallowTests
{
    private sealed record SvmCase(double Nu, double? Gamma, double[] Decision, int SupportVectors, double Rho);

    private sealed record Case(ulong Seed, int Count, int Columns, SvmCase[] Svm, double Bandwidth, double[] LogDensity, double[] Forest);

    private static readonly Case[] Cases = Load();

    private static Case[] Load()
    {
        using var stream = typeof(ShallowTests).Assembly.GetManifestResourceStream("shallow.json")!;
        return JsonSerializer.Deserialize<Case[]>(stream, JsonSerializerOptions.Web)!;
    }

    private static Tensor MakeRows(ulong seed, int count, int columns)
    {
        var values = new float[count * columns];
        for (var i = 0; i < values.Length; i++)
        {
            double total = 0;
            for (var k = 0; k < 4; k++)
            {
                seed = unchecked(seed * 6364136223846793005UL + 1442695040888963407UL);
                total += (seed >> 33) / 2147483648.0;
            }
            values[i] = (float)((total - 2) * (i % columns + 1));
        }
        return tensor(values, [count, columns]);
    }

    private static (Tensor Train, Tensor Test) Data(Case one) =>
        (MakeRows(one.Seed, one.Count, one.Columns), MakeRows(one.Seed + 100, 30, one.Columns) * 2);

    [Fact]
    public void OneClassSvmHasTheSameDecisionValues()
    {
        foreach (var one in Cases)
        {
            var (train, test) = Data(one);
            foreach (var expected in one.Svm)
            {
                using var svm = new OneClassSvm(new OneClassSvmOptions { Nu = expected.Nu, Gamma = expected.Gamma, Tolerance = 1e-10 });
                svm.Fit(train);
                var scores = svm.Score(test);
                for (var i = 0; i < scores.Length; i++) Assert.Equal(-expected.Decision[i], scores[i], 1e-5 * one.Count);
                Assert.Equal(expected.Rho, svm.Rho, 1e-5 * one.Count);
                Assert.InRange(svm.SupportVectors.shape[0], expected.SupportVectors - 1, expected.SupportVectors + 1);
            }
        }
    }

    [Fact]
    public void OneClassSvmSatisfiesTheConditionsOfTheOptimum()
    {
        // Karush, Kuhn and Tucker: inside the region α = 0, outside α = 1, between only on the border.
        var train = MakeRows(7, 250, 4);
        foreach (var nu in new[] { 0.05, 0.2, 0.5, 0.95 })
        {
            using var svm = new OneClassSvm(new OneClassSvmOptions { Nu = nu, Tolerance = 1e-8 });
            svm.Fit(train);
            var alphas = svm.Weights.data<double>().ToArray();
            Assert.Equal(nu * 250, alphas.Sum(), 1e-8);
            Assert.All(alphas, alpha => Assert.InRange(alpha, double.Epsilon, 1));
            var scores = svm.Score(svm.SupportVectors);
            foreach (var (alpha, score) in alphas.Zip(scores))
            {
                if (alpha < 1) Assert.InRange(score, -1e-7, 1e-7);
                else Assert.True(score > -1e-7);
            }
            // The ν-property (Schölkopf et al. 2001, proposition 4).
            Assert.True(svm.Score(train).Count(score => score > 1e-7) <= nu * 250);
            Assert.True(alphas.Length >= nu * 250);
        }
    }

    [Fact]
    public void OneClassSvmGivesUpWithARemedy()
    {
        using var svm = new OneClassSvm(new OneClassSvmOptions { MaxIterations = 2, Tolerance = 1e-10 });
        Assert.Contains("not solved in 2 steps", Assert.Throws<InvalidOperationException>(() => svm.Fit(MakeRows(1, 50, 3))).Message);
    }

    [Fact]
    public void OneClassSvmForgetsKernelRowsAndStillSolves()
    {
        // 256 MB hold all rows of small sets; with few rows kept, each is computed again and again.
        var train = MakeRows(5, 120, 3);
        var x = train.to(float64);
        var kernel = (Kernels.SquaredDistances(x, x) * -0.2).exp();
        var computed = 0;
        Tensor Counted(int i)
        {
            computed++;
            return kernel[i].clone();
        }
        SmoSolution Solve(long memory) => Smo.Solve(Counted, alpha => kernel.mv(tensor(alpha)), 120, 0.3, 1e-9, 100_000, memory);
        var all = Solve(1_000_000);
        Assert.InRange(computed, 1, 120);
        var few = Solve(2 * 8 * 120);
        Assert.True(computed > 240, $"{computed}");
        foreach (var (one, other) in all.Alpha.Zip(few.Alpha)) Assert.Equal(one, other, 1e-9);
        Assert.Equal(all.Rho, few.Rho, 1e-9);
    }

    [Fact]
    public void KernelMatrixHasTheKernelsValues()
    {
        var x = MakeRows(3, 40, 3).to(float64);
        var kernel = new KernelMatrix(x, 0.7);
        double K(int i, int j) => Math.Exp(-0.7 * (x[i] - x[j]).square().sum().ToDouble());
        double[] alpha = [0.5, 0, 1, .. new double[37]];
        var product = kernel.Times(alpha, default);
        for (var i = 0; i < 40; i++)
        {
            for (var j = 0; j < 40; j++) Assert.Equal(K(i, j), kernel.Row(i)[j].ToDouble(), 1e-12);
            Assert.Equal(0.5 * K(i, 0) + K(i, 2), product[i].ToDouble(), 1e-12);
        }
    }

    [Fact]
    public void KernelDensityIsTheSame()
    {
        foreach (var one in Cases)
        {
            var (train, test) = Data(one);
            using var kde = new KernelDensity();
            kde.Fit(train);
            Assert.Equal(one.Bandwidth, kde.Bandwidth, 1e-12 * one.Bandwidth);
            foreach (var (score, expected) in kde.Score(test).Zip(one.LogDensity))
                Assert.Equal(-expected, score, 1e-9 * Math.Abs(expected));
        }
    }

    [Fact]
    public void KernelDensityIntegratesToOneAndNeverOverflows()
    {
        using var kde = new KernelDensity(new KernelDensityOptions { Bandwidth = 0.5 });
        kde.Fit(tensor(new float[] { -1, 0, 2 }, [3, 1]));
        var grid = arange(-8, 9, 0.01, float32).reshape(-1, 1);
        Assert.Equal(1, kde.Score(grid).Sum(score => Math.Exp(-score)) * 0.01, 1e-4);
        var far = kde.Score(tensor(new float[] { 1e6f, 1e15f }, [2, 1]));
        Assert.All(far, score => Assert.True(double.IsFinite(score)));
        Assert.Equal(Math.Pow(1e6 - 2, 2) / 0.5, far[0], 1e3);
    }

    [Fact]
    public void IsolationForestComesCloseToThousandsOfOtherTrees()
    {
        foreach (var one in Cases)
        {
            var (train, test) = Data(one);
            using var forest = new IsolationForest(new IsolationForestOptions { Trees = 3000, SampleSize = 64 });
            forest.Fit(train);
            var scores = forest.Score(test);
            Assert.True(Toy.Correlation(scores, one.Forest) > 0.995, $"{Toy.Correlation(scores, one.Forest)}");
            Assert.All(scores.Zip(one.Forest), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.02));
        }
    }

    [Fact]
    public void IsolationForestByHand()
    {
        // Of 0, 1 and 9, the first split isolates 9 with 8/9 of the chances (depth 1; the others end at depth 2),
        // otherwise 0 (then 1 and 9 end at depth 2). c(3) = 2 (ln 2 + γ) − 4/3.
        using var forest = new IsolationForest(new IsolationForestOptions { Trees = 20_000, SampleSize = 3 });
        var x = tensor(new float[] { 0, 1, 9 }, [3, 1]);
        forest.Fit(x);
        var c = 2 * (Math.Log(2) + 0.5772156649) - 4.0 / 3;
        double[] depths = [(8 * 2 + 1) / 9.0, 2, (8 + 2) / 9.0];
        foreach (var (score, depth) in forest.Score(x).Zip(depths)) Assert.Equal(Math.Pow(2, -depth / c), score, 0.003);
    }

    [Fact]
    public void IsolationForestDoesNotMindScales()
    {
        var train = MakeRows(9, 200, 3);
        using var forest = new IsolationForest();
        forest.Fit(train);
        var before = forest.Score(train);
        // Powers of two scale without rounding: the same splits.
        forest.Fit(train * 1024);
        Assert.Equal(before, forest.Score(train * 1024));
    }

    [Fact]
    public void TheyFindWhatLiesOffTheBand()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var (train, test, isAnomaly) = Toy.Parabola(seed);
            var trivial = Evaluation.Auroc(isAnomaly, Toy.DistanceToMean(train, test));
            AnomalyDetector[] detectors = [new OneClassSvm(new OneClassSvmOptions { Nu = 0.1, Gamma = 2 }), new KernelDensity()];
            foreach (var detector in detectors)
            {
                detector.Fit(train);
                var found = Evaluation.Auroc(isAnomaly, detector.Score(test));
                Assert.True(found > 0.85 && found > trivial + 0.1, $"{detector.Name}, seed {seed}: {found}, trivial {trivial}");
                detector.Dispose();
            }
        }
    }
}
