using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

// Grey images, what lies over them, and what a layer makes of them. Images are [n, h, w], or square ones as rows, [n, h·w].
public sealed partial class Figure
{
    /// <summary>Grey-scale images side by side, all on the same scale of grey.</summary>
    /// <param name="images">Images, [n, h, w], or square ones as rows, [n, h·w].</param>
    /// <param name="columns">Images in one row of the grid.</param>
    /// <param name="titles">A title above each image, if given.</param>
    /// <param name="range">The values drawn black and white; the lowest and highest of all images if not given.</param>
    /// <param name="rowLabels">A label left of each row of the grid, if given.</param>
    public static Figure ImageGrid(
        Tensor images, string altText, int columns = 10, IReadOnlyList<string>? titles = null, (double Black, double White)? range = null,
        IReadOnlyList<string>? rowLabels = null)
    {
        var (count, height, width) = ImageShape(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (titles is not null) HasCount(count, titles, nameof(titles));
        if (rowLabels is not null) HasCount((count + columns - 1) / columns, rowLabels, nameof(rowLabels));

        var pixels = Rows.ToDoubles(images);
        var (black, white) = range ?? ColourScale.Grey.Range(pixels);
        if (!(black < white && double.IsFinite(black) && double.IsFinite(white)))
            throw new ArgumentException(FormattableString.Invariant($"Black must be less than white, and both finite: {black}, {white}."),
                nameof(range));
        var tiles = new ImageTiles(count, height, width, columns, titles);
        return new Figure([tiles.Trace(pixels, ColourScale.Grey, (black, white))], tiles.Layout(rowLabels), altText);
    }

    /// <summary>Images above their reconstructions, on the same scale of grey.</summary>
    /// <param name="x">Images, [n, h, w], or square ones as rows, [n, h·w].</param>
    /// <param name="reconstruction">Their reconstructions, of the same shape.</param>
    /// <param name="titles">A title above each pair, if given, e.g. its score.</param>
    /// <param name="altText">What the pairs show, in words; the mean error if not given.</param>
    /// <param name="range">The values drawn black and white; the lowest and highest of all images if not given.</param>
    public static Figure ReconstructionPairs(
        Tensor x, Tensor reconstruction, IReadOnlyList<string>? titles = null, string? altText = null,
        (double Black, double White)? range = null)
    {
        var count = CheckPairs(x, reconstruction, nameof(reconstruction), titles);
        using var scope = NewDisposeScope();
        var error = (x - reconstruction).detach().square().mean().ToDouble();
        return ImageGrid(
            cat([x.detach(), reconstruction.detach()], 0),
            altText ?? $"{count} images in the upper row, their reconstructions below{Named(titles)}; mean squared error {Short(error)}.",
            count, OnFirstRow(titles, 2 * count), range, ["input", "reconstruction"]);
    }

    /// <summary>
    /// Images, their reconstructions, and the images again with the error |x − x̂| of each pixel laid over them: clear where it is 0,
    /// vermilion where it is largest.
    /// </summary>
    /// <param name="x">Images, [n, h, w], or square ones as rows, [n, h·w].</param>
    /// <param name="reconstruction">Their reconstructions, of the same shape.</param>
    /// <param name="titles">A title above each image, if given, e.g. its score.</param>
    public static Figure ErrorOverlay(Tensor x, Tensor reconstruction, IReadOnlyList<string>? titles = null)
    {
        var count = CheckPairs(x, reconstruction, nameof(reconstruction), titles);
        using var scope = NewDisposeScope();
        var error = (x - reconstruction).detach().abs();
        return Overlaid(
            [x, reconstruction, x], error, ColourScale.Overlay, "|x − x̂|", ["input", "reconstruction", "error"], titles,
            $"{count} images, their reconstructions, and the absolute error of each pixel over the image: {Extremes("error", error)}");
    }

    /// <summary>
    /// Images, and below each what its pixels add to its score, or its signed error x − x̂, laid over it: vermilion where that is positive,
    /// blue where it is negative.
    /// </summary>
    /// <param name="x">Images, [n, h, w], or square ones as rows, [n, h·w].</param>
    /// <param name="attribution">What each pixel adds to the score, e.g. its gradient; of the same shape.</param>
    /// <param name="titles">A title above each image, if given, e.g. its score.</param>
    public static Figure Attributions(Tensor x, Tensor attribution, IReadOnlyList<string>? titles = null)
    {
        var count = CheckPairs(x, attribution, nameof(attribution), titles);
        using var scope = NewDisposeScope();
        return Overlaid(
            [x, x], attribution, ColourScale.SignedOverlay, "attribution", ["input", "attribution"], titles,
            $"{count} images, and below each the attributions of its pixels: {Extremes("attribution", attribution)}");
    }

    /// <summary>What a decoder draws while one unit of the code moves and the others stay: a row for each unit.</summary>
    /// <param name="decode">From codes [n, k] to images, [n, h, w] or square ones as rows: the decoder's <c>forward</c>.</param>
    /// <param name="z">The code to start from, [k]; zeros are the mean of a VAE's prior.</param>
    /// <param name="values">The values that each unit takes in turn.</param>
    /// <param name="units">The units to move; all if not given.</param>
    public static Figure LatentTraversal(
        Func<Tensor, Tensor> decode, Tensor z, IReadOnlyList<double> values, IReadOnlyList<int>? units = null)
    {
        ArgumentNullException.ThrowIfNull(decode);
        ArgumentNullException.ThrowIfNull(z);
        if (z.dim() != 1 || z.shape[0] == 0) throw new ArgumentException($"'z' must be one code of shape [k], not {Shape(z)}.", nameof(z));
        NotEmpty(values, nameof(values));
        var width = (int)z.shape[0];
        units ??= [.. Enumerable.Range(0, width)];
        NotEmpty(units, nameof(units));
        if (units.Any(unit => unit < 0 || unit >= width))
            throw new ArgumentException($"The code has the units 0 to {width - 1}.", nameof(units));

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var codes = z.detach().unsqueeze(0).repeat(units.Count * values.Count, 1);
        for (var row = 0; row < codes.shape[0]; row++) codes[row, units[row / values.Count]] = values[row % values.Count];
        var images = decode(codes);
        if (images.dim() == 4 && images.shape[1] == 1) images = images.squeeze(1);
        if (images.shape[0] != codes.shape[0])
            throw new ArgumentException($"{codes.shape[0]} codes were decoded to {images.shape[0]} images.", nameof(decode));
        return ImageGrid(
            images,
            $"Images decoded while one unit of the code moves from {Short(values[0])} to {Short(values[^1])} in {values.Count} steps: "
            + $"a row for each of the units {string.Join(", ", units)}.",
            values.Count, OnFirstRow([.. values.Select(Short)], (int)codes.shape[0]),
            rowLabels: [.. units.Select(unit => $"unit {unit}")]);
    }

    /// <summary>The filters of a convolution, each as a small image: brown weights are positive, blue ones negative.</summary>
    /// <param name="weight">The layer's weights, [filters, channels, h, w]; filters of several channels get a row each.</param>
    public static Figure Filters(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.dim() != 4 || weight.numel() == 0)
            throw new ArgumentException(
                $"The weights of a convolution of images have the shape [filters, channels, h, w]; these have {Shape(weight)}.",
                nameof(weight));
        var (filters, channels) = ((int)weight.shape[0], (int)weight.shape[1]);
        var single = channels == 1;
        return Maps(
            weight.flatten(0, 1), single ? 8 : channels, ColourScale.Diverging, "weight", null,
            single ? null : [.. Enumerable.Range(0, filters).Select(i => $"filter {i}")],
            $"{filters} filters of {weight.shape[2]} × {weight.shape[3]} weights"
            + (single ? "" : $" for each of {channels} channels, one row per filter"));
    }

