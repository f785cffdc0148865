using System.Globalization;
using static System.FormattableString;
using static TorchSharp.torch;

namespace CourseKit.Exercises;

/// <summary>Says that an answer is wrong; the message is what the student reads. Thrown by <see cref="Expect"/> and by checks.</summary>
public sealed class CheckFailedException(string message) : Exception(message);

/// <summary>
/// Comparisons for checks. Each throws <see cref="CheckFailedException"/> with what was got and what was expected, at the first
/// place where they differ, so that a student learns something and the expected answer is not given away in full.
/// </summary>
/// <remarks>
/// Two numbers agree when |got − expected| ≤ tolerance · max(1, |expected|). A known mistake is a value that a plausible wrong
/// answer gives, with the sentence that helps: when the answer is wrong and agrees with it, the student reads that sentence.
/// </remarks>
public static class Expect
{
    /// <summary>Fails with <paramref name="message"/> unless <paramref name="condition"/> holds.</summary>
    public static void True(bool condition, string message)
    {
        if (!condition) throw new CheckFailedException(message);
    }

    /// <summary>Compares two numbers.</summary>
    /// <param name="what">What it is, to begin the sentence: "The threshold for 10 scores".</param>
    /// <param name="mistakes">Values of known wrong answers and what to say about them.</param>
    public static void Close(double got, double expected, double tolerance, string what, params (double Value, string Message)[] mistakes)
    {
        if (IsRight(expected, value => Agree(got, value, tolerance), mistakes)) return;
        throw new CheckFailedException(double.IsFinite(got)
            ? $"{what} is {Text(got)}, expected {Text(expected)}."
            : $"{what} is {Text(got)}; expected a number.");
    }

    /// <summary>Compares two lists of numbers, element by element.</summary>
    /// <inheritdoc cref="Close(double, double, double, string, ValueTuple{double, string}[])"/>
    public static void Close(
        double[] got, double[] expected, double tolerance, string what, params (double[] Value, string Message)[] mistakes)
    {
        if (IsRight(expected, value => Agree(got, value, tolerance), mistakes)) return;
        True(got.Length == expected.Length, $"{what}: expected {Count(expected)}, got {Count(got)}.");
        Differ(got, expected, tolerance, what, i => got.Length == 1 ? "the number" : Invariant($"number {i + 1} of {got.Length}"));
    }

    /// <summary>Compares shapes and then all elements; the message shows the first that differs. Mistakes may have other shapes.</summary>
    public static void Close(Tensor got, Tensor expected, double tolerance, string what, params (Tensor Value, string Message)[] mistakes)
    {
        var (numbers, right) = (got.Values(), expected.Values());
        bool Agrees(Tensor value) => got.shape.SequenceEqual(value.shape) && Agree(numbers, value.Values(), tolerance);
        if (IsRight(expected, Agrees, mistakes)) return;
        Shape(got, expected.shape, what);
        Differ(numbers, right, tolerance, what, i => Place(i, got.shape));
    }

    /// <summary>Compares shapes.</summary>
    public static void Shape(Tensor got, long[] expected, string what, params (long[] Shape, string Message)[] mistakes)
    {
        if (IsRight(expected, got.shape.SequenceEqual, mistakes)) return;
        throw new CheckFailedException($"{what} should have the shape {ShapeText(expected)}, but it is {ShapeText(got.shape)}.");
    }

    /// <summary>Fails unless <paramref name="low"/> ≤ <paramref name="got"/> ≤ <paramref name="high"/>.</summary>
    public static void InRange(double got, double low, double high, string what)
    {
        if (!(got >= low && got <= high)) throw new CheckFailedException($"{what} is {Text(got)}, expected {Text(low)} to {Text(high)}.");
    }

    // All values in row order as double precision numbers, whatever the type and the strides.
    internal static double[] Values(this Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float64).reshape(-1).data<double>().ToArray();
    }

    internal static double[][] Rows(this Tensor matrix) => [.. matrix.Values().Chunk((int)matrix.shape[1])];

    private static bool Agree(double got, double expected, double tolerance) =>
        got.Equals(expected) || Math.Abs(got - expected) <= tolerance * Math.Max(1, Math.Abs(expected));

    private static bool Agree(double[] got, double[] expected, double tolerance) =>
        got.Length == expected.Length && got.Zip(expected).All(pair => Agree(pair.First, pair.Second, tolerance));

    private static void Differ(double[] got, double[] expected, double tolerance, string what, Func<int, string> place)
    {
        var i = Enumerable.Range(0, got.Length).First(i => !Agree(got[i], expected[i], tolerance));
        throw new CheckFailedException($"{what}: {place(i)} is {Text(got[i])}, expected {Text(expected[i])}.");
    }

    private static bool IsRight<T>(T expected, Func<T, bool> agrees, (T Value, string Message)[] mistakes)
    {
        if (agrees(expected)) return true;
        if (mistakes.FirstOrDefault(mistake => agrees(mistake.Value)).Message is { } message) throw new CheckFailedException(message);
        return false;
    }

    private static string Text(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    private static string Count(double[] numbers) => Invariant($"{numbers.Length} number{(numbers.Length == 1 ? "" : "s")}");

    private static string ShapeText(long[] shape) =>
        shape.Length == 0 ? "[] (a single number)" : Invariant($"[{string.Join(", ", shape)}]");

    private static string Place(int index, long[] shape)
    {
        if (shape.Length == 0) return "the number";
        var indices = new long[shape.Length];
        for (var (d, rest) = (shape.Length - 1, (long)index); d >= 0; rest /= shape[d], d--) indices[d] = rest % shape[d];
        return Invariant($"element [{string.Join(", ", indices)}]");
    }
}
