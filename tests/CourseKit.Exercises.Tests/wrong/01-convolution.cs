// Mistakes that students of lesson 01 make. Each must be rejected with a message that holds the text after "Expect:".

// Exercise conv.full
// Wrong: does not flip
// Expect: cross-correlation
double[] FullConvolution(double[] f, double[] g)
{
    var result = new double[f.Length + g.Length - 1];
    for (int n = 0; n < result.Length; n++)
        for (int k = 0; k < g.Length; k++)
        {
            int place = n + k - (g.Length - 1);
            if (place >= 0 && place < f.Length) result[n] += f[place] * g[k];
        }
    return result;
}

// Exercise conv.full
// Wrong: only where the lists lie wholly over each other
// Expect: only the places where the shorter list
double[] FullConvolution(double[] f, double[] g)
{
    if (g.Length > f.Length) (f, g) = (g, f);
    var result = new double[f.Length - g.Length + 1];
    for (int n = 0; n < result.Length; n++)
        for (int k = 0; k < g.Length; k++) result[n] += f[n + g.Length - 1 - k] * g[k];
    return result;
}

// Exercise conv.full
// Wrong: as long as f
// Expect: ends with the length of f
double[] FullConvolution(double[] f, double[] g)
{
    var result = new double[f.Length];
    for (int n = 0; n < f.Length; n++)
        for (int k = 0; k <= n; k++) result[n] += n - k < g.Length ? f[k] * g[n - k] : 0;
    return result;
}

// Exercise conv.full
// Wrong: one number too many
// Expect: a 0 too many
double[] FullConvolution(double[] f, double[] g)
{
    var result = new double[f.Length + g.Length];
    for (int k = 0; k < f.Length; k++)
        for (int j = 0; j < g.Length; j++) result[k + j] += f[k] * g[j];
    return result;
}

// Exercise conv.full
// Wrong: runs out of g
// Expect: IndexOutOfRangeException
double[] FullConvolution(double[] f, double[] g)
{
    var result = new double[f.Length + g.Length - 1];
    for (int n = 0; n < result.Length; n++)
        for (int k = 0; k < f.Length; k++) result[n] += f[k] * g[n - k];
    return result;
}

// Exercise conv.full
// Wrong: circular
// Expect: comes in again at the beginning
double[] FullConvolution(double[] f, double[] g)
{
    var result = new double[f.Length];
    for (int k = 0; k < f.Length; k++)
        for (int j = 0; j < g.Length; j++) result[(k + j) % f.Length] += f[k] * g[j];
    return result;
}

// Exercise conv.padding
// Wrong: the mirror repeats the last cell
// Expect: The mirror stands behind the last cell
Tensor Pad(Tensor x, int p, string mode)
{
    long Source(int i, int n) => mode switch
    {
        "replicate" => Math.Clamp(i, 0, n - 1),
        "reflect" => i < 0 ? -i - 1 : i < n ? i : 2 * n - 1 - i,
        _ => (i % n + n) % n,
    };
    Tensor Places(long n) => tensor(Enumerable.Range(-p, (int)n + 2 * p).Select(i => Source(i, (int)n)).ToArray());
    if (mode == "zeros") return nn.functional.pad(x, new long[] { p, p, p, p });
    return x.index_select(0, Places(x.shape[0])).index_select(1, Places(x.shape[1]));
}

// Exercise conv.padding
// Wrong: C#'s remainder of a negative number
// Expect: threw
Tensor Pad(Tensor x, int p, string mode)
{
    if (mode != "circular") return nn.functional.pad(x.reshape(1, 1, x.shape[0], x.shape[1]), new long[] { p, p, p, p },
        mode == "zeros" ? PaddingModes.Zeros : mode == "reflect" ? PaddingModes.Reflect : PaddingModes.Replicate)[0, 0];
    Tensor Places(long n) => tensor(Enumerable.Range(-p, (int)n + 2 * p).Select(i => (long)(i % (int)n)).ToArray());
    return x.index_select(0, Places(x.shape[0])).index_select(1, Places(x.shape[1]));
}

