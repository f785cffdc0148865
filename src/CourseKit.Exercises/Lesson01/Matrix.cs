using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson01;

/// <summary>The matrix of a convolution, and what its transpose does.</summary>
internal static class Matrix
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "conv.matrix",
        Notebook = Lesson01.Notebook,
        Title = "The matrix of a convolution, and its transpose",
        Points = 6,
        Difficulty = Difficulty.Hard,
        Minutes = 20,
        Hints =
        [
            "Output cell (i, j) has the row i · o + j of the matrix. In which columns of that row do the k · k weights stand?",
            "Weight (u, v) meets the pixel (i · stride + u, j · stride + v), and pixel (r, c) has the column r · side + c. Four loops. "
                + "For the way back: the transpose times y as a column, then the shape of a picture.",
            "double[,] m = new double[o * o, side * side]; m[i * o + j, (i * stride + u) * side + j * stride + v] = "
                + "kernel[u, v].ToDouble(); "
                + "var matrix = tensor(m).to_type(kernel.dtype); back = matrix.t().matmul(y.reshape(-1, 1)).reshape(side, side).",
        ],
        EntryPoint = "ConvolutionMatrix",
        Signature = typeof(Func<Tensor, int, int, Tensor, (Tensor Matrix, Tensor Back)>),
        Check = check =>
        {
            check.Part(2, "the matrix for stride 1", () => IsMatrix(check, (2, 3, 1), (3, 5, 1)));
            check.Part(2, "the matrix for longer strides", () => IsMatrix(check, (2, 4, 2), (3, 6, 2), (2, 7, 3)));
            check.Part(2, "the way back", () => GoesBack(check, (2, 3, 1), (3, 5, 2), (3, 6, 2), (2, 7, 3)));
        },
    };

    private static (Tensor Matrix, Tensor Back) Call(Grading check, Tensor kernel, int side, int stride, Tensor y)
    {
        var got = check.Call<(Tensor? Matrix, Tensor? Back)>(kernel, side, stride, y);
        Expect.True(got.Matrix is not null && got.Back is not null, "ConvolutionMatrix returned a null in place of a tensor.");
        return (got.Matrix!, got.Back!);
    }

    private static void IsMatrix(Grading check, params (int K, int Side, int Stride)[] cases)
    {
        foreach (var (k, side, stride) in cases)
        {
            var o = (side - k) / stride + 1;
            var kernel = check.Uniform(1, 9, k, k);
            var got = Call(check, kernel, side, stride, check.Rand(o, o)).Matrix;
            var what = Invariant($"The matrix for a kernel of {k} × {k}, a picture of {side} × {side} and stride {stride}");
            long full = side - k + 1;
            Expect.Shape(
                got, [o * o, side * side], what,
                ([side * side, o * o], "That is the transpose: the matrix has one row for each output cell and one column for each "
                    + "pixel."),
                ([full * full, side * side], "There is a row for each place of stride 1; with a longer stride there are fewer."),
                ([o, side], "That is the matrix for one axis; a picture needs o² rows and side² columns."));
            var weights = kernel.Rows();
            var turned = weights.Reverse().Select(row => row.Reverse().ToArray()).ToArray();
            double[][] mirrored = [.. Enumerable.Range(0, k).Select(u => weights.Select(row => row[u]).ToArray())];
            Expect.Close(
                got, OfPictures(weights, side, stride, stride, o), 1e-5, what,
                (OfPictures(turned, side, stride, stride, o), "The kernel is flipped; (4) takes it as it is: weight (0, 0) meets the "
                    + "pixel in the upper left."),
                (OfPictures(mirrored, side, stride, stride, o), "Rows and columns of the kernel are swapped."),
                (OfPictures(weights, side, 1, 1, o), "The rows move on by one pixel; with a stride they move by as many."),
                (OfPictures(weights, side, 1, stride, o), "Downwards the rows move by one pixel only; the stride holds in both "
                    + "directions."),
                (OfPictures(weights, side, stride, 1, o), "To the right the rows move by one pixel only; the stride holds in both "
                    + "directions."));
        }
    }

    // Column by column: what the convolution makes of a picture with a single 1 in it.
    private static Tensor OfPictures(double[][] kernel, int side, int down, int right, int o)
    {
        var matrix = new double[o * o, side * side];
        for (var pixel = 0; pixel < side * side; pixel++)
        {
            for (var cell = 0; cell < o * o; cell++)
            {
                var (u, v) = (pixel / side - cell / o * down, pixel % side - cell % o * right);
                if (Math.Min(u, v) >= 0 && Math.Max(u, v) < kernel.Length) matrix[cell, pixel] = kernel[u][v];
            }
        }
        return tensor(matrix);
    }

    private static void GoesBack(Grading check, params (int K, int Side, int Stride)[] cases)
    {
        foreach (var (k, side, stride) in cases)
        {
            var o = (side - k) / stride + 1;
            var (kernel, y) = (check.Uniform(1, 9, k, k), check.Uniform(1, 2, o, o));
            var got = Call(check, kernel, side, stride, y).Back;
            var what = Invariant($"The way back from {o} × {o} to {side} × {side} cells, kernel {k} × {k}, stride {stride}");
            long touched = (o - 1) * stride + k;
            Expect.Shape(
                got, [side, side], what,
                ([side * side], "This is one long list; make a picture [side, side] of it."),
                ([side * side, 1], "This is one long column; make a picture [side, side] of it."),
                ([o, o], "This has the size of y; the transpose leads back to the size of the large picture."),
                ([touched, touched], "The cells at the far end, which the kernel never touched, are missing: they are 0."));
            var weights = kernel.Rows();
            var turned = weights.Reverse().Select(row => row.Reverse().ToArray()).ToArray();
            Expect.Close(
                got, Spread(weights, y.Rows(), side, stride), 1e-4, what,
                (Spread(turned, y.Rows(), side, stride), "The kernel is flipped: each number of y is spread times the kernel as it is."),
                (Spread(weights, y.Rows(), side, stride, add: false), "Where spreads overlap, the last one wins here; they add up."));
        }
    }

    // Each number of y, times the kernel, over the cells that it came from.
    private static Tensor Spread(double[][] kernel, double[][] y, int side, int stride, bool add = true)
    {
        var picture = new double[side, side];
        foreach (var (i, row) in y.Index())
        {
            foreach (var (j, value) in row.Index())
            {
                for (var u = 0; u < kernel.Length; u++)
                {
                    for (var v = 0; v < kernel.Length; v++)
                    {
                        ref var cell = ref picture[i * stride + u, j * stride + v];
                        cell = (add ? cell : 0) + value * kernel[u][v];
                    }
                }
            }
        }
        return tensor(picture);
    }
}
