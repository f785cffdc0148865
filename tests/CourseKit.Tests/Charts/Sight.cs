namespace CourseKit.Tests;

/// <summary>How far colours are apart, for eyes of every kind.</summary>
internal static class Sight
{
    /// <summary>
    /// Colour vision: complete, and the simulations of Machado, Oliveira and Fernandes (2009) at full severity, on linear RGB.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, double[]> Eyes = new Dictionary<string, double[]>
    {
        ["complete"] = [1, 0, 0, 0, 1, 0, 0, 0, 1],
        ["protanopia"] = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        ["deuteranopia"] = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        ["tritanopia"] = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    };

    private static readonly double[] ToXyz = [0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339, 0.1191920,
        0.9503041];

    /// <summary>CIE 1976 colour difference ΔE*ab as an eye sees it; about 2 is just noticeable.</summary>
    public static double Distance(string one, string other, double[] eye) =>
        Math.Sqrt(Lab(Times(eye, Linear(one))).Zip(Lab(Times(eye, Linear(other))), (a, b) => (a - b) * (a - b)).Sum());

    /// <summary>WCAG's contrast ratio, 1 to 21.</summary>
    public static double Contrast(string one, string other)
    {
        double[] luminances = [Luminance(one), Luminance(other)];
        return (luminances.Max() + 0.05) / (luminances.Min() + 0.05);
    }

    public static double Luminance(string hex) => Linear(hex).Zip((double[])[0.2126, 0.7152, 0.0722], (a, b) => a * b).Sum();

    private static double[] Linear(string hex) =>
        [.. ((int[])[1, 3, 5]).Select(i => Convert.ToInt32(hex.Substring(i, 2), 16) / 255.0)
        .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];

    private static double[] Times(double[] matrix, double[] v) =>
        [.. Enumerable.Range(0, 3).Select(i => matrix[3 * i] * v[0] + matrix[3 * i + 1] * v[1] + matrix[3 * i + 2] * v[2])];

    private static double[] Lab(double[] rgb)
    {
        var white = Times(ToXyz, [1, 1, 1]);
        double[] f = [.. Times(ToXyz, [.. rgb.Select(c => Math.Clamp(c, 0, 1))]).Zip(white, (a, b) => a / b)
            .Select(t => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16 / 116.0)];
        return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])];
    }
}
