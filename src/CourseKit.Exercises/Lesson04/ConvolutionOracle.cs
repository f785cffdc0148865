namespace CourseKit.Exercises.Lesson04;

/// <summary>Images as plain arrays, [images][channels][line, column] in double precision, and layers as loops over them.</summary>
internal static class ConvolutionOracle
{
    // Each value of the input lays the kernel, multiplied by it, down on the output; what falls outside is lost.
    // weight: [in][out][line, column]; side: that of the output.
    public static double[,] Transposed(double[][,] x, double[][][,] weight, int channel, double bias, int stride, int padding, int side)
    {
        var result = new double[side, side];
        for (var i = 0; i < side; i++)
            for (var j = 0; j < side; j++) result[i, j] = bias;
        for (var c = 0; c < x.Length; c++)
        {
            var kernel = weight[c][channel];
            foreach (var (i, j) in Places(x[c]))
            {
                foreach (var (u, v) in Places(kernel))
                {
                    var (row, column) = (i * stride - padding + u, j * stride - padding + v);
                    if (row >= 0 && row < side && column >= 0 && column < side) result[row, column] += x[c][i, j] * kernel[u, v];
                }
            }
        }
        return result;
    }

    // The convolution of an image enlarged by a factor. At: where the enlarged image has no pixel, which one is meant; null for 0.
    // weight: [in][line, column].
    public static double[,] OfEnlarged(
        double[][,] x, double[][,] weight, double bias, int factor, Func<int, int, int?> at, Func<int, int, bool>? kept = null)
    {
        var (height, width) = (x[0].GetLength(0) * factor, x[0].GetLength(1) * factor);
        var (result, half) = (new double[height, width], weight[0].GetLength(0) / 2);
        foreach (var (i, j) in Places(result))
        {
            var sum = bias;
            for (var c = 0; c < x.Length; c++)
            {
                foreach (var (u, v) in Places(weight[c]))
                {
                    if (at(i + u - half, height) is not { } row || at(j + v - half, width) is not { } column) continue;
                    if (kept is null || kept(row % factor, column % factor)) sum += weight[c][u, v] * x[c][row / factor, column / factor];
                }
            }
            result[i, j] = sum;
        }
        return result;
    }

    public static IEnumerable<(int Row, int Column)> Places(double[,] map) =>
        from row in Enumerable.Range(0, map.GetLength(0)) from column in Enumerable.Range(0, map.GetLength(1)) select (row, column);

    // [a, b, h, w] as arrays.
    public static double[][][,] Arrays(TorchSharp.torch.Tensor values)
    {
        var (all, shape) = (values.Values(), Array.ConvertAll(values.shape, size => (int)size));
        double[,] Map(int start)
        {
            var map = new double[shape[2], shape[3]];
            foreach (var (row, column) in Places(map)) map[row, column] = all[start + row * shape[3] + column];
            return map;
        }
        var size = shape[2] * shape[3];
        return [.. Enumerable.Range(0, shape[0]).Select(a =>
            Enumerable.Range(0, shape[1]).Select(b => Map((a * shape[1] + b) * size)).ToArray())];
    }

    public static double[] Flat(IEnumerable<double[,]> maps) => [.. maps.SelectMany(map => map.Cast<double>())];
}
