namespace CourseKit;

// Random numbers of a seed for the generators of data; the same on every system.
internal sealed class Draws(int seed)
{
    private readonly Random random = new(seed);

    // The random numbers and the labels of a set: anomalies (1) at random places.
    public static (Draws Draws, int[] Labels) Begin(int seed, int rows, int anomalies)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(anomalies);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(anomalies, rows);
        var draws = new Draws(seed);
        int[] labels = [.. Enumerable.Range(0, rows)];
        draws.random.Shuffle(labels);
        return (draws, [.. labels.Select(place => place < anomalies ? 1 : 0)]);
    }

    public double Uniform(double low = 0, double high = 1) => low + (high - low) * random.NextDouble();

    // Normal with mean 0 and standard deviation 1 (Box and Muller 1958).
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    // Student's t with 4 degrees of freedom, scaled to standard deviation 1: heavier tails than the normal distribution.
    public double HeavyTailed()
    {
        double squares = 0;
        for (var i = 0; i < 4; i++) squares += Math.Pow(Normal(), 2);
        return Normal() / Math.Sqrt(squares / 4) / Math.Sqrt(2); // the variance of t with 4 degrees of freedom is 2
    }

    public double LogNormal(double median, double mean) => median * Math.Exp(Math.Sqrt(2 * Math.Log(mean / median)) * Normal());

    public int Below(int n) => random.Next(n);
}