// Exercise conv.padding
// Wrong: always zeros
// Expect: this padding fills them from the picture
Tensor Pad(Tensor x, int p, string mode) => nn.functional.pad(x, new long[] { p, p, p, p });

// Exercise conv.padding
// Wrong: the columns are continued, the rows filled with zeros
// Expect: Rows and columns are not both continued
Tensor Pad(Tensor x, int p, string mode)
{
    var places = Enumerable.Range(-p, (int)x.shape[1] + 2 * p).Select(i => Math.Clamp((long)i, 0, x.shape[1] - 1));
    Tensor wide = mode == "zeros" ? nn.functional.pad(x, new long[] { p, p, 0, 0 }) : x.index_select(1, tensor(places.ToArray()));
    return nn.functional.pad(wide, new long[] { 0, 0, p, p });
}

// Exercise conv.padding
// Wrong: circular, but one cell off
// Expect: The wallpaper is one cell off
Tensor Pad(Tensor x, int p, string mode)
{
    if (mode != "circular") return nn.functional.pad(x.reshape(1, 1, x.shape[0], x.shape[1]), new long[] { p, p, p, p },
        mode == "zeros" ? PaddingModes.Zeros : mode == "reflect" ? PaddingModes.Reflect : PaddingModes.Replicate)[0, 0];
    long Source(int i, int n) => i < 0 ? Math.Max(0, n - 1 + i) : i < n ? i : Math.Min(n - 1, i - n + 1);
    Tensor Places(long n) => tensor(Enumerable.Range(-p, (int)n + 2 * p).Select(i => Source(i, (int)n)).ToArray());
    return x.index_select(0, Places(x.shape[0])).index_select(1, Places(x.shape[1]));
}

// Exercise conv.padding
// Wrong: returns a batch
// Expect: batch of one picture
Tensor Pad(Tensor x, int p, string mode) =>
    nn.functional.pad(x.reshape(1, 1, x.shape[0], x.shape[1]), new long[] { p, p, p, p }, mode switch
    {
        "replicate" => PaddingModes.Replicate,
        "reflect" => PaddingModes.Reflect,
        "circular" => PaddingModes.Circular,
        _ => PaddingModes.Zeros,
    });

// Exercise conv.output-size
// Wrong: pads on one side only
// Expect: the padding counts only once
(int Output, int Unused) OutputSize(int input, int kernel, int stride, int padding, int dilation)
{
    int way = input + padding - dilation * (kernel - 1) - 1;
    return way < 0 ? (0, input + 2 * padding) : (way / stride + 1, way % stride);
}

// Exercise conv.output-size
// Wrong: the stretched kernel one gap too wide
// Expect: taken to cover d·k cells
(int Output, int Unused) OutputSize(int input, int kernel, int stride, int padding, int dilation)
{
    int way = input + 2 * padding - dilation * kernel;
    return way < 0 ? (0, input + 2 * padding) : (way / stride + 1, way % stride);
}

// Exercise conv.output-size
// Wrong: no dilation
// Expect: the dilation is left out
(int Output, int Unused) OutputSize(int input, int kernel, int stride, int padding, int dilation)
{
    int way = input + 2 * padding - kernel;
    return way < 0 ? (0, input + 2 * padding) : (way / stride + 1, way % stride);
}

// Exercise conv.output-size
// Wrong: trusts the division of negative numbers
// Expect: rounds towards 0
(int Output, int Unused) OutputSize(int input, int kernel, int stride, int padding, int dilation)
{
    int way = input + 2 * padding - dilation * (kernel - 1) - 1;
    int output = way / stride + 1;
    return (output, output > 0 && way >= 0 ? way % stride : input + 2 * padding);
}

