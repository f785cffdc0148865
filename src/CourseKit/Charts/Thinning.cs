namespace CourseKit;

/// <summary>Big data thinned to what a pixel of a chart shows.</summary>
internal static class Thinning
{
    /// <summary>A chart is seldom wider.</summary>
    private const int Pixels = 700;

    /// <summary>
    /// Leaves out points nearer than a pixel (a 500th of the ranges) to the last one kept: thousands of scores need no thousands of points.
    /// </summary>
    public static (double[] X, double[] Y) Curve(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (stepX, stepY) = (0.002 * Range(x), 0.002 * Range(y));
        var (keptX, keptY) = (new List<double> { x[0] }, new List<double> { y[0] });
        for (var i = 1; i < x.Count; i++)
        {
            if (i < x.Count - 1 && Math.Abs(x[i] - keptX[^1]) < stepX && Math.Abs(y[i] - keptY[^1]) < stepY) continue;
            keptX.Add(x[i]);
            keptY.Add(y[i]);
        }
        return ([.. keptX], [.. keptY]);
    }

    /// <summary>The places of a signal's lowest and highest value in each column of pixels: no peak is lost.</summary>
    public static int[] Extremes(IReadOnlyList<double> values)
    {
        if (values.Count <= 4 * Pixels) return [.. Enumerable.Range(0, values.Count)];
        var places = new List<int>();
        for (var column = 0; column < Pixels; column++)
        {
            var (start, end) = ((int)((long)column * values.Count / Pixels), (int)((column + 1L) * values.Count / Pixels));
            var (low, high) = (start, start);
            for (var i = start; i < end; i++)
            {
                if (values[i] < values[low]) low = i;
                if (values[i] > values[high]) high = i;
            }
            places.Add(Math.Min(low, high));
            if (low != high) places.Add(Math.Max(low, high));
        }
        return [.. places];
    }

    /// <summary>Means of square blocks, row by row, so that neither side has more than <paramref name="max"/> of them.</summary>
    public static (double[][] Means, int Block) Blocks(double[] values, int rows, int columns, int max)
    {
        var block = (Math.Max(rows, columns) + max - 1) / max;
        if (block == 1) return ([.. values.Chunk(columns)], 1);
        var means = new double[(rows + block - 1) / block][];
        for (var i = 0; i < means.Length; i++)
        {
            means[i] = new double[(columns + block - 1) / block];
            for (var j = 0; j < means[i].Length; j++)
            {
                var (sum, count) = (0.0, 0);
                for (var row = i * block; row < Math.Min(rows, (i + 1) * block); row++)
                    for (var column = j * block; column < Math.Min(columns, (j + 1) * block); column++, count++)
                        sum += values[row * columns + column];
                means[i][j] = sum / count;
            }
        }
        return (means, block);
    }

    private static double Range(IReadOnlyList<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0);
        return finite.Max() - finite.Min();
    }
}
