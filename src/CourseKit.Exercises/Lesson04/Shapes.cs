using static System.FormattableString;
using static TorchSharp.torch;
using Image = (int Channels, int Height, int Width);
using Layer = (string Kind, int Channels, int Kernel, int Stride, int Padding, int OutputPadding);

namespace CourseKit.Exercises.Lesson04;

/// <summary>The shape after each layer of a convolutional autoencoder.</summary>
internal static class Shapes
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "cae.shapes",
        Notebook = Lesson04.Notebook,
        Title = "Shapes on the way through",
        Points = 4,
        Difficulty = Difficulty.Easy,
        Minutes = 15,
        Hints =
        [
            "Which of the four kinds of layer change the number of channels, and which of them make an image smaller, which larger?",
            "Write one function that takes a height or a width and gives the new one, with a switch over the kind; use it for both. "
                + "C# divides whole numbers downwards here, which is the ⌊ ⌋ of the formula.",
            "\"conv\" and \"pool\": (i + 2 * p - k) / s + 1; \"transposed\": (i - 1) * s - 2 * p + k + op; \"upsample\": i * s. "
                + "Channels are the layer's for \"conv\" and \"transposed\", else those that came in.",
        ],
        EntryPoint = "Shapes",
        Signature = typeof(Func<Image, Layer[], Image[]>),
        Check = check =>
        {
            check.Part(1, "one convolution, one pooling", () =>
            {
                Compare(check, (1, 8, 8), Conv(4, 3, 1, 1));
                Compare(check, (3, 8, 8), Pool(2, 2));
                Compare(check, (1, 12, 9), Conv(2, 3, 2, 1), Pool(2, 2));
            });
            check.Part(1, "sizes that do not divide", () =>
            {
                Compare(check, (1, 28, 21), Conv(6, 5, 3, 0), Pool(3, 2));
                for (var i = 0; i < 10; i++)
                    Compare(check, Draw(check, 15, 40), Conv(check.Random.Next(1, 9), check.Random.Next(1, 6), check.Random.Next(1, 4),
                        check.Random.Next(0, 3)), Pool(2, check.Random.Next(1, 3)));
            });
            check.Part(1, "transposed convolutions and enlargement", () =>
            {
                Compare(check, (8, 4, 4), Up(4, 2, 2, 0, 0));
                Compare(check, (2, 5, 3), Enlarge(3));
                for (var i = 0; i < 10; i++)
                    Compare(check, Draw(check, 4, 9), Up(check.Random.Next(1, 9), check.Random.Next(3, 6), check.Random.Next(2, 4),
                        check.Random.Next(0, 2), check.Random.Next(0, 2)));
            });
            check.Part(1, "down to the code and up again", () => Compare(
                check, (1, 28, 28), Conv(8, 3, 1, 1), Pool(2, 2), Conv(16, 3, 2, 1), Conv(4, 3, 1, 0), Up(16, 3, 1, 0, 0),
                Up(8, 3, 2, 1, 1),
                Enlarge(2), Conv(1, 3, 1, 1)));
        },
    };

    private static Layer Conv(int channels, int kernel, int stride, int padding) => ("conv", channels, kernel, stride, padding, 0);

    private static Layer Pool(int kernel, int stride) => ("pool", 0, kernel, stride, 0, 0);

    private static Layer Up(int channels, int kernel, int stride, int padding, int extra) =>
        ("transposed", channels, kernel, stride, padding, extra);

    private static Layer Enlarge(int factor) => ("upsample", 0, 0, factor, 0, 0);

    private static Image Draw(Grading check, int least, int most) =>
        (check.Random.Next(1, 4), check.Random.Next(least, most), check.Random.Next(least, most));

    // The oracle does no arithmetic: libtorch runs the layers on an image of zeros.
    private static void Compare(Grading check, Image image, params Layer[] layers)
    {
        var got = check.Call<Image[]>(image, layers);
        Expect.True(
            got.Length == layers.Length,
            Invariant($"For {layers.Length} layer(s) Shapes returned {got.Length} shapes; return the one after each layer, ")
                + "without that of the image itself.");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var now = zeros(1, image.Channels, image.Height, image.Width);
        for (var i = 0; i < layers.Length; i++)
        {
            var (kind, _, kernel, stride, padding, extra) = layers[i];
            var before = now;
            now = Apply(now, layers[i]);
            var (want, (_, _, high, wide)) = (Read(now), (0, 0, (int)before.shape[2], (int)before.shape[3]));
            if (got[i] == want) continue;
            Image Other(Func<int, int> along) => (want.Channels, along(high), along(wide));
            var message = true switch
            {
                _ when got[i] == (want.Channels, want.Width, want.Height) => "Height and width are swapped: the height comes first.",
                _ when (got[i].Height, got[i].Width) == (want.Height, want.Width) && kind is "pool" or "upsample" && got[i].Channels
                    != want.Channels => Invariant($"The layer \"{kind}\" keeps the number of channels, whatever its tuple says."),
                _ when got[i].Channels != want.Channels && kind is "conv" or "transposed" && got[i].Channels == (int)before.shape[1] =>
                    Invariant($"A layer \"{kind}\" makes as many channels as its tuple says."),
                _ when kind is "conv" or "pool" && got[i] == Other(side => (side + 2 * padding - kernel + stride - 1) / stride + 1) =>
                    "The division is rounded up; a kernel that does not fit any more is left out, so round down.",
                _ when kind == "conv" && got[i] == Other(side => (side + padding - kernel) / stride + 1) =>
                    "The padding is counted once; it is laid on both sides.",
                _ when kind == "transposed" && got[i] == Other(side => (side - 1) * stride - 2 * padding + kernel) =>
                    "The output padding of the transposed convolution is missing.",
                _ when kind == "transposed" && got[i] == Other(side => (side + 2 * padding - kernel) / stride + 1) =>
                    "A transposed convolution goes the other way: it makes the image larger.",
                _ => Invariant($"After layer {i + 1}, {Text(layers[i])}, which gets {Text(Read(before))}, the shape should be ")
                    + Invariant($"{Text(want)}, but it is {Text(got[i])}."),
            };
            throw new CheckFailedException(message);
        }
    }

    private static Tensor Apply(Tensor x, Layer layer)
    {
        var (kind, channels, kernel, stride, padding, extra) = layer;
        return kind switch
        {
            "conv" => nn.functional.conv2d(
                x, zeros(channels, x.shape[1], kernel, kernel), strides: [stride, stride], padding: [padding, padding]),
            "pool" => nn.functional.max_pool2d(x, kernel, stride),
            "transposed" => nn.functional.conv_transpose2d(
                x, zeros(x.shape[1], channels, kernel, kernel), null, [stride, stride], [padding, padding], [extra, extra]),
            _ => nn.functional.interpolate(x, scale_factor: [stride, stride]),
        };
    }

    private static Image Read(Tensor x) => ((int)x.shape[1], (int)x.shape[2], (int)x.shape[3]);

    private static string Text(Image shape) => Invariant($"{shape.Channels} × {shape.Height} × {shape.Width}");

    private static string Text(Layer layer)
    {
        var (kind, channels, kernel, stride, padding, extra) = layer;
        return Invariant($"(\"{kind}\", {channels}, {kernel}, {stride}, {padding}, {extra})");
    }
}
