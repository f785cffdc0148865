using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// A synthetic twin of the credit-card data (Dal Pozzolo et al. 2015): the same columns, scales and rarity, invented payments. For
/// learning and testing without the download; results on it say nothing about the real data.
/// </summary>
/// <remarks>
/// Columns: Time (seconds in two days), V1…V28, Amount. Normal payments: Vⱼ = sⱼ t, with t of 4 degrees of freedom scaled to
/// standard deviation 1 and the standard deviations sⱼ of the real set; Amount log-normal with median 22 and mean 88; Time in the
/// day with weight 1 − 0.85 cos²(π (h − 15)/24 + π/2), highest in the afternoon. Frauds: Vⱼ = g mⱼ + 1.5 sⱼ t, with the real
/// frauds' means mⱼ (rounded) and one severity g, uniform in [0, 2], for all columns of a payment: some frauds look
/// normal, and the shifts are correlated, as in the real set; Amount log-normal with median 9.25 and mean 122, at most
/// 2,126; Time uniform. Rows are ordered by Time.
/// </remarks>
public static class CreditCardTwin
{
    private const int Columns = 30;
    private const double TwoDays = 172_792; // the last Time of the real set

    private static readonly double[] StandardDeviations =
    [
        1.96, 1.65, 1.52, 1.42, 1.38, 1.33, 1.24, 1.19, 1.10, 1.09, 1.02, 1.00, 1.00, 0.96,
        0.92, 0.88, 0.85, 0.84, 0.81, 0.77, 0.73, 0.73, 0.62, 0.61, 0.52, 0.48, 0.40, 0.33,
    ];

    private static readonly double[] FraudMeans =
    [
        -4.8, 3.6, -7.0, 4.5, -3.2, -1.4, -5.6, 0.6, -2.6, -5.7, 3.8, -6.3, -0.1, -7.0,
        -0.1, -4.1, -6.7, -2.2, 0.7, 0.4, 0.7, 0, 0, -0.1, 0, 0.1, 0.2, 0.1,
    ];

    /// <summary>Draws payments.</summary>
    /// <param name="seed">The same seed gives the same payments.</param>
    /// <param name="anomalies">How many of them are frauds; 0.2 % by default, as in the real set.</param>
    /// <exception cref="ArgumentOutOfRangeException">No rows, or not from 0 to <paramref name="rows"/> anomalies.</exception>
    public static Dataset Generate(int seed, int rows = 50_000, int anomalies = 100)
    {
        var (draws, fraud) = Draws.Begin(seed, rows, anomalies);
        var payments = fraud.Select(label => (Label: label, Values: Payment(draws, label == 1)))
            .OrderBy(one => one.Values[0]).ToArray();
        var x = tensor(payments.SelectMany(one => one.Values).ToArray(), [rows, Columns]);
        return new Dataset("creditcard-twin", x, [.. payments.Select(one => one.Label)]);
    }

    private static float[] Payment(Draws draws, bool fraud)
    {
        var values = new float[Columns];
        values[0] = (float)Math.Floor(fraud ? draws.Uniform(0, TwoDays) : DayTime(draws));
        var (severity, spread) = fraud ? (draws.Uniform(0, 2), 1.5) : (0, 1);
        for (var j = 0; j < StandardDeviations.Length; j++)
            values[j + 1] = (float)(severity * FraudMeans[j] + spread * StandardDeviations[j] * draws.HeavyTailed());
        var (median, mean, most) = fraud ? (9.25, 122, 2_126) : (22.0, 88, 25_691);
        values[^1] = (float)(Math.Round(Math.Min(draws.LogNormal(median, mean), most) * 100) / 100); // cents
        return values;
    }

    private static double DayTime(Draws draws)
    {
        while (true)
        {
            var time = draws.Uniform(0, TwoDays);
            var wave = Math.Cos(Math.PI * (time / 3600 - 15) / 24 + Math.PI / 2);
            if (draws.Uniform() < 1 - 0.85 * wave * wave) return time;
        }
    }
}
