// Solutions to lesson 01, convolution. Each section replaces the exercise cell with the same first line; each says why, and
// shows another way where there is one.

// Exercise conv.full
// Why a + b - 1: the last number of f meets the last one of g at n = (a - 1) + (b - 1), and counting begins at 0.
// Another way: turn the loops around, result[k + j] += f[k] * g[j]. Each pair is multiplied once and put where it belongs, as with
// the dice.
double[] FullConvolution(double[] f, double[] g)
{
    var result = new double[f.Length + g.Length - 1];
    for (int n = 0; n < result.Length; n++)
    {
        for (int k = 0; k < f.Length; k++)
        {
            int rest = n - k;
            if (rest >= 0 && rest < g.Length) result[n] += f[k] * g[rest];
        }
    }
    return result;
}

// Exercise conv.padding
// Why a list of places: padding makes no new numbers, it only says for each cell where it comes from; and rows and columns do not
// disturb each other. Zeros are the exception, so the picture is laid into the middle of zeros.
// Another way: nn.functional.pad(x.reshape(1, 1, h, w), ..., PaddingModes.Reflect) and so on, and the first two dimensions taken off again.
Tensor Pad(Tensor x, int p, string mode)
{
    int h = (int)x.shape[0], w = (int)x.shape[1];
    if (mode == "zeros")
    {
        var wide = zeros(h + 2 * p, w + 2 * p, dtype: x.dtype);
        wide.narrow(0, p, h).narrow(1, p, w).copy_(x);
        return wide;
    }

    long Source(int i, int n) => mode switch
    {
        "replicate" => Math.Min(Math.Max(i, 0), n - 1),
        "reflect" => i < 0 ? -i : i < n ? i : 2 * (n - 1) - i,
        _ => (i % n + n) % n,   // in C#, -1 % n is -1
    };
    Tensor Places(int n) => tensor(Enumerable.Range(-p, n + 2 * p).Select(i => Source(i, n)).ToArray());
    return x.index_select(0, Places(h)).index_select(1, Places(w));
}

// Exercise conv.output-size
// Why the remainder: the last place ends where a further step would run over the end, and what a division by the step leaves over is
// exactly what is too short for it.
// Another way: Math.DivRem(way, stride) gives both numbers at once.
(int Output, int Unused) OutputSize(int input, int kernel, int stride, int padding, int dilation)
{
    int way = input + 2 * padding - dilation * (kernel - 1) - 1;
    return way < 0 ? (0, input + 2 * padding) : (way / stride + 1, way % stride);
}

// Exercise conv.max-pool
// Why the search starts at a cell of the block, not at 0: all numbers may be negative. Why > and not >=: the first of equal ones stays.
// Another way: x[..(h * size), ..(w * size)].reshape(h, size, w, size).permute(0, 2, 1, 3).reshape(h, w, size * size).max(2) finds
// value and place in the block at once; the place must then be turned into the index.
(Tensor Values, Tensor Indices) MaxPool(Tensor x, int size)
{
    int width = (int)x.shape[1], h = (int)x.shape[0] / size, w = width / size;
    float[] cells = x.to_type(ScalarType.Float32).reshape(-1).data<float>().ToArray();
    var (values, indices) = (new float[h * w], new long[h * w]);
    for (int block = 0; block < h * w; block++)
    {
        int top = block / w * size, left = block % w * size;
        int best = top * width + left;
        for (int r = top; r < top + size; r++)
            for (int c = left; c < left + size; c++)
                if (cells[r * width + c] > cells[best]) best = r * width + c;
        (values[block], indices[block]) = (cells[best], best);
    }
    return (tensor(values, h, w), tensor(indices, h, w));
}

// Exercise conv.unpool
// Why a flat picture first: the index counts the cells of the whole picture, so it can be used as it is.
// Another way: with loops over the values, row index / width and column index % width.
Tensor Unpool(Tensor values, Tensor indices, int height, int width) =>
    zeros(height * width, dtype: values.dtype)
        .scatter(0, indices.reshape(-1), values.reshape(-1))
        .reshape(height, width);

// Exercise conv.matrix
// Why the transpose leads back: in the column of a pixel stand the weights with which it went into each output; read along that column,
// each output gives them back. Cells that the kernel never touched have a column of zeros, and stay 0.
// Another way for the picture: conv_transpose2d with the stride, and output_padding = (side - k) % stride.
(Tensor Matrix, Tensor Back) ConvolutionMatrix(Tensor kernel, int side, int stride, Tensor y)
{
    int k = (int)kernel.shape[0], o = (side - k) / stride + 1;
    var matrix = new double[o * o, side * side];
    for (int i = 0; i < o; i++)
        for (int j = 0; j < o; j++)
            for (int u = 0; u < k; u++)
                for (int v = 0; v < k; v++)
                    matrix[i * o + j, (i * stride + u) * side + j * stride + v] = kernel[u, v].ToDouble();
    var m = tensor(matrix).to_type(y.dtype);
    return (m, m.t().matmul(y.reshape(-1, 1)).reshape(side, side));
}

// Exercise conv.detector
// Why float64: neighbours are alike, so the columns are nearly dependent; in float32 lstsq drops what it takes for superfluous, and the fit
// is worse. Why no padding: whatever lies outside is invented, and looks strange to the filter.
// Another way: the mean of the squared residual over the whole picture in place of its worst place does as well on these flaws.
Func<Tensor, double[]> MakeInspector(Tensor normal)
{
    const int k = 7, middle = k * k / 2;
    using var scope = NewDisposeScope();
    var images = normal.reshape(-1, 1, 32, 32).to_type(ScalarType.Float64);
    var rows = unfold(images, k).transpose(1, 2).reshape(-1, k * k).clone();
    var pixel = rows.select(1, middle).clone();
    rows.select(1, middle).fill_(1);
    var weights = linalg.lstsq(rows, pixel.unsqueeze(1)).Solution.flatten().clone();
    double bias = weights[middle].ToDouble();
    weights[middle] = 0.0;
    var filter = weights.to_type(ScalarType.Float32).reshape(1, 1, k, k).DetachFromDisposeScope();

    return x =>
    {
        using var inner = NewDisposeScope();
        var inspected = x.reshape(-1, 1, 32, 32);
        var residual = inspected.narrow(2, 3, 26).narrow(3, 3, 26) - conv2d(inspected, filter) - bias;
        return avg_pool2d(residual.square(), 5, 1).amax(new long[] { 1, 2, 3 })
            .to_type(ScalarType.Float64).data<double>().ToArray();
    };
}
