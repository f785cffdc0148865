using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>
    /// Images, their reconstructions, and the images again with the error |x − x̂| of each pixel laid over them: clear where it is 0,
    /// vermilion where it is largest.
    /// </summary>
    /// <param name="x">Images, [n, h, w], or square ones as rows, [n, h·w].</param>
    /// <param name="reconstruction">Their reconstructions, of the same shape.</param>
    /// <param name="titles">A title above each image, if given, e.g. its score.</param>
    public static Figure ErrorOverlay(Tensor x, Tensor reconstruction, IReadOnlyList<string>? titles = null)
    {
        CheckPairs(x, reconstruction, nameof(reconstruction), titles);
        using var scope = NewDisposeScope();
        var error = (x - reconstruction).detach().abs();
        var words = $"{x.shape[0]} images, their reconstructions, and the absolute error of each pixel over the image: {Extremes("error", error)}{Named(titles)}.";
        return Overlaid(x, [x, reconstruction, x], error, ColourScale.Overlay, "|x − x̂|", ["input", "reconstruction", "error"], titles, words);
    }

    /// <summary>Images, their reconstructions, and the signed error x − x̂ of each pixel: blue where the reconstruction is too high, brown where it is too low.</summary>
    /// <param name="x">Images, [n, h, w], or square ones as rows, [n, h·w].</param>
    /// <param name="reconstruction">Their reconstructions, of the same shape.</param>
    /// <param name="titles">A title above each image, if given, e.g. its score.</param>
    public static Figure SignedErrors(Tensor x, Tensor reconstruction, IReadOnlyList<string>? titles = null)
    {
        CheckPairs(x, reconstruction, nameof(reconstruction), titles);
        using var scope = NewDisposeScope();
        var error = (x - reconstruction).detach();
        var words = $"{x.shape[0]} images, their reconstructions, and the signed error of each pixel: {Extremes("error", error)}{Named(titles)}.";
        return Overlaid(x, [x, reconstruction, full_like(x, double.NaN)], error, ColourScale.Diverging, "x − x̂", ["input", "reconstruction", "error"], titles, words);
    }

    /// <summary>
    /// Images, and below each the share that its pixels have in its score, laid over it: vermilion raises the score, blue lowers it.
    /// </summary>
    /// <param name="x">Images, [n, h, w], or square ones as rows, [n, h·w].</param>
    /// <param name="attribution">What each pixel adds to the score, e.g. its gradient; of the same shape.</param>
    /// <param name="titles">A title above each image, if given, e.g. its score.</param>
    public static Figure Attributions(Tensor x, Tensor attribution, IReadOnlyList<string>? titles = null)
    {
        CheckPairs(x, attribution, nameof(attribution), titles);
        using var scope = NewDisposeScope();
        var words = $"{x.shape[0]} images, and below each the attributions of its pixels: {Extremes("attribution", attribution)}{Named(titles)}.";
        return Overlaid(x, [x, x], attribution, ColourScale.SignedOverlay, "attribution", ["input", "attribution"], titles, words);
    }

    private static void CheckPairs(Tensor x, Tensor other, string name, IReadOnlyList<string>? titles)
    {
        var (count, _, _) = ImageShape(x);
        SameShape(x, other, name);
        if (titles is not null && titles.Count != count) throw new ArgumentException($"{count} images but {titles.Count} titles.", nameof(titles));
    }

    /// <summary>Rows of grey images, and in the last row something over them.</summary>
    private static Figure Overlaid(
        Tensor x, Tensor[] rows, Tensor over, ColourScale scale, string colourBar, string[] rowLabels, IReadOnlyList<string>? titles, string altText)
    {
        var (count, height, width) = ImageShape(x);
        var grey = rows.SelectMany(Rows.ToFloats).ToArray();
        var (black, white) = ColourScale.Grey.Range(grey.Select(pixel => (double)pixel));
        var values = Rows.ToFloats(over);
        var (low, high) = scale.Range(values.Select(value => (double)value));
        float[] lastRow = [.. Enumerable.Repeat(float.NaN, grey.Length - values.Length), .. values];
        var tiles = new TileMap(count * rows.Length, height, width, count, titles is null ? null : [.. titles, .. Enumerable.Repeat("", count * (rows.Length - 1))]);
        return new Figure(
            [tiles.Trace(grey, ColourScale.Grey, black, white), tiles.Trace(lastRow, scale, low, high, colourBar)],
            tiles.Layout(rowLabels, withColourBar: true),
            altText);
    }

    private static string Extremes(string name, Tensor values) =>
        $"mean {name} {Short(values.mean().ToDouble())}, from {Short(values.min().ToDouble())} to {Short(values.max().ToDouble())}";

    private static string Named(IReadOnlyList<string>? titles) => titles is null ? "" : $" ({string.Join(", ", titles)})";
}