// Exercise conv.output-size
// Wrong: nothing is ever left
// Expect: What remains of the division
(int Output, int Unused) OutputSize(int input, int kernel, int stride, int padding, int dilation)
{
    int way = input + 2 * padding - dilation * (kernel - 1) - 1;
    return way < 0 ? (0, input + 2 * padding) : (way / stride + 1, 0);
}

// Exercise conv.output-size
// Wrong: forgets the place where the kernel starts
// Expect: there are 3 places, not 2
(int Output, int Unused) OutputSize(int input, int kernel, int stride, int padding, int dilation)
{
    int way = input + 2 * padding - dilation * (kernel - 1) - 1;
    return way < 0 ? (0, input + 2 * padding) : (way / stride, way % stride);
}

// Exercise conv.max-pool
// Wrong: the search starts at 0
// Expect: the search starts at 0
(Tensor Values, Tensor Indices) MaxPool(Tensor x, int size)
{
    long h = x.shape[0] / size, w = x.shape[1] / size;
    var (values, indices) = (zeros(h, w), zeros(h, w, dtype: ScalarType.Int64));
    for (long r = 0; r < h * size; r++)
        for (long c = 0; c < w * size; c++)
            if (x[r, c].ToDouble() > values[r / size, c / size].ToDouble())
            {
                values[r / size, c / size] = x[r, c];
                indices[r / size, c / size] = r * x.shape[1] + c;
            }
    return (values, indices);
}

// Exercise conv.max-pool
// Wrong: the index within the block
// Expect: count the cells of each block anew
(Tensor Values, Tensor Indices) MaxPool(Tensor x, int size)
{
    long h = x.shape[0] / size, w = x.shape[1] / size;
    var blocks = x[..(int)(h * size), ..(int)(w * size)].reshape(h, size, w, size).permute(0, 2, 1, 3).reshape(h, w, size * size);
    var (values, indices) = blocks.max(2);
    return (values, indices);
}

// Exercise conv.max-pool
// Wrong: windows that overlap
// Expect: The blocks overlap
(Tensor Values, Tensor Indices) MaxPool(Tensor x, int size)
{
    var (values, indices) = max_pool2d_with_indices(
        x.reshape(1, 1, x.shape[0], x.shape[1]), new long[] { size, size }, new long[] { 1, 1 });
    return (values[0, 0], indices[0, 0]);
}

// Exercise conv.max-pool
// Wrong: average pooling
// Expect: means of the blocks
(Tensor Values, Tensor Indices) MaxPool(Tensor x, int size)
{
    var (_, indices) = max_pool2d_with_indices(x.reshape(1, 1, x.shape[0], x.shape[1]), new long[] { size, size });
    return (avg_pool2d(x.reshape(1, 1, x.shape[0], x.shape[1]), size)[0, 0], indices[0, 0]);
}

// Exercise conv.max-pool
// Wrong: of equal values the last one
// Expect: Of equal values this takes the last
(Tensor Values, Tensor Indices) MaxPool(Tensor x, int size)
{
    long h = x.shape[0] / size, w = x.shape[1] / size;
    var (values, indices) = (full(h, w, double.NegativeInfinity), zeros(h, w, dtype: ScalarType.Int64));
    for (long r = 0; r < h * size; r++)
        for (long c = 0; c < w * size; c++)
            if (x[r, c].ToDouble() >= values[r / size, c / size].ToDouble())
            {
                values[r / size, c / size] = x[r, c];
                indices[r / size, c / size] = r * x.shape[1] + c;
            }
    return (values, indices);
}

// Exercise conv.unpool
// Wrong: fills the block
// Expect: Every value fills its whole block
Tensor Unpool(Tensor values, Tensor indices, int height, int width)
{
    long size = height / values.shape[0];
    var blown = values.repeat_interleave(size, 0).repeat_interleave(size, 1);
    return nn.functional.pad(blown, new long[] { 0, width - blown.shape[1], 0, height - blown.shape[0] });
}