    /// <summary>What a layer makes of one image: its channels side by side, on one scale.</summary>
    /// <param name="activations">The layer's output for one image, [channels, h, w] or [1, channels, h, w].</param>
    public static Figure FeatureMaps(Tensor activations)
    {
        ArgumentNullException.ThrowIfNull(activations);
        using var scope = NewDisposeScope();
        var maps = activations.dim() == 4 && activations.shape[0] == 1 ? activations.squeeze(0) : activations;
        if (maps.dim() != 3 || maps.numel() == 0)
            throw new ArgumentException($"The activations of one image have the shape [channels, h, w]; these have {Shape(activations)}.",
                nameof(activations));
        var channels = (int)maps.shape[0];
        return Maps(
            maps, 8, ColourScale.Sequential, "activation", [.. Enumerable.Range(0, channels).Select(i => $"{i}")], null,
            $"{channels} channels of {maps.shape[1]} × {maps.shape[2]} activations");
    }

    private static (int Count, int Height, int Width) ImageShape(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var shape = images.shape;
        if (shape.Length is 2 or 3 && shape.All(size => size > 0))
        {
            if (shape.Length == 3) return ((int)shape[0], (int)shape[1], (int)shape[2]);
            var side = (int)Math.Round(Math.Sqrt(shape[1]));
            if (side * side == shape[1]) return ((int)shape[0], side, side);
        }
        throw new ArgumentException(
            $"Images must have the shape [n, h, w], or [n, h*w] if they are square, and not be empty; this tensor has {Shape(images)}.",
            nameof(images));
    }

