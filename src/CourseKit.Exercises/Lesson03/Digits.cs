using static TorchSharp.torch;

namespace CourseKit.Exercises;

/// <summary>A small one-class task drawn from MNIST: training rows from its training set, test rows from its test set.</summary>
/// <param name="Train">Images of the normal digits.</param>
/// <param name="Test">Other images, half of them of normal digits.</param>
/// <param name="IsAnomaly">For each test image whether it shows another digit.</param>
internal sealed record Digits(Tensor Train, Tensor Test, bool[] IsAnomaly)
{
    /// <summary>Draws a task.</summary>
    /// <param name="random">Source of the draw.</param>
    /// <param name="normal">The normal digits.</param>
    /// <param name="trainingRows">Number of training images.</param>
    /// <param name="testRows">Number of test images.</param>
    public static Digits Draw(Random random, int[] normal, int trainingRows, int testRows)
    {
        var (train, test) = Datasets.Mnist();
        var normals = Pick(random, test, normal.Contains, testRows / 2);
        var anomalies = Pick(random, test, digit => !normal.Contains(digit), testRows - testRows / 2);
        return new Digits(
            train.Rows(Pick(random, train, normal.Contains, trainingRows)).X,
            test.Rows([.. normals, .. anomalies]).X,
            [.. normals.Select(_ => false), .. anomalies.Select(_ => true)]);
    }

    private static int[] Pick(Random random, Dataset data, Func<int, bool> wanted, int count)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count).Where(row => wanted(data.Labels[row]))];
        random.Shuffle(rows);
        return rows[..Math.Min(count, rows.Length)];
    }
}