// Exercise conv.unpool
// Wrong: into the first cell of each block
// Expect: stands in the first cell of its block
Tensor Unpool(Tensor values, Tensor indices, int height, int width)
{
    long size = height / values.shape[0];
    var picture = zeros(height, width);
    for (long i = 0; i < values.shape[0]; i++)
        for (long j = 0; j < values.shape[1]; j++) picture[i * size, j * size] = values[i, j];
    return picture;
}

// Exercise conv.unpool
// Wrong: forgets the shape
// Expect: one long list
Tensor Unpool(Tensor values, Tensor indices, int height, int width) =>
    zeros(height * width).scatter(0, indices.reshape(-1), values.reshape(-1));

// Exercise conv.unpool
// Wrong: the size of the blocks, not of the picture
// Expect: filled no block are missing
Tensor Unpool(Tensor values, Tensor indices, int height, int width)
{
    long size = height / values.shape[0], h = values.shape[0] * size, w = values.shape[1] * size;
    var picture = zeros(h, w);
    for (long i = 0; i < values.shape[0]; i++)
        for (long j = 0; j < values.shape[1]; j++)
            picture[indices[i, j].item<long>() / width, indices[i, j].item<long>() % width] = values[i, j];
    return picture;
}

// Exercise conv.unpool
// Wrong: takes the index to count down the columns
// Expect: taken to count down the columns
Tensor Unpool(Tensor values, Tensor indices, int height, int width)
{
    var list = zeros(height, width);
    for (long i = 0; i < values.shape[0]; i++)
        for (long j = 0; j < values.shape[1]; j++)
        {
            long r = indices[i, j].item<long>() / width, c = indices[i, j].item<long>() % width, place = c * height + r;
            list[place / width, place % width] = values[i, j];
        }
    return list;
}

// Exercise conv.matrix
// Wrong: flips the kernel
// Expect: The kernel is flipped; (4)
(Tensor Matrix, Tensor Back) ConvolutionMatrix(Tensor kernel, int side, int stride, Tensor y)
{
    int k = (int)kernel.shape[0], o = (side - k) / stride + 1;
    var m = zeros(o * o, side * side);
    for (int i = 0; i < o; i++)
        for (int j = 0; j < o; j++)
            for (int u = 0; u < k; u++)
                for (int v = 0; v < k; v++) m[i * o + j, (i * stride + u) * side + j * stride + v] = kernel[k - 1 - u, k - 1 - v];
    return (m, m.t().matmul(y.reshape(-1, 1)).reshape(side, side));
}

// Exercise conv.matrix
// Wrong: forgets the stride in the columns
// Expect: The rows move on by one pixel
(Tensor Matrix, Tensor Back) ConvolutionMatrix(Tensor kernel, int side, int stride, Tensor y)
{
    int k = (int)kernel.shape[0], o = (side - k) / stride + 1;
    var m = zeros(o * o, side * side);
    for (int i = 0; i < o; i++)
        for (int j = 0; j < o; j++)
            for (int u = 0; u < k; u++)
                for (int v = 0; v < k; v++) m[i * o + j, (i + u) * side + j + v] = kernel[u, v];
    return (m, m.t().matmul(y.reshape(-1, 1)).reshape(side, side));
}

// Exercise conv.matrix
// Wrong: the matrix lies on its side
// Expect: That is the transpose
(Tensor Matrix, Tensor Back) ConvolutionMatrix(Tensor kernel, int side, int stride, Tensor y)
{
    int k = (int)kernel.shape[0], o = (side - k) / stride + 1;
    var m = zeros(side * side, o * o);
    for (int i = 0; i < o; i++)
        for (int j = 0; j < o; j++)
            for (int u = 0; u < k; u++)
                for (int v = 0; v < k; v++) m[(i * stride + u) * side + j * stride + v, i * o + j] = kernel[u, v];
    return (m, m.matmul(y.reshape(-1, 1)).reshape(side, side));
}

