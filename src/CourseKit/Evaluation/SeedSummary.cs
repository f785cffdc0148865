using System.Globalization;

namespace CourseKit;

/// <summary>The same measure over several seeds or folds: never report a single lucky run.</summary>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="StandardDeviation">Sample standard deviation √(Σ(v − mean)² / (n − 1)); NaN for a single value, which has no spread to estimate.</param>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="Count">Number of values n.</param>
public sealed record SeedSummary(double Mean, double StandardDeviation, double Minimum, double Maximum, int Count)
{
    /// <summary>"0.962 ± 0.004 (n = 5)"; without the deviation for a single value.</summary>
    public override string ToString() => double.IsNaN(StandardDeviation)
        ? string.Create(CultureInfo.InvariantCulture, $"{Mean:0.000} (n = 1)")
        : string.Create(CultureInfo.InvariantCulture, $"{Mean:0.000} ± {StandardDeviation:0.000} (n = {Count})");
}
