using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

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
        Tensor images, string altText, int columns = 10, IReadOnlyList<string>? titles = null, (double Black, double White)? range = null, IReadOnlyList<string>? rowLabels = null)
    {
        var (count, height, width) = ImageShape(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var gridRows = (count + columns - 1) / columns;
        if (titles is not null && titles.Count != count) throw new ArgumentException($"{count} images but {titles.Count} titles.", nameof(titles));
        if (rowLabels is not null && rowLabels.Count != gridRows) throw new ArgumentException($"{gridRows} rows of images but {rowLabels.Count} labels.", nameof(rowLabels));

        var pixels = Rows.ToFloats(images);
        var (black, white) = range ?? ColourScale.Grey.Range(pixels.Select(pixel => (double)pixel));
        if (!(black < white && double.IsFinite(black) && double.IsFinite(white)))
            throw new ArgumentException(FormattableString.Invariant($"Black must be less than white, and both finite: {black}, {white}."), nameof(range));
        var tiles = new TileMap(count, height, width, columns, titles);
        return new Figure([tiles.Trace(pixels, ColourScale.Grey, black, white)], tiles.Layout(rowLabels), altText);
    }

    /// <summary>Images above their reconstructions, on the same scale of grey.</summary>
    /// <param name="x">Images, [n, h, w], or square ones as rows, [n, h·w].</param>
    /// <param name="reconstruction">Their reconstructions, of the same shape.</param>
    /// <param name="titles">A title above each pair, if given, e.g. its score.</param>
    /// <param name="altText">What the pairs show, in words; the mean errors if not given.</param>
    /// <param name="range">The values drawn black and white; the lowest and highest of all images if not given.</param>
    public static Figure ReconstructionPairs(
        Tensor x, Tensor reconstruction, IReadOnlyList<string>? titles = null, string? altText = null, (double Black, double White)? range = null)
    {
        var (count, _, _) = ImageShape(x);
        SameShape(x, reconstruction, nameof(reconstruction));
        if (titles is not null && titles.Count != count) throw new ArgumentException($"{count} images but {titles.Count} titles.", nameof(titles));

        using var scope = NewDisposeScope();
        var error = (x - reconstruction).detach().square().mean().ToDouble();
        return ImageGrid(
            cat([x.detach(), reconstruction.detach()], 0),
            altText ?? $"{count} images in the upper row, their reconstructions below{(titles is null ? "" : $" ({string.Join(", ", titles)})")}; mean squared error {Short(error)}.",
            columns: count,
            titles: titles is null ? null : [.. titles, .. Enumerable.Repeat("", count)],
            range,
            rowLabels: ["input", "reconstruction"]);
    }

    private static void SameShape(Tensor x, Tensor other, string name)
    {
        ArgumentNullException.ThrowIfNull(other, name);
        if (!x.shape.SequenceEqual(other.shape))
            throw new ArgumentException($"The images have the shape [{string.Join(", ", x.shape)}], '{name}' has [{string.Join(", ", other.shape)}].", name);
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
        throw new ArgumentException($"Images must have the shape [n, h, w], or [n, h*w] if they are square, and not be empty; this tensor has [{string.Join(", ", shape)}].", nameof(images));
    }
}
