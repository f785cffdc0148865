using static TorchSharp.torch;

namespace CourseKit;

internal sealed record SmoSolution(double[] Alpha, double Rho);

/// <summary>
/// Sequential minimal optimisation of the one-class problem: min ½ αᵀKα with 0 ≤ αᵢ ≤ 1 and Σαᵢ = νn. Each step moves weight from one row
/// to another, the pair chosen by second-order information (Fan, Chen and Lin 2005), until the gradients of rows that could give and of
/// rows that could take differ by less than the tolerance.
/// </summary>
internal sealed class Smo : IDisposable
{
    private const long MemoryForRows = 256_000_000;

    private readonly Func<int, Tensor> kernelRow;
    private readonly Dictionary<int, Tensor> kept = [];
    private readonly Queue<int> order = [];
    private readonly int maxKept;
    private readonly double[] alpha;
    private readonly Tensor gradient; // Kα

    private Smo(Func<int, Tensor> kernelRow, int n, double nu, long memory, Func<double[], Tensor> times)
    {
        this.kernelRow = kernelRow;
        maxKept = (int)Math.Clamp(memory / (8L * n), 2, n + 1L);
        // A start within the bounds: the first rows carry all the weight.
        var total = nu * n;
        alpha = [.. Enumerable.Range(0, n).Select(i => Math.Clamp(total - i, 0, 1))];
        gradient = times(alpha).DetachFromDisposeScope();
    }

    // For a kernel with K(x, x) = 1, given by its rows, [n] float64, and by α ↦ Kα; rows are kept in so many bytes of memory.
    public static SmoSolution Solve(
        Func<int, Tensor> kernelRow, Func<double[], Tensor> times, int n, double nu, double tolerance, int maxIterations,
        long memory = MemoryForRows, CancellationToken cancellationToken = default)
    {
        using var smo = new Smo(kernelRow, n, nu, memory, times);
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            if (iteration % 64 == 0) cancellationToken.ThrowIfCancellationRequested();
            if (!smo.Step(tolerance)) return new SmoSolution(smo.alpha, smo.Rho());
        }
        throw new InvalidOperationException(
            $"The one-class SVM was not solved in {maxIterations} steps. "
            + "Scale the data, or allow a larger Tolerance or more MaxIterations.");
    }

    public void Dispose()
    {
        gradient.Dispose();
        foreach (var row in kept.Values) row.Dispose();
    }

    // Moves weight between the best pair. Returns whether there was one worth it.
    private bool Step(double tolerance)
    {
        // Who may take weight and gains most by it: the smallest gradient.
        var slopes = Rows.Values(gradient);
        var taker = -1;
        for (var i = 0; i < alpha.Length; i++)
            if (alpha[i] < 1 && (taker < 0 || slopes[i] < slopes[taker])) taker = i;
        if (taker < 0) return false; // ν = 1: all weights are at their bound

        var takerRow = Row(taker);
        var kernel = Rows.Values(takerRow);
        var (giver, best, largest) = (-1, 0.0, double.NegativeInfinity);
        for (var j = 0; j < alpha.Length; j++)
        {
            if (alpha[j] <= 0) continue;
            largest = Math.Max(largest, slopes[j]);
            var slope = slopes[j] - slopes[taker];
            if (slope <= 0) continue;
            var gain = slope * slope / Curvature(kernel[j]);
            if (gain > best) (giver, best) = (j, gain);
        }
        if (giver < 0 || largest - slopes[taker] < tolerance) return false;

        var amount = Math.Min((slopes[giver] - slopes[taker]) / Curvature(kernel[giver]), Math.Min(1 - alpha[taker], alpha[giver]));
        // At a bound exactly there: who is at it is asked by comparison.
        alpha[taker] = amount == 1 - alpha[taker] ? 1 : alpha[taker] + amount;
        alpha[giver] = amount == alpha[giver] ? 0 : alpha[giver] - amount;
        gradient.add_(takerRow, amount);
        gradient.add_(Row(giver), -amount); // only now: it may push the other row out
        return true;
    }

    // The gradient of the rows between the bounds, which the optimum makes equal; without such rows the middle of its range.
    private double Rho()
    {
        var slopes = Rows.Values(gradient);
        var (low, high, sum, free) = (double.NegativeInfinity, double.PositiveInfinity, 0.0, 0);
        for (var i = 0; i < alpha.Length; i++)
        {
            if (alpha[i] >= 1) low = Math.Max(low, slopes[i]);
            else if (alpha[i] <= 0) high = Math.Min(high, slopes[i]);
            else (sum, free) = (sum + slopes[i], free + 1);
        }
        return free > 0 ? sum / free : double.IsInfinity(high) ? low : double.IsInfinity(low) ? high : (low + high) / 2;
    }

    // K(i, i) + K(j, j) − 2 K(i, j): 0 for equal rows, kept away from 0.
    private static double Curvature(double kernel) => Math.Max(2 - 2 * kernel, 1e-12);

    private Tensor Row(int i)
    {
        if (kept.TryGetValue(i, out var row)) return row;
        if (kept.Count >= maxKept && kept.Remove(order.Dequeue(), out var oldest)) oldest.Dispose();
        order.Enqueue(i);
        return kept[i] = kernelRow(i).DetachFromDisposeScope();
    }
}
