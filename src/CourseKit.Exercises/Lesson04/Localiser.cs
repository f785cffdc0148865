using static System.FormattableString;
using static TorchSharp.torch;
using Map = System.Func<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace CourseKit.Exercises.Lesson04;

/// <summary>An inspector of surfaces as a whole: where are the defects in images that it has never seen?</summary>
internal static class Localiser
{
    private const int Side = Texture.Side;

    // Over 5 seeds: cloth 0.986 to 0.990 (untrained at most 0.81, a plain grey 0.76); clouds at least 0.998 (untrained, or trained on
    // cloth, at most 0.82).
    private const double Floor = 0.95, OtherFloor = 0.9;

    public static Exercise Exercise { get; } = new()
    {
        Id = "cae.localiser",
        Notebook = Lesson04.Notebook,
        Title = "An inspector that points at the defect",
        Points = 8,
        Difficulty = Difficulty.Hard,
        Minutes = 25,
        Hints =
        [
            "Which pieces of this lesson make the network, which one trains it, and which one turns an image and its copy into a map?",
            "Two strided convolutions and two transposed ones with a kernel of 4 and some 8 channels are enough. Train 10 epochs on "
                + "batches of 32 with Adam and a learning rate of 0.004, on images with noise of σ = 0.1; average the squared error "
                + "over 5 × 5 pixels.",
            "var net = Sequential(Conv2d(1, 8, 4, stride: 2, padding: 1), ReLU(), Conv2d(8, 8, 4, stride: 2, padding: 1), "
                + "ConvTranspose2d(8, 8, 4, stride: 2, padding: 1), ReLU(), ConvTranspose2d(8, 1, 4, stride: 2, padding: 1), Sigmoid()); "
                + "DenoisingStep in a loop; return x => avg_pool2d((x - net.call(x)).square(), 5, stride: 1, padding: 2, "
                + "count_include_pad: false).squeeze(1), without gradient.",
        ],
        EntryPoint = "MakeLocaliser",
        Signature = typeof(Func<Tensor, Map>),
        TimeLimit = TimeSpan.FromSeconds(120),
        Check = CheckParts,
    };

    private static void CheckParts(Grading check)
    {
        Map? locate = null;
        var (train, test) = (Images(check.Random.Next(), 600, 0), Images(check.Random.Next(), 80, 40));

        check.Part(1, "a map for each image, the same every time", () =>
        {
            locate = check.Call<Map>(train.X);
            var maps = MapsOf(check, locate, test.X);
            Expect.True(
                maps.SequenceEqual(MapsOf(check, locate, test.X)),
                "The same images gave two different maps: leave noise and dropout to training.");
            Expect.True(maps.Max() > maps.Min(), "All pixels have the same value, so nothing can be told apart.");
        });
        check.Part(4, "it points at the defects", () =>
        {
            var auroc = Evaluation.Auroc(test.Truth, MapsOf(check, locate, test.X));
            Expect.True(
                auroc >= 0.5,
                Invariant($"The AUROC over the pixels of held-out images is {auroc:0.000}: below one half. ")
                    + "Higher must mean more anomalous.");
            // An untrained network paints one grey, whatever it sees.
            var distance = (test.X - test.X.mean([2, 3], keepdim: true)).square();
            var smoothed = nn.functional.avg_pool2d(distance, 5, stride: 1, padding: 2, count_include_pad: false);
            var plain = Evaluation.Auroc(test.Truth, smoothed.Values());
            Expect.True(
                auroc >= Floor || Math.Abs(auroc - plain) > 0.02,
                Invariant($"The AUROC over the pixels of held-out images is {auroc:0.000}, as good as the distance from a plain grey. ")
                    + "An untrained network paints nothing but grey: does yours train?");
            Expect.True(
                auroc >= Floor,
                Invariant($"The AUROC over the pixels of held-out images is {auroc:0.000}; {Floor} is asked for (the distance from a ")
                    + Invariant($"plain grey gets {plain:0.000}). Train longer, keep the code narrow or the input noisy, and average the ")
                    + "error over a neighbourhood.");
        });
        check.Part(1, "a normal image is calm", () =>
        {
            var maps = MapsOf(check, locate, test.X).Chunk(Side * Side).Select(map => map.Max()).ToArray();
            var auroc = Evaluation.Auroc(test.Defect, maps);
            Expect.True(
                auroc >= 0.9,
                "By the largest value of its map, an image with a defect is told from a normal one with an AUROC of "
                    + Invariant($"{auroc:0.000}; 0.9 is asked for."));
        });
        check.Part(2, "it learns whatever it is given", () =>
        {
            // Other goods: soft clouds of light and shade, with rough patches as defects.
            var (other, another) = (Clouds(check, 400, rough: false), Clouds(check, 60, rough: true));
            var auroc = Evaluation.Auroc(another.Truth, MapsOf(check, check.Call<Map>(other.X), another.X));
            Expect.True(
                auroc >= OtherFloor,
                Invariant($"Given images of soft clouds, it points at rough patches with an AUROC of {auroc:0.000}; {OtherFloor} ")
                    + "is asked for. Does it train on the images that are handed in, a new network each time?");
        });
    }

    private static (Tensor X, bool[] Truth, bool[] Defect) Images(int seed, int rows, int anomalies)
    {
        var made = Texture.Generate(seed, rows, anomalies);
        bool[] truth = [.. made.Masks.Values().Select(value => value > 0)];
        return (made.Data.X.reshape(-1, 1, Side, Side), truth, [.. made.Data.Labels.Select(label => label == 1)]);
    }

    private static (Tensor X, bool[] Truth) Clouds(Grading check, int rows, bool rough)
    {
        var x = nn.functional.interpolate(
            check.Uniform(0.2, 0.8, rows, 1, 4, 4), size: [Side, Side], mode: InterpolationMode.Bicubic, align_corners: true);
        var mask = zeros(rows, 1, Side, Side);
        for (var row = 0; rough && row < rows; row++)
            mask[row, 0].narrow(0, check.Random.Next(4, 20), 8).narrow(1, check.Random.Next(4, 20), 8).fill_(1);
        var pixels = check.Uniform(-1, 1, rows, 1, Side, Side);
        return ((x + 0.03 * pixels + 0.15 * mask * pixels.sign()).clamp(0, 1), [.. mask.Values().Select(value => value > 0)]);
    }

    private static double[] MapsOf(Grading check, Map? locate, Tensor x)
    {
        Expect.True(locate is not null, "There is no inspector to look at: see the first part.");
        var maps = check.Run("Map(x)", () => locate!(x));
        Expect.True(maps is not null, "The function that MakeLocaliser returned gave null.");
        Expect.Shape(
            maps!, [x.shape[0], Side, Side], Invariant($"The maps of {x.shape[0]} images"),
            (x.shape, "The maps still have a channel; leave it out."),
            ([x.shape[0]], "This is one number for each image; return one for each pixel."));
        Expect.True(!maps!.requires_grad, "The maps carry the graph for gradients, and all its memory; compute them in no_grad().");
        var values = maps!.Values();
        Expect.True(values.All(double.IsFinite), "A map holds values that are not finite. Did the training diverge?");
        return values;
    }
}
