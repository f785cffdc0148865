using static TorchSharp.torch;

namespace CourseKit.Tests;

/// <summary>Small data with a known answer: normals near a curved band in many dimensions, anomalies off it.</summary>
internal static class Toy
{
    /// <summary>Points of a parabola seen in d dimensions, with a little noise; anomalies lie above or below it.</summary>
    public static (Tensor Train, Tensor Test, bool[] IsAnomaly) Parabola(int seed, int d = 8, int rows = 512)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)(1000 + seed));
        var directions = randn([2, d], generator: generator) / Math.Sqrt(d);
        Tensor Points(int count, double shift)
        {
            var t = rand([count, 1], generator: generator) * 4 - 2;
            var noise = 0.05 * randn([count, d], generator: generator);
            return cat([t, t.square() - 1.3 + shift], 1).mm(directions) + noise;
        }
        var train = Points(rows, 0);
        var test = cat([Points(200, 0), Points(100, 1.5), Points(100, -1.5)], 0);
        bool[] isAnomaly = [.. Enumerable.Repeat(false, 200), .. Enumerable.Repeat(true, 200)];
        return (train.MoveToOuterDisposeScope(), test.MoveToOuterDisposeScope(), isAnomaly);
    }

    /// <summary>MNIST with 0 and 1 normal, small enough for a test.</summary>
    public static (Tensor Train, Tensor Test, IReadOnlyList<bool> IsAnomaly) Digits(int seed, int trainRows = 2000, int testRows = 2000)
    {
        var (train, test) = Datasets.Mnist();
        var split = OneClassSplit.Create(train, test.Rows([.. Enumerable.Range(0, testRows)]), [0, 1], maxTrain: trainRows, seed: seed);
        return (split.Train.X, split.Test.X, split.IsAnomaly);
    }

    /// <summary>Pearson's correlation.</summary>
    public static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        double Sum(Func<double, double, double> term) => a.Zip(b, (one, other) => term(one - meanA, other - meanB)).Sum();
        return Sum((one, other) => one * other) / Math.Sqrt(Sum((one, _) => one * one) * Sum((_, other) => other * other));
    }

    /// <summary>A draw from the standard normal distribution (Box and Muller).</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>The logarithm of the density of N(mean, deviation²).</summary>
    public static double NormalLogDensity(double mean, double deviation, double x) =>
        -0.5 * Math.Pow((x - mean) / deviation, 2) - Math.Log(deviation * Math.Sqrt(2 * Math.PI));

    /// <summary>Equal but for rounding: results of floating-point sums whose order may differ.</summary>
    public static void Close(double[] expected, double[] actual, double relative = 1e-5)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = expected.Max(Math.Abs);
        foreach (var (one, other) in expected.Zip(actual)) Assert.Equal(one, other, relative * Math.Max(scale, 1e-3));
    }

    /// <summary>The detector everything must beat: the distance to the mean of the training rows.</summary>
    public static double[] DistanceToMean(Tensor train, Tensor test)
    {
        using var scope = NewDisposeScope();
        return (test - train.mean([0])).square().sum(1).to(float64).data<double>().ToArray();
    }
}