// Exercise conv.matrix
// Wrong: conv_transpose2d without output padding
// Expect: The cells at the far end
(Tensor Matrix, Tensor Back) ConvolutionMatrix(Tensor kernel, int side, int stride, Tensor y)
{
    int k = (int)kernel.shape[0], o = (side - k) / stride + 1;
    var m = zeros(o * o, side * side);
    for (int i = 0; i < o; i++)
        for (int j = 0; j < o; j++)
            for (int u = 0; u < k; u++)
                for (int v = 0; v < k; v++) m[i * o + j, (i * stride + u) * side + j * stride + v] = kernel[u, v];
    return (m, conv_transpose2d(y.reshape(1, 1, o, o), kernel.reshape(1, 1, k, k), strides: new long[] { stride, stride })[0, 0]);
}

// Exercise conv.matrix
// Wrong: where spreads overlap, the last one wins
// Expect: the last one wins here
(Tensor Matrix, Tensor Back) ConvolutionMatrix(Tensor kernel, int side, int stride, Tensor y)
{
    int k = (int)kernel.shape[0], o = (side - k) / stride + 1;
    var m = zeros(o * o, side * side);
    var back = zeros(side, side);
    for (int i = 0; i < o; i++)
        for (int j = 0; j < o; j++)
            for (int u = 0; u < k; u++)
                for (int v = 0; v < k; v++)
                {
                    m[i * o + j, (i * stride + u) * side + j * stride + v] = kernel[u, v];
                    back[i * stride + u, j * stride + v] = kernel[u, v] * y[i, j];
                }
    return (m, back);
}

// Exercise conv.detector
// Wrong: the distance to the blurred picture, which does not know the weave
// Expect: Which filter takes the weave away
Func<Tensor, double[]> MakeInspector(Tensor normal) => x =>
{
    var images = x.reshape(-1, 1, 32, 32);
    var residual = images.narrow(2, 1, 30).narrow(3, 1, 30) - avg_pool2d(images, 3, 1);
    return avg_pool2d(residual.square(), 5, 1).amax(new long[] { 1, 2, 3 }).to_type(ScalarType.Float64).data<double>().ToArray();
};

// Exercise conv.detector
// Wrong: higher means more normal
// Expect: upside down
Func<Tensor, double[]> MakeInspector(Tensor normal)
{
    double mean = normal.mean().ToDouble();
    return x => x.sub(mean).abs().amax(new long[] { 1 }).neg().to_type(ScalarType.Float64).data<double>().ToArray();
}

// Exercise conv.detector
// Wrong: fitted once, to the first pictures, and kept
// Expect: anew each time
Tensor kept = null;
double keptBias = 0;
Func<Tensor, double[]> MakeInspector(Tensor normal)
{
    const int k = 7, middle = 24;
    if (kept is null)
    {
        var rows = unfold(normal.reshape(-1, 1, 32, 32).to_type(ScalarType.Float64), k).transpose(1, 2).reshape(-1, k * k).clone();
        var pixel = rows.select(1, middle).clone();
        rows.select(1, middle).fill_(1);
        kept = linalg.lstsq(rows, pixel.unsqueeze(1)).Solution.flatten().to_type(ScalarType.Float32).clone();
        keptBias = kept[middle].ToDouble();
        kept[middle] = 0f;
    }
    return x =>
    {
        var images = x.reshape(-1, 1, 32, 32);
        var residual = images.narrow(2, 3, 26).narrow(3, 3, 26) - conv2d(images, kept.reshape(1, 1, k, k)) - keptBias;
        return avg_pool2d(residual.square(), 5, 1).amax(new long[] { 1, 2, 3 }).to_type(ScalarType.Float64).data<double>().ToArray();
    };
}

// Exercise conv.detector
// Wrong: one score for the whole batch
// Expect: return one for each
Func<Tensor, double[]> MakeInspector(Tensor normal) => x => new[] { x.std().ToDouble() };

// Exercise conv.detector
// Wrong: the same score for all
// Expect: All pictures get the same score
Func<Tensor, double[]> MakeInspector(Tensor normal) => x => new double[x.shape[0]];
