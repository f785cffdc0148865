using static TorchSharp.torch;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>The filters of a convolution, each as a small image: brown weights are positive, blue ones negative.</summary>
    /// <param name="weight">The layer's weights, [filters, channels, h, w]; filters of several channels get a row each.</param>
    public static Figure Filters(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.dim() != 4 || weight.numel() == 0)
            throw new ArgumentException($"The weights of a convolution of images have the shape [filters, channels, h, w]; these have [{string.Join(", ", weight.shape)}].", nameof(weight));
        var (filters, channels) = ((int)weight.shape[0], (int)weight.shape[1]);
        var single = channels == 1;
        using var scope = NewDisposeScope();
        var tiles = new TileMap(filters * channels, (int)weight.shape[2], (int)weight.shape[3], single ? Math.Min(filters, 8) : channels, null);
        return Maps(
            tiles, weight, ColourScale.Diverging, "weight",
            single ? null : [.. Enumerable.Range(0, filters).Select(i => $"filter {i}")],
            $"{filters} filters of {weight.shape[2]} × {weight.shape[3]} weights{(single ? "" : $" for each of {channels} channels, one row per filter")}: {Extremes("weight", weight)}.");
    }

    /// <summary>What a layer makes of one image: its channels side by side, on one scale.</summary>
    /// <param name="activations">The layer's output for one image, [channels, h, w] or [1, channels, h, w].</param>
    public static Figure FeatureMaps(Tensor activations)
    {
        ArgumentNullException.ThrowIfNull(activations);
        using var scope = NewDisposeScope();
        var maps = activations.dim() == 4 && activations.shape[0] == 1 ? activations.squeeze(0) : activations;
        if (maps.dim() != 3 || maps.numel() == 0)
            throw new ArgumentException($"The activations of one image have the shape [channels, h, w]; these have [{string.Join(", ", activations.shape)}].", nameof(activations));
        var channels = (int)maps.shape[0];
        var tiles = new TileMap(channels, (int)maps.shape[1], (int)maps.shape[2], Math.Min(channels, 8), [.. Enumerable.Range(0, channels).Select(i => $"{i}")]);
        return Maps(
            tiles, maps, ColourScale.Sequential, "activation", null,
            $"{channels} channels of {maps.shape[1]} × {maps.shape[2]} activations: {Extremes("activation", maps)}.");
    }

    private static Figure Maps(TileMap tiles, Tensor values, ColourScale scale, string colourBar, IReadOnlyList<string>? rowLabels, string altText)
    {
        var pixels = Rows.ToFloats(values);
        var (low, high) = scale.Range(pixels.Select(pixel => (double)pixel));
        return new Figure([tiles.Trace(pixels, scale, low, high, colourBar)], tiles.Layout(rowLabels, withColourBar: true), altText);
    }
}
