using static TorchSharp.torch;

namespace CourseKit.Exercises;

public static partial class Expect
{
    /// <summary>Compares shapes.</summary>
    /// <param name="got">The answer's tensor.</param>
    /// <param name="expected">Sizes, -1 for any.</param>
    /// <param name="what">What it is, to begin the sentence: "The errors of 5 rows".</param>
    public static void Shape(Tensor got, long[] expected, string what)
    {
        if (got.shape.Length == expected.Length && expected.Zip(got.shape).All(pair => pair.First < 0 || pair.First == pair.Second)) return;
        throw new CheckFailedException($"{what} should have the shape {ShapeText(expected)}, but it is {ShapeText(got.shape)}.");
    }

    /// <summary>Fails if an element is NaN or infinite.</summary>
    public static void Finite(Tensor got, string what)
    {
        var bad = Numbers(got).FirstOrDefault(x => !double.IsFinite(x));
        if (!double.IsFinite(bad)) throw new CheckFailedException($"{what} contains {Text(bad)}.");
    }

    /// <summary>Compares two arrays of numbers as lists; without this, an array could as well become a tensor.</summary>
    /// <inheritdoc cref="Close(double, double, double, string, ValueTuple{double, string}[])"/>
    public static void Close(
        double[] got, double[] expected, double tolerance, string what, params (IReadOnlyList<double> Value, string Message)[] mistakes) =>
        Close((IReadOnlyList<double>)got, expected, tolerance, what, mistakes);

    /// <summary>Compares shapes and then all elements; the message shows the first that differs.</summary>
    /// <param name="got">The answer's tensor, of any numeric type.</param>
    /// <param name="expected">The oracle's tensor.</param>
    /// <param name="tolerance">See the remarks of the class; 1e-5 suits float32.</param>
    /// <param name="what">What it is, to begin the sentence.</param>
    /// <param name="mistakes">Tensors that known wrong answers return, also of other shapes, and what to say about them.</param>
    public static void Close(Tensor got, Tensor expected, double tolerance, string what, params (Tensor Value, string Message)[] mistakes)
    {
        var (numbers, right) = (Numbers(got), Numbers(expected));
        if (got.shape.SequenceEqual(expected.shape) && Agree(numbers, right, tolerance)) return;
        Throw(mistakes
            .Where(mistake => got.shape.SequenceEqual(mistake.Value.shape) && Agree(numbers, Numbers(mistake.Value), tolerance))
            .Select(mistake => mistake.Message));
        Shape(got, expected.shape, what);
        var i = Enumerable.Range(0, numbers.Length).First(i => !Agree(numbers[i], right[i], tolerance));
        throw new CheckFailedException($"{what}: {Place(i, got.shape)} is {Text(numbers[i])}, expected {Text(right[i])}.");
    }

    /// <summary>The elements as double precision numbers, in the order of the indices.</summary>
    internal static double[] Numbers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float64).reshape(-1).data<double>().ToArray();
    }

    private static string ShapeText(IEnumerable<long> shape)
    {
        var text = "[" + string.Join(", ", shape.Select(size => size < 0 ? "any" : Invariant($"{size}"))) + "]";
        return text == "[]" ? "[] (a single number)" : text;
    }

    private static string Place(int index, long[] shape)
    {
        if (shape.Length == 0) return "the number";
        var indices = new long[shape.Length];
        for (var (d, rest) = (shape.Length - 1, (long)index); d >= 0; rest /= shape[d], d--) indices[d] = rest % shape[d];
        return Invariant($"element [{string.Join(", ", indices)}]");
    }
}
