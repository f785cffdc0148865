using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What a saved detector had learned, checked as it is taken out.</summary>
public sealed class DetectorState
{
    private readonly IReadOnlyDictionary<string, NpyArray> arrays;
    private readonly string file;

    internal DetectorState(IReadOnlyDictionary<string, NpyArray> arrays, string file, int features) =>
        (this.arrays, this.file, Features) = (arrays, file, features);

    /// <summary>Number of columns d of the training rows.</summary>
    public int Features { get; }

    /// <summary>A tensor that was saved, float64. It belongs to the caller's dispose scope.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape it must have; −1 for any size.</param>
    /// <exception cref="InvalidDataException">It is missing, has another shape, or holds a value that is not finite.</exception>
    public Tensor Take(string name, params long[] shape) => tensor(Values(name, shape), [.. arrays[name].Shape.Select(size => (long)size)]);

    /// <summary>The values of a tensor that was saved, in row order.</summary>
    /// <inheritdoc cref="Take"/>
    public double[] Values(string name, params long[] shape)
    {
        if (!arrays.TryGetValue(name, out var array)) throw Bad($"lacks '{name}'");
        if (array.Shape.Length != shape.Length || array.Shape.Zip(shape).Any(pair => pair.Second >= 0 && pair.First != pair.Second))
        {
            var wanted = string.Join(", ", shape.Select(size => size < 0 ? "any" : $"{size}"));
            throw Bad($"holds '{name}' in the shape [{string.Join(", ", array.Shape)}] instead of [{wanted}]");
        }
        return array.Values.All(double.IsFinite) ? array.Values : throw Bad($"holds a value in '{name}' that is not finite");
    }

    /// <summary>Those whose names begin with the prefix, without it: a detector inside another.</summary>
    internal DetectorState Part(string prefix, int features) =>
        new(
            arrays.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal))
                .ToDictionary(one => one.Key[prefix.Length..], one => one.Value),
            file, features);

    /// <summary>The error for a file that holds something impossible.</summary>
    /// <param name="what">What it does: "holds no trees".</param>
    public InvalidDataException Bad(string what) =>
        new($"The detector in '{file}' {what}: the file is damaged, or made by another version. Save the detector again.");
}