    private static int CheckPairs(Tensor x, Tensor other, string name, IReadOnlyList<string>? titles)
    {
        var (count, _, _) = ImageShape(x);
        ArgumentNullException.ThrowIfNull(other, name);
        if (!x.shape.SequenceEqual(other.shape))
            throw new ArgumentException($"The images have the shape {Shape(x)}, '{name}' has {Shape(other)}.", name);
        if (titles is not null) HasCount(count, titles, nameof(titles));
        return count;
    }

    private static string[]? OnFirstRow(IReadOnlyList<string>? titles, int count) =>
        titles is null ? null : [.. titles, .. Enumerable.Repeat("", count - titles.Count)];

    // Rows of grey images, and in the last row something over them.
    private static Figure Overlaid(
        Tensor[] rows, Tensor over, ColourScale scale, string colourBar, string[] rowLabels, IReadOnlyList<string>? titles, string words)
    {
        var (count, height, width) = ImageShape(over);
        double[] grey = [.. rows.SelectMany(Rows.ToDoubles)];
        var values = Rows.ToDoubles(over);
        double[] lastRow = [.. Enumerable.Repeat(double.NaN, grey.Length - values.Length), .. values];
        var tiles = new ImageTiles(count * rows.Length, height, width, count, OnFirstRow(titles, count * rows.Length));
        return new Figure(
            [
                tiles.Trace(grey, ColourScale.Grey, ColourScale.Grey.Range(grey)),
                tiles.Trace(lastRow, scale, scale.Range(values), colourBar),
            ],
            tiles.Layout(rowLabels, withColourBar: true), $"{words}{Named(titles)}.");
    }

    private static Figure Maps(
        Tensor maps, int columns, ColourScale scale, string name, string[]? titles, string[]? rowLabels, string words)
    {
        using var scope = NewDisposeScope();
        var (count, height, width) = ImageShape(maps);
        var pixels = Rows.ToDoubles(maps);
        var tiles = new ImageTiles(count, height, width, Math.Min(columns, count), titles);
        return new Figure(
            [tiles.Trace(pixels, scale, scale.Range(pixels), name)], tiles.Layout(rowLabels, withColourBar: true),
            $"{words}: {Extremes(name, maps)}.");
    }

    private static string Extremes(string name, Tensor values) =>
        $"mean {name} {Short(values.mean().ToDouble())}, from {Short(values.min().ToDouble())} to {Short(values.max().ToDouble())}";

    private static string Named(IReadOnlyList<string>? titles) => titles is null ? "" : $" ({string.Join(", ", titles)})";
}
