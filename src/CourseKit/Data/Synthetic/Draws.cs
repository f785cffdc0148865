namespace CourseKit;

/// <summary>Random numbers of a seed for the generators of data; the same on every system.</summary>
internal sealed class Draws(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>The random numbers and the labels of a set: anomalies (1) at random places.</summary>
    public static (Draws Draws, int[] Labels) Begin(int seed, int rows, int anomalies)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(anomalies);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(anomalies, rows);
        var draws = new Draws(seed);
        return (draws, [.. draws.Order(rows).Select(place => place < anomalies ? 1 : 0)]);
    }

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low = 0, double high = 1) => low + (high - low) * random.NextDouble();

    /// <summary>Normal with mean 0 and standard deviation 1 (Box and Muller 1958).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Student's t with 4 degrees of freedom, scaled to standard deviation 1: heavier tails than the normal distribution.</summary>
    public double HeavyTailed()
    {
        double squares = 0;
        for (var i = 0; i < 4; i++) squares += Math.Pow(Normal(), 2);
        return Normal() / Math.Sqrt(squares / 4) / Math.Sqrt(2); // the variance of t with 4 degrees of freedom is 2
    }

    /// <summary>Log-normal with the given median and mean.</summary>
    public double LogNormal(double median, double mean) => median * Math.Exp(Math.Sqrt(2 * Math.Log(mean / median)) * Normal());

    /// <summary>Whole number from 0 to n − 1.</summary>
    public int Below(int n) => random.Next(n);

    /// <summary>A random order of 0 to n − 1.</summary>
    public int[] Order(int n)
    {
        int[] order = [.. Enumerable.Range(0, n)];
        random.Shuffle(order);
        return order;
    }
}
