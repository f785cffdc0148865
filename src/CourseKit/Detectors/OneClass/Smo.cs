using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What <see cref="Smo"/> found.</summary>
/// <param name="Alpha">The weights αᵢ, in [0, 1].</param>
/// <param name="Rho">The offset ρ.</param>
/// <param name="Iterations">Steps that were taken.</param>
internal sealed record SmoSolution(double[] Alpha, double Rho, int Iterations);

/// <summary>
/// Sequential minimal optimisation of the one-class problem: min ½ αᵀKα with 0 ≤ αᵢ ≤ 1 and Σαᵢ = νn. Each step moves
/// weight from one row to another, the pair chosen by second-order information (Fan, Chen and Lin 2005), until the gradients of
/// rows that could give and of rows that could take differ by less than the tolerance.
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

    /// <summary>Solves the problem for a kernel with K(x, x) = 1.</summary>
    /// <param name="kernelRow">Row i of the kernel matrix K, [n] float64.</param>
    /// <param name="times">α ↦ Kα, [n] float64.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="nu">ν, in (0, 1].</param>
    /// <param name="tolerance">By how much the gradient may violate the conditions of the optimum.</param>
    /// <param name="maxIterations">Steps after which it gives up.</param>
    /// <param name="memory">Bytes for rows of the kernel matrix that are kept.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="InvalidOperationException">Not solved within the steps; the message says what to change.</exception>
    public static SmoSolution Solve(
        Func<int, Tensor> kernelRow, Func<double[], Tensor> times, int n, double nu, double tolerance, int maxIterations,
        long memory = MemoryForRows, CancellationToken cancellationToken = default)
    {
        using var smo = new Smo(kernelRow, n, nu, memory, times);
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            if (iteration % 64 == 0) cancellationToken.ThrowIfCancellationRequested();
            if (!smo.Step(tolerance)) return new SmoSolution(smo.alpha, smo.Rho(), iteration);
        }
        throw new InvalidOperationException(
            $"The one-class SVM was not solved in {maxIterations} steps. "
            + "Scale the data, or allow a larger Tolerance or more MaxIterations.");
    }

    /// <summary>Frees the rows that were kept.</summary>
    public void Dispose()
    {
        gradient.Dispose();
        foreach (var row in kept.Values) row.Dispose();
    }

    /// <summary>Moves weight between the best pair. Returns whether there was one worth it.</summary>
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

    /// <summary>
    /// The gradient of the rows between the bounds, which the optimum makes equal; without such rows the middle of its range.
    /// </summary>
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

    /// <summary>K(i, i) + K(j, j) − 2 K(i, j): 0 for equal rows, kept away from 0.</summary>
    private static double Curvature(double kernel) => Math.Max(2 - 2 * kernel, 1e-12);

    private Tensor Row(int i)
    {
        if (kept.TryGetValue(i, out var row)) return row;
        if (kept.Count >= maxKept && kept.Remove(order.Dequeue(), out var oldest)) oldest.Dispose();
        order.Enqueue(i);
        return kept[i] = kernelRow(i).DetachFromDisposeScope();
    }
}
