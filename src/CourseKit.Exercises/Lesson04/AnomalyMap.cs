using static System.FormattableString;
using static TorchSharp.torch;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace CourseKit.Exercises.Lesson04;

/// <summary>A map of where an image is strange, and how well it agrees with where the defects are.</summary>
internal static class AnomalyMap
{
    public static Exercise Exercise { get; } = new()
    {
        Id = "cae.anomaly-map",
        Notebook = Lesson04.Notebook,
        Title = "A map of the error, and its AUROC",
        Points = 6,
        Difficulty = Difficulty.Medium,
        Minutes = 20,
        Hints =
        [
            "A pixel in the corner has fewer neighbours than one in the middle. By how many values is the sum over its window to be "
                + "divided?",
            "avg_pool2d with stride 1 and padding window / 2 takes the mean over a window around each pixel; count_include_pad: false "
                + "leaves out what lies outside. Evaluation.Auroc takes a bool[] and a double[]: all pixels of all images in one list.",
            "using var _ = no_grad(); var e = (x - model.call(x)).square(); var map = avg_pool2d(e, window, stride: 1, padding: window / "
                + "2, count_include_pad: false).squeeze(1); then Evaluation.Auroc(masks > 0 as bool[], map as double[]).",
        ],
        EntryPoint = "AnomalyMap",
        Signature = typeof(Func<Network, Tensor, Tensor, int, (Tensor Map, double Auroc)>),
        Check = check =>
        {
            check.Part(1, "one value for each pixel, without gradient", () =>
            {
                var map = Make(check, Model(), check.Rand(3, 1, 6, 5), Masks(check, 3, 6, 5), 3).Map;
                Expect.Shape(
                    map, [3, 6, 5], "The maps of 3 images of 6 × 5 pixels",
                    ([3, 1, 6, 5], "The maps still have a channel; leave it out, as the masks do."),
                    ([3, 4, 3], "The window has eaten the border: with padding window / 2 the map is as large as the image."));
                Expect.True(!map.requires_grad, "The map carries the graph for gradients, and all its memory; compute it in no_grad().");
            });
            check.Part(2, "the mean error of the neighbourhood", () =>
            {
                CompareMap(check, 1, 3, 3, 1);
                CompareMap(check, 1, 4, 4, 3);
                CompareMap(check, 3, 7, 8, 5);
            });
            check.Part(3, "the AUROC over all pixels", () =>
            {
                CompareAuroc(check, 1, 4, 4, 1);
                CompareAuroc(check, 4, 6, 6, 3);
            });
        },
    };

    private static (Tensor Map, double Auroc) Make(Grading check, Network model, Tensor x, Tensor masks, int window)
    {
        var result = check.Call<(Tensor Map, double Auroc)>(model, x, masks, window);
        Expect.True(result.Map is not null, "AnomalyMap returned null in place of the map.");
        return result;
    }

    private static Network Model() => nn.Sequential(nn.Conv2d(1, 1, 3, padding: 1), nn.Sigmoid());

    // Some pixels of every image but the first; no image is all defect.
    private static Tensor Masks(Grading check, int images, int height, int width) => tensor(
        [.. Enumerable.Range(0, images * height * width).Select(i =>
            i % (height * width) > 0 && (i >= height * width || images == 1) && check.Random.Next(4) == 0 ? 1f : 0)],
        [images, height, width]);

    private static void CompareMap(Grading check, int images, int height, int width, int window)
    {
        using var scope = NewDisposeScope();
        var (model, x) = (Model(), check.Rand(images, 1, height, width));
        var masks = Masks(check, images, height, width);
        masks[0, 0, 1] = 1;
        var error = (x - model.call(x)).Values();
        var map = Make(check, model, x, masks, window).Map;

        double[] Mean(Func<double, double> of, bool includeOutside) => [.. Enumerable.Range(0, images).SelectMany(image =>
            from row in Enumerable.Range(0, height)
            from column in Enumerable.Range(0, width)
            let near = from i in Enumerable.Range(row - window / 2, window)
                       from j in Enumerable.Range(column - window / 2, window)
                       where i >= 0 && i < height && j >= 0 && j < width
                       select of(error[(image * height + i) * width + j])
            select includeOutside ? near.Sum() / (window * window) : near.Average())];
        double[] Squares(double[] values) => Array.ConvertAll(values, value => value * value);

        var right = Mean(e => e * e, false);
        Expect.Close(
            map.Values(), right, 1e-5,
            Invariant($"The map of {images} image(s) of {height} × {width} pixels with a window of {window} × {window}"),
            (Mean(e => e * e, true), "At the border the window reaches out of the image, and zeros from there were averaged in: "
                + "count only pixels that exist."),
            (Mean(Math.Abs, false), "These are absolute errors; square them."),
            (Mean(e => e, false), "These are the errors themselves, in which too dark and too bright cancel out; square them first."),
            (Squares(Mean(e => e, false)), "First square each error, then take the mean: here too dark and too bright cancel out."),
            ([.. error.Select(e => e * e)], "This is the error of each pixel alone; take the mean over the window around it."),
            ([.. right.Select(Math.Sqrt)], "These are roots; the map is the mean of the squared errors."));
    }

    private static void CompareAuroc(Grading check, int images, int height, int width, int window)
    {
        using var scope = NewDisposeScope();
        // An identity with a bias makes equal errors everywhere; rounded pixels make ties, which count one half.
        var (model, x) = (Model(), (check.Rand(images, 1, height, width) * 4).round() / 4);
        var masks = Masks(check, images, height, width);
        masks[images - 1, 0, 1] = 1;
        masks[images - 1, 0, 0] = 0;
        using var noGrad = no_grad();
        x += 0.3 * masks.unsqueeze(1);

        var (map, auroc) = Make(check, model, x, masks, window);

        var (truth, values) = (masks.Values(), map.Values());
        Expect.True(values.Length == truth.Length, "There is not one value for each pixel: see the first part.");
        // By counting pairs.
        static double Pairs(IEnumerable<(double Truth, double Value)> pixels)
        {
            var (ill, well) = (pixels.Where(one => one.Truth > 0).ToArray(), pixels.Where(one => one.Truth == 0).ToArray());
            return ill.SelectMany(_ => well, (a, b) => a.Value > b.Value ? 1 : a.Value == b.Value ? 0.5 : 0).DefaultIfEmpty(0.5).Average();
        }
        var pixels = truth.Zip(values).ToArray();
        var right = Pairs(pixels);
        var single = pixels.Chunk(height * width).Where(image => image.Any(one => one.First > 0)).Select(image => Pairs(image)).ToArray();
        var whole = pixels.Chunk(height * width).Select(image => (image.Max(one => one.First), image.Max(one => one.Second)));
        Expect.Close(
            auroc, right, 1e-4, Invariant($"The AUROC over the {truth.Length} pixels of {images} image(s)"),
            (1 - right, "The AUROC is upside down: a pixel of a defect is the anomaly, and a larger error means more anomalous."),
            (single.Average(), "This is the mean of the images' own AUROCs; put the pixels of all images into one list."),
            (Pairs(whole), "This is the AUROC of whole images; every pixel is to be judged."),
            (Pairs(truth.Zip(Unsmoothed(model, x))), "This is the AUROC of the errors before they were averaged over the window."));
    }

    private static double[] Unsmoothed(Network model, Tensor x) => (x - model.call(x)).square().Values();
}
