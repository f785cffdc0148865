using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises.Lesson04;

/// <summary>A larger image without a checkerboard: enlarge first, then convolve.</summary>
internal static class ResizeConvolution
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "cae.resize-convolution",
        Notebook = Lesson04.Notebook,
        Title = "Resize, then convolve",
        Points = 5,
        Difficulty = Difficulty.Medium,
        Minutes = 15,
        Hints =
        [
            "Three things happen one after the other: the image grows, it gets a border, a kernel slides over it. "
                + "Which of them decides whether every output pixel is made of equally many contributions?",
            "interpolate with mode: InterpolationMode.Nearest repeats pixels; pad with PaddingModes.Replicate and (k − 1)/2 on each of "
                + "the four sides; conv2d without padding of its own.",
            "var large = interpolate(x, scale_factor: new double[] { factor, factor }, mode: InterpolationMode.Nearest); long p = "
                + "(weight.shape[2] - 1) / 2; return conv2d(pad(large, new[] { p, p, p, p }, mode: PaddingModes.Replicate), weight, bias);",
        ],
        EntryPoint = "ResizeConvolution",
        Signature = typeof(Func<Tensor, Tensor, Tensor, int, Tensor>),
        Check = check =>
        {
            check.Part(1, "the image grows by the factor", () =>
            {
                HasShape(check, 2, 1);
                HasShape(check, 3, 5);
            });
            check.Part(2, "its pixels", () =>
            {
                Compare(check, images: 1, channels: 1, filters: 1, kernel: 1, factor: 2, height: 2, width: 2);
                Compare(check, images: 1, channels: 1, filters: 1, kernel: 3, factor: 2, height: 3, width: 2);
                Compare(check, images: 2, channels: 3, filters: 2, kernel: 5, factor: 3, height: 3, width: 4);
            });
            check.Part(2, "of a flat image it makes a flat image", () => KeepsFlat(check));
        },
    };

    private static void HasShape(Grading check, int factor, int kernel)
    {
        var got = check.Call<Tensor>(check.Rand(2, 3, 4, 5), check.Uniform(-1, 1, 6, 3, kernel, kernel), check.Uniform(-1, 1, 6), factor);
        long[] Sized(int h, int w) => [2, 6, h, w];
        Expect.Shape(
            got, Sized(4 * factor, 5 * factor), Invariant($"Two images of 4 × 5 pixels, enlarged by {factor} with a kernel of {kernel}, "),
            (Sized(4 * factor - kernel + 1, 5 * factor - kernel + 1), "The kernel has eaten the border: pad by (k − 1)/2 on each side."),
            (Sized(4, 5), "The image has not grown."),
            (Sized(4 + kernel - 1, 5 + kernel - 1), "The image has not grown by the factor, only by its border."));
    }

    private static void Compare(Grading check, int images, int channels, int filters, int kernel, int factor, int height, int width)
    {
        var (x, weight) = (check.Rand(images, channels, height, width), check.Uniform(-1, 1, filters, channels, kernel, kernel));
        var bias = check.Uniform(-1, 1, filters);
        var (pixels, kernels, biases) = (ConvolutionOracle.Arrays(x), ConvolutionOracle.Arrays(weight), bias.Values());
        double[] All(Func<int, int, int?> at, Func<int, int, bool>? kept = null, bool flipped = false) => ConvolutionOracle.Flat(
            pixels.SelectMany(image => kernels.Select((one, i) => ConvolutionOracle.OfEnlarged(
                image, flipped ? Array.ConvertAll(one, Flip) : one, biases[i], factor, at, kept))));
        static int? Nearest(int place, int size) => Math.Clamp(place, 0, size - 1);
        static int? Zero(int place, int size) => place < 0 || place >= size ? null : place;

        var got = check.Call<Tensor>(x, weight, bias, factor);

        Expect.Shape(got, [images, filters, height * factor, width * factor], "The result");
        Expect.Close(
            got.Values(), All(Nearest), 1e-4,
            Invariant($"The pixels of a {height} × {width} image enlarged by {factor}, with a kernel of {kernel} × {kernel}"),
            (All(Zero), "Around the enlarged image lie zeros: the border turns dark. Repeat the outermost pixels instead."),
            (All(Zero, (row, column) => row == 0 && column == 0), "Between the pixels lie zeros, as in a transposed convolution; "
                + "repeat each pixel instead."),
            (All(Nearest, (row, column) => row == 0 && column == 0), "Between the pixels lie zeros, as in a transposed convolution; "
                + "repeat each pixel instead."),
            (All(Nearest, null, true), "The kernel is flipped; conv2d lays it on as it is."),
            (All(Nearest).Select((value, i) => value - biases[i / (height * width * factor * factor) % filters]).ToArray(),
                "The bias is missing."));
    }

    // Whatever the kernel: all pixels of the result have the same contributions, so nothing can alternate and no border can show.
    private static void KeepsFlat(Grading check)
    {
        foreach (var (kernel, factor) in new[] { (3, 2), (3, 3), (5, 2) })
        {
            var weight = check.Uniform(-1, 1, 1, 2, kernel, kernel);
            var got = check.Call<Tensor>(ones(1, 2, 4, 4), weight, zeros(1), factor).Values();
            Expect.True(
                got.Max() - got.Min() < 1e-4,
                Invariant($"A flat image came back with pixels from {got.Min():G3} to {got.Max():G3} (kernel {kernel}, factor {factor}). ")
                    + "Inside, that would be a checkerboard; at the border, it is the padding.");
            Expect.Close(got[0], weight.Values().Sum(), 1e-4, "The pixels made of a flat image of ones");
        }
    }

    private static double[,] Flip(double[,] map)
    {
        var result = new double[map.GetLength(0), map.GetLength(1)];
        var (lastRow, lastColumn) = (map.GetLength(0) - 1, map.GetLength(1) - 1);
        foreach (var (row, column) in ConvolutionOracle.Places(map)) result[lastRow - row, lastColumn - column] = map[row, column];
        return result;
    }
}
