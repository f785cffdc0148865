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

    /// <summary>The detector everything must beat: the distance to the mean of the training rows.</summary>
    public static double[] DistanceToMean(Tensor train, Tensor test)
    {
        using var scope = NewDisposeScope();
        return (test - train.mean([0])).square().sum(1).to(float64).data<double>().ToArray();
    }
}
