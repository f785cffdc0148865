using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

// Grey images, what lies over them, and what a layer makes of them.
public sealed partial class Figure
{
    /// <summary>Grey-scale images side by side, all on the same scale of grey.</summary>
    /// <param name="images">Images, [n, h, w], or square ones as rows, [n, h·w].</param>
    /// <param name="altText">What the images show, in words.</param>
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
        var gridRows = (count + columns - 1) / columns;
        CheckTitles(count, titles);
        if (rowLabels is not null && rowLabels.Count != gridRows)
            throw new ArgumentException($"{gridRows} rows of images but {rowLabels.Count} labels.", nameof(rowLabels));

        var pixels = Rows.ToFloats(images);
        var (black, white) = range ?? ColourScale.Grey.Range(pixels);
        if (!(black < white && double.IsFinite(black) && double.IsFinite(white)))
            throw new ArgumentException(FormattableString.Invariant($"Black must be less than white, and both finite: {black}, {white}."),
                nameof(range));
        var tiles = new ImageTiles(count, height, width, columns, titles);
        return new Figure([tiles.Trace(pixels, ColourScale.Grey, black, white)], tiles.Layout(rowLabels), altText);
    }

    /// <summary>Images above their reconstructions, on the same scale of grey.</summary>
    /// <param name="x">Images, [n, h, w], or square ones as rows, [n, h·w].</param>
    /// <param name="reconstruction">Their reconstructions, of the same shape.</param>
    /// <param name="titles">A title above each pair, if given, e.g. its score.</param>
    /// <param name="altText">What the pairs show, in words; the mean errors if not given.</param>
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
        CheckPairs(x, reconstruction, nameof(reconstruction), titles);
        using var scope = NewDisposeScope();
        var error = (x - reconstruction).detach().abs();
        var words = $"{x.shape[0]} images, their reconstructions, and the absolute error of each pixel over the image: "
            + $"{Extremes("error", error)}{Named(titles)}.";
        return Overlaid([x, reconstruction, x], error, ColourScale.Overlay, "|x − x̂|", ["input", "reconstruction", "error"],
            titles, words);
    }

    /// <summary>
    /// Images, their reconstructions, and the signed error x − x̂ of each pixel: blue where the reconstruction is too high, brown where it
    /// is too low.
    /// </summary>
    /// <inheritdoc cref="ErrorOverlay" path="/param"/>
    public static Figure SignedErrors(Tensor x, Tensor reconstruction, IReadOnlyList<string>? titles = null)
    {
        CheckPairs(x, reconstruction, nameof(reconstruction), titles);
        using var scope = NewDisposeScope();
        var error = (x - reconstruction).detach();
        var words = $"{x.shape[0]} images, their reconstructions, and the signed error of each pixel: "
            + $"{Extremes("error", error)}{Named(titles)}.";
        Tensor[] rows = [x, reconstruction, full_like(x, double.NaN)];
        return Overlaid(rows, error, ColourScale.Diverging, "x − x̂", ["input", "reconstruction", "error"], titles, words);
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
        var words = $"{x.shape[0]} images, and below each the attributions of its pixels: "
            + $"{Extremes("attribution", attribution)}{Named(titles)}.";
        return Overlaid([x, x], attribution, ColourScale.SignedOverlay, "attribution", ["input", "attribution"], titles, words);
    }

    /// <summary>What a decoder draws while one unit of the code moves and the others stay: a row for each unit.</summary>
    /// <param name="decode">From codes [n, k] to images, [n, h, w] or square ones as rows: the decoder's <c>forward</c>.</param>
    /// <param name="z">The code to start from, [k]; zeros are the mean of a VAE's prior.</param>
    /// <param name="values">The values that each unit takes in turn.</param>
    /// <param name="units">The units to move; all if not given.</param>
    public static Figure LatentTraversal(Func<Tensor, Tensor> decode, Tensor z, IReadOnlyList<double> values,
        IReadOnlyList<int>? units = null)
    {
        ArgumentNullException.ThrowIfNull(decode);
        CheckCode(z, nameof(z));
        NotEmpty(values, nameof(values));
        var width = (int)z.shape[0];
        units ??= [.. Enumerable.Range(0, width)];
        NotEmpty(units, nameof(units));
        if (units.Any(unit => unit < 0 || unit >= width))
            throw new ArgumentException($"The code has the units 0 to {width - 1}.", nameof(units));

        using var scope = NewDisposeScope();
        var codes = z.detach().unsqueeze(0).repeat(units.Count * values.Count, 1);
        for (var row = 0; row < units.Count * values.Count; row++) codes[row, units[row / values.Count]] = values[row % values.Count];
        return Decoded(
            decode, codes, values.Count, OnFirstRow([.. values.Select(Short)], units.Count * values.Count),
            [.. units.Select(unit => $"unit {unit}")],
            $"Images decoded while one unit of the code moves from {Short(values[0])} to {Short(values[^1])} in {values.Count} steps: "
            + $"a row for each of the units {string.Join(", ", units)}.");
    }

    /// <summary>What a decoder draws on the straight way from one code to another.</summary>
    /// <param name="decode">From codes [n, k] to images, [n, h, w] or square ones as rows: the decoder's <c>forward</c>.</param>
    /// <param name="from">The first code, [k].</param>
    /// <param name="to">The last code, [k].</param>
    /// <param name="steps">Number of images, at least 2.</param>
    public static Figure Interpolation(Func<Tensor, Tensor> decode, Tensor from, Tensor to, int steps = 9)
    {
        ArgumentNullException.ThrowIfNull(decode);
        CheckCode(from, nameof(from));
        CheckCode(to, nameof(to));
        if (from.shape[0] != to.shape[0])
            throw new ArgumentException($"'{nameof(from)}' has {from.shape[0]} units, '{nameof(to)}' has {to.shape[0]}.", nameof(to));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);

        string Share(int step) => FormattableString.Invariant($"{(double)step / (steps - 1):0.##}");
        using var scope = NewDisposeScope();
        var t = linspace(0, 1, steps).unsqueeze(1);
        var codes = from.detach() * (1 - t) + to.detach() * t;
        return Decoded(
            decode, codes, steps, [.. Enumerable.Range(0, steps).Select(Share)], null,
            $"{steps} images decoded on the straight way between two codes; above each its share of the second code, from 0 to 1.");
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
        using var scope = NewDisposeScope();
        var tiles = new ImageTiles(
            filters * channels, (int)weight.shape[2], (int)weight.shape[3], single ? Math.Min(filters, 8) : channels, null);
        return Maps(
            tiles, weight, ColourScale.Diverging, "weight", single ? null : [.. Enumerable.Range(0, filters).Select(i => $"filter {i}")],
            $"{filters} filters of {weight.shape[2]} × {weight.shape[3]} weights"
            + $"{(single ? "" : $" for each of {channels} channels, one row per filter")}: {Extremes("weight", weight)}.");
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
        var tiles = new ImageTiles(
            channels, (int)maps.shape[1], (int)maps.shape[2], Math.Min(channels, 8),
            [.. Enumerable.Range(0, channels).Select(i => $"{i}")]);
        return Maps(
            tiles, maps, ColourScale.Sequential, "activation", null,
            $"{channels} channels of {maps.shape[1]} × {maps.shape[2]} activations: {Extremes("activation", maps)}.");
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
        CheckTitles(count, titles);
        return count;
    }

    private static void CheckTitles(int count, IReadOnlyList<string>? titles)
    {
        if (titles is not null && titles.Count != count)
            throw new ArgumentException($"{count} images but {titles.Count} titles.", nameof(titles));
    }

    private static void CheckCode(Tensor z, string name)
    {
        ArgumentNullException.ThrowIfNull(z, name);
        if (z.dim() != 1 || z.shape[0] == 0) throw new ArgumentException($"'{name}' must be one code of shape [k], not {Shape(z)}.", name);
    }

    private static string[]? OnFirstRow(IReadOnlyList<string>? titles, int count) =>
        titles is null ? null : [.. titles, .. Enumerable.Repeat("", count - titles.Count)];

    /// <summary>Rows of grey images, and in the last row something over them.</summary>
    private static Figure Overlaid(
        Tensor[] rows, Tensor over, ColourScale scale, string colourBar, string[] rowLabels, IReadOnlyList<string>? titles, string altText)
    {
        var (count, height, width) = ImageShape(rows[0]);
        float[] grey = [.. rows.SelectMany(Rows.ToFloats)];
        var (black, white) = ColourScale.Grey.Range(grey);
        var values = Rows.ToFloats(over);
        var (low, high) = scale.Range(values);
        float[] lastRow = [.. Enumerable.Repeat(float.NaN, grey.Length - values.Length), .. values];
        var tiles = new ImageTiles(count * rows.Length, height, width, count, OnFirstRow(titles, count * rows.Length));
        return new Figure(
            [tiles.Trace(grey, ColourScale.Grey, black, white), tiles.Trace(lastRow, scale, low, high, colourBar)],
            tiles.Layout(rowLabels, withColourBar: true), altText);
    }

    private static Figure Maps(ImageTiles tiles, Tensor values, ColourScale scale, string colourBar, IReadOnlyList<string>? rowLabels,
        string altText)
    {
        var pixels = Rows.ToFloats(values);
        var (low, high) = scale.Range(pixels);
        return new Figure([tiles.Trace(pixels, scale, low, high, colourBar)], tiles.Layout(rowLabels, withColourBar: true), altText);
    }

    private static Figure Decoded(Func<Tensor, Tensor> decode, Tensor codes, int columns, string[]? titles, string[]? rowLabels,
        string altText)
    {
        using var noGrad = no_grad();
        var images = decode(codes);
        if (images.dim() == 4 && images.shape[1] == 1) images = images.squeeze(1);
        if (images.shape[0] != codes.shape[0])
            throw new ArgumentException($"{codes.shape[0]} codes were decoded to {images.shape[0]} images.", nameof(decode));
        return ImageGrid(images, altText, columns, titles, rowLabels: rowLabels);
    }

    private static string Extremes(string name, Tensor values) =>
        $"mean {name} {Short(values.mean().ToDouble())}, from {Short(values.min().ToDouble())} to {Short(values.max().ToDouble())}";

    private static string Named(IReadOnlyList<string>? titles) => titles is null ? "" : $" ({string.Join(", ", titles)})";
}
