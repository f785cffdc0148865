using System.Globalization;

namespace CourseKit;

/// <summary>A measure and how far it may be off because the test set is only a sample.</summary>
/// <param name="Value">The measure on the test set itself.</param>
/// <param name="Lower">Lower end of the interval.</param>
/// <param name="Upper">Upper end of the interval.</param>
/// <param name="Level">The share of test sets whose interval holds the true value, e.g. 0.95.</param>
public sealed record Interval(double Value, double Lower, double Upper, double Level)
{
    /// <summary>"0.962 [0.951, 0.972]".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:0.000} [{Lower:0.000}, {Upper:0.000}]");
}

/// <summary>Two detectors measured on the same rows.</summary>
/// <param name="First">The measure of the first.</param>
/// <param name="Second">The measure of the second.</param>
/// <param name="Difference">First less second, with its interval.</param>
/// <param name="PValue">
/// Two-sided: how often chance alone would give a difference at least as large in one of the directions. Small: the order of
/// the two would hold on another test set.
/// </param>
public sealed record Comparison(double First, double Second, Interval Difference, double PValue)
{
    /// <summary>"0.962 - 0.950 = 0.012 [0.004, 0.020], p = 0.002".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First:0.000} - {Second:0.000} = {Difference}, p = {PValue:0.000}");
}
