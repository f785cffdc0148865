namespace TorchSharp;

/// <summary>Functions that neither Math nor TensorPrimitives has.</summary>
internal static class SpecialFunctions
{
    private const double TwoOverSqrtPi = 1.1283791670955126;

    /// <summary>
    /// The error function 2/√π ∫₀ˣ exp(−t²) dt to about 1e-15: the Maclaurin series near 0, the continued fraction of erfc (evaluated from
    /// its tail; Abramowitz &amp; Stegun 7.1.5 and 7.1.14) further out.
    /// </summary>
    internal static double Erf(double x)
    {
        if (double.IsNaN(x)) return x;
        var a = Math.Abs(x);
        if (a >= 6) return Math.Sign(x);
        if (a < 2.5)
        {
            double term = x, sum = x;
            for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
            {
                term *= -x * x / n;
                sum += term / ((2 * n) + 1);
            }
            return TwoOverSqrtPi * sum;
        }
        var fraction = 0.0;
        for (var k = 60; k >= 1; k--) fraction = k / 2.0 / (a + fraction);
        var erfc = Math.Exp(-a * a) / (Math.Sqrt(Math.PI) * (a + fraction));
        return Math.Sign(x) * (1 - erfc);
    }
}
