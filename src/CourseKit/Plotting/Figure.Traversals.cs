using static TorchSharp.torch;

namespace CourseKit;

public sealed partial class Figure
{
    /// <summary>What a decoder draws while one unit of the code moves and the others stay: a row for each unit.</summary>
    /// <param name="decode">From codes [n, k] to images, [n, h, w] or square ones as rows: the decoder's <c>forward</c>.</param>
    /// <param name="z">The code to start from, [k]; zeros are the mean of a VAE's prior.</param>
    /// <param name="values">The values that each unit takes in turn.</param>
    /// <param name="units">The units to move; all if not given.</param>
    public static Figure LatentTraversal(Func<Tensor, Tensor> decode, Tensor z, IReadOnlyList<double> values, IReadOnlyList<int>? units = null)
    {
        ArgumentNullException.ThrowIfNull(decode);
        CheckCode(z, nameof(z));
        NotEmpty(values, nameof(values));
        var width = (int)z.shape[0];
        units ??= [.. Enumerable.Range(0, width)];
        NotEmpty(units, nameof(units));
        if (units.Any(unit => unit < 0 || unit >= width)) throw new ArgumentException($"The code has the units 0 to {width - 1}.", nameof(units));

        using var scope = NewDisposeScope();
        var codes = z.detach().unsqueeze(0).repeat(units.Count * values.Count, 1);
        for (var row = 0; row < units.Count * values.Count; row++) codes[row, units[row / values.Count]] = values[row % values.Count];
        return Decoded(
            decode, codes, values.Count, [.. values.Select(value => Short(value)), .. Enumerable.Repeat("", (units.Count - 1) * values.Count)],
            [.. units.Select(unit => $"unit {unit}")],
            $"Images decoded while one unit of the code moves from {Short(values[0])} to {Short(values[^1])} in {values.Count} steps: a row for each of the units {string.Join(", ", units)}.");
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
        if (from.shape[0] != to.shape[0]) throw new ArgumentException($"'{nameof(from)}' has {from.shape[0]} units, '{nameof(to)}' has {to.shape[0]}.", nameof(to));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);

        using var scope = NewDisposeScope();
        var t = linspace(0, 1, steps).unsqueeze(1);
        var codes = from.detach() * (1 - t) + to.detach() * t;
        return Decoded(
            decode, codes, steps, [.. Enumerable.Range(0, steps).Select(i => ((double)i / (steps - 1)).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture))], null,
            $"{steps} images decoded on the straight way between two codes; above each its share of the second code, from 0 to 1.");
    }

    private static void CheckCode(Tensor z, string name)
    {
        ArgumentNullException.ThrowIfNull(z, name);
        if (z.dim() != 1 || z.shape[0] == 0) throw new ArgumentException($"'{name}' must be one code of shape [k], not [{string.Join(", ", z.shape)}].", name);
    }

    private static Figure Decoded(Func<Tensor, Tensor> decode, Tensor codes, int columns, string[] titles, string[]? rowLabels, string altText)
    {
        using var noGrad = no_grad();
        var images = decode(codes);
        if (images.dim() == 4 && images.shape[1] == 1) images = images.squeeze(1);
        if (images.shape[0] != codes.shape[0]) throw new ArgumentException($"{codes.shape[0]} codes were decoded to {images.shape[0]} images.", nameof(decode));
        return ImageGrid(images, altText, columns, titles, rowLabels: rowLabels);
    }
}
