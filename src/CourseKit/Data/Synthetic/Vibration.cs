using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Vibration of a machine with a rolling bearing: windows of 256 samples; normal ones hear shaft and noise, in the
/// anomalies a damaged race strikes at regular intervals and makes the housing ring.
/// </summary>
/// <remarks>
/// With the sampling rate 12,800 Hz, for each window
/// x(t) = Σₖ aₖ sin(2π k f t + φₖ) + σ n(t) + A Σᵢ e^(−β(t − tᵢ)) sin(2π g (t − tᵢ)) [t ≥ tᵢ],
/// shaft f = 30 Hz ± 2 %, harmonics k = 1, 2, 3 with a = (1, 0.5, 0.25) ± 20 % and random phases, white noise of σ = 0.3; in
/// anomalies strikes tᵢ every 1/(5.4 f) s with 1 % of slip, resonance g = 3,000 Hz, decay β = 800 /s, strength A uniform in
/// [0.15, 1.3]: some faults are too weak to be heard; A = 0 in normal windows. The model of McFadden and Smith 1984, with the slip of
/// Randall and Antoni 2011.
/// </remarks>
public static class Vibration
{
    /// <summary>Samples in a window.</summary>
    public const int Samples = 256;

    /// <summary>Sampling rate in Hz.</summary>
    public const double Rate = 12_800;

    private const double Shaft = 30, StrikesPerTurn = 5.4, Resonance = 3_000, Decay = 800, Noise = 0.3;

    /// <summary>Draws windows: features are the samples in time order, label 1 marks the anomalies, in random order.</summary>
    /// <param name="seed">The same seed gives the same windows.</param>
    /// <param name="anomalies">How many of them come from the damaged bearing.</param>
    /// <exception cref="ArgumentOutOfRangeException">No rows, or not from 0 to <paramref name="rows"/> anomalies.</exception>
    public static Dataset Generate(int seed, int rows = 4000, int anomalies = 400)
    {
        var (draws, labels) = Draws.Begin(seed, rows, anomalies);
        var values = new float[rows * Samples];
        for (var row = 0; row < rows; row++) Fill(values.AsSpan(row * Samples, Samples), draws, damaged: labels[row] == 1);
        return new Dataset("vibration", tensor(values, [rows, Samples]), labels);
    }

    private static void Fill(Span<float> window, Draws draws, bool damaged)
    {
        var frequency = Shaft * draws.Uniform(0.98, 1.02);
        var harmonics = Enumerable.Range(1, 3)
            .Select(k => (Pulsation: 2 * Math.PI * k * frequency, Amplitude: Math.Pow(0.5, k - 1) * draws.Uniform(0.8, 1.2),
                Phase: draws.Uniform(0, 2 * Math.PI))).ToArray();
        var strength = damaged ? draws.Uniform(0.15, 1.3) : 0;
        var strikes = damaged ? Strikes(draws, 1 / (StrikesPerTurn * frequency)) : [];
        for (var i = 0; i < window.Length; i++)
        {
            var t = i / Rate;
            var value = Noise * draws.Normal();
            foreach (var (pulsation, amplitude, phase) in harmonics) value += amplitude * Math.Sin(pulsation * t + phase);
            foreach (var start in strikes)
                if (t >= start) value += strength * Math.Exp(-Decay * (t - start)) * Math.Sin(2 * Math.PI * Resonance * (t - start));
            window[i] = (float)value;
        }
    }

    // From before the window, so that it may begin in the middle of ringing, to its end.
    private static List<double> Strikes(Draws draws, double interval)
    {
        var strikes = new List<double>();
        for (var t = -draws.Uniform(0, interval); t < Samples / Rate; t += interval * (1 + 0.01 * draws.Normal())) strikes.Add(t);
        return strikes;
    }
}
