using System.Globalization;

namespace CourseKit.Exercises;

/// <summary>
/// Comparisons for checks. Each throws <see cref="CheckFailedException"/> with what was got and what was expected, at the first
/// place where they differ, so that a student learns something and the expected answer is not given away in full.
/// </summary>
/// <remarks>
/// Two numbers agree when |got − expected| ≤ tolerance · max(1, |expected|). A known mistake is a value that a plausible wrong
/// answer gives, with the sentence that helps: when the answer is wrong and agrees with it, the student reads that sentence.
/// </remarks>
public static partial class Expect
{
    /// <summary>Fails with <paramref name="message"/> unless <paramref name="condition"/> holds.</summary>
    public static void True(bool condition, string message)
    {
        if (!condition) throw new CheckFailedException(message);
    }

    /// <summary>Compares two numbers.</summary>
    /// <param name="got">The answer's number.</param>
    /// <param name="expected">The oracle's number.</param>
    /// <param name="tolerance">See the remarks of the class.</param>
    /// <param name="what">What it is, to begin the sentence: "The threshold for 10 scores".</param>
    /// <param name="mistakes">Values of known wrong answers and what to say about them.</param>
    public static void Close(double got, double expected, double tolerance, string what, params (double Value, string Message)[] mistakes)
    {
        if (Agree(got, expected, tolerance)) return;
        Throw(mistakes.Where(mistake => Agree(got, mistake.Value, tolerance)).Select(mistake => mistake.Message));
        throw new CheckFailedException(double.IsFinite(got)
            ? $"{what} is {Text(got)}, expected {Text(expected)}."
            : $"{what} is {Text(got)}; expected a number.");
    }

    /// <summary>Compares two lists of numbers, element by element.</summary>
    /// <inheritdoc cref="Close(double, double, double, string, ValueTuple{double, string}[])"/>
    public static void Close(
        IReadOnlyList<double> got, IReadOnlyList<double> expected, double tolerance, string what,
        params (IReadOnlyList<double> Value, string Message)[] mistakes)
    {
        if (Agree(got, expected, tolerance)) return;
        Throw(mistakes.Where(mistake => Agree(got, mistake.Value, tolerance)).Select(mistake => mistake.Message));
        if (got.Count != expected.Count) throw new CheckFailedException($"{what}: expected {Count(expected.Count)}, got {Count(got.Count)}.");
        var i = Enumerable.Range(0, got.Count).First(i => !Agree(got[i], expected[i], tolerance));
        throw new CheckFailedException($"{what}: {Place(i, got.Count)} is {Text(got[i])}, expected {Text(expected[i])}.");
    }

    /// <summary>Compares two lists of values that are equal or not: labels, decisions, indices.</summary>
    /// <param name="got">The answer's values.</param>
    /// <param name="expected">The oracle's values.</param>
    /// <param name="what">What they are, to begin the sentence.</param>
    /// <param name="mistakes">Values of known wrong answers and what to say about them.</param>
    public static void Equal<T>(
        IReadOnlyList<T> got, IReadOnlyList<T> expected, string what, params (IReadOnlyList<T> Value, string Message)[] mistakes)
    {
        if (got.SequenceEqual(expected)) return;
        Throw(mistakes.Where(mistake => got.SequenceEqual(mistake.Value)).Select(mistake => mistake.Message));
        if (got.Count != expected.Count) throw new CheckFailedException(Invariant($"{what}: expected {expected.Count} values, got {got.Count}."));
        var i = Enumerable.Range(0, got.Count).First(i => !EqualityComparer<T>.Default.Equals(got[i], expected[i]));
        throw new CheckFailedException(Invariant($"{what}: value {i + 1} of {got.Count} is {got[i]}, expected {expected[i]}."));
    }

    /// <summary>Compares two values.</summary>
    /// <inheritdoc cref="Equal{T}(IReadOnlyList{T}, IReadOnlyList{T}, string, ValueTuple{IReadOnlyList{T}, string}[])"/>
    public static void Same<T>(T got, T expected, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(got, expected)) throw new CheckFailedException(Invariant($"{what} is {got}, expected {expected}."));
    }

    /// <summary>Fails unless <paramref name="low"/> ≤ <paramref name="got"/> ≤ <paramref name="high"/>.</summary>
    public static void InRange(double got, double low, double high, string what)
    {
        if (got >= low && got <= high) return;
        throw new CheckFailedException(
            double.IsPositiveInfinity(high) ? $"{what} is {Text(got)}, expected at least {Text(low)}."
            : double.IsNegativeInfinity(low) ? $"{what} is {Text(got)}, expected at most {Text(high)}."
            : $"{what} is {Text(got)}, expected {Text(low)} to {Text(high)}.");
    }

    private static bool Agree(double got, double expected, double tolerance) =>
        got.Equals(expected) || Math.Abs(got - expected) <= tolerance * Math.Max(1, Math.Abs(expected));

    private static bool Agree(IReadOnlyList<double> got, IReadOnlyList<double> expected, double tolerance) =>
        got.Count == expected.Count && Enumerable.Range(0, got.Count).All(i => Agree(got[i], expected[i], tolerance));

    private static void Throw(IEnumerable<string> messages)
    {
        if (messages.FirstOrDefault() is { } message) throw new CheckFailedException(message);
    }

    private static string Text(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    private static string Place(int index, int count) => count == 1 ? "the number" : Invariant($"number {index + 1} of {count}");

    private static string Count(int count) => Invariant($"{count} number{(count == 1 ? "" : "s")}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
