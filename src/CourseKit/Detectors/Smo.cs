using System.Numerics.Tensors;

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
internal sealed class Smo
{
    private const long MemoryForRows = 256_000_000;

    private readonly Func<int, double[]> kernelRow;
    private readonly Dictionary<int, double[]> kept = [];
    private readonly Queue<int> order = [];
    private readonly int mostKept;
    private readonly double[] alpha;
    private readonly double[] gradient;

    private Smo(Func<int, double[]> kernelRow, int n, double nu, long memory)
    {
        this.kernelRow = kernelRow;
        mostKept = (int)Math.Clamp(memory / (8L * n), 2, n + 1L);
        // A start within the bounds: the first rows carry all the weight.
        var total = nu * n;
        alpha = [.. Enumerable.Range(0, n).Select(i => Math.Clamp(total - i, 0, 1))];
        gradient = new double[n];
    }

    /// <summary>Solves the problem for a kernel with K(x, x) = 1.</summary>
    /// <param name="kernelRow">Row i of the kernel matrix K.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="nu">ν, in (0, 1].</param>
    /// <param name="tolerance">By how much the gradient may violate the conditions of the optimum.</param>
    /// <param name="maxIterations">Steps after which it gives up.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <param name="times">α ↦ Kα, if there is a quicker way than row by row.</param>
    /// <param name="memory">Bytes for rows of the kernel matrix that are kept.</param>
    /// <exception cref="InvalidOperationException">Not solved within the steps; the message says what to change.</exception>
    public static SmoSolution Solve(
        Func<int, double[]> kernelRow, int n, double nu, double tolerance, int maxIterations, CancellationToken cancellationToken,
        Func<double[], double[]>? times = null, long memory = MemoryForRows)
    {
        var smo = new Smo(kernelRow, n, nu, memory);
        if (times is not null) times(smo.alpha).CopyTo(smo.gradient, 0);
        else smo.AddAllRows(cancellationToken);
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            if (iteration % 64 == 0) cancellationToken.ThrowIfCancellationRequested();
            if (!smo.Step(tolerance)) return new SmoSolution(smo.alpha, smo.Rho(), iteration);
        }
        throw new InvalidOperationException($"The one-class SVM was not solved in {maxIterations} steps. Scale the data, or allow a larger Tolerance or more MaxIterations.");
    }

    private void AddAllRows(CancellationToken cancellationToken)
    {
        for (var i = 0; i < alpha.Length && alpha[i] > 0; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddScaled(gradient, Row(i), alpha[i]);
        }
    }

    /// <summary>Moves weight between the best pair. Returns whether there was one worth it.</summary>
    private bool Step(double tolerance)
    {
        // Who may take weight and gains most by it: the smallest gradient.
        var taker = -1;
        for (var i = 0; i < alpha.Length; i++)
            if (alpha[i] < 1 && (taker < 0 || gradient[i] < gradient[taker])) taker = i;
        if (taker < 0) return false; // ν = 1: all weights are at their bound

        var takerRow = Row(taker);
        var (giver, best, largest) = (-1, 0.0, double.NegativeInfinity);
        for (var j = 0; j < alpha.Length; j++)
        {
            if (alpha[j] <= 0) continue;
            largest = Math.Max(largest, gradient[j]);
            var slope = gradient[j] - gradient[taker];
            if (slope <= 0) continue;
            var gain = slope * slope / Curvature(takerRow[j]);
            if (gain > best) (giver, best) = (j, gain);
        }
        if (giver < 0 || largest - gradient[taker] < tolerance) return false;

        var giverRow = Row(giver);
        var amount = Math.Min((gradient[giver] - gradient[taker]) / Curvature(takerRow[giver]), Math.Min(1 - alpha[taker], alpha[giver]));
        // At a bound exactly there: who is at it is asked by comparison.
        alpha[taker] = amount == 1 - alpha[taker] ? 1 : alpha[taker] + amount;
        alpha[giver] = amount == alpha[giver] ? 0 : alpha[giver] - amount;
        AddScaled(gradient, takerRow, amount);
        AddScaled(gradient, giverRow, -amount);
        return true;
    }

    /// <summary>The gradient of the rows between the bounds, which the optimum makes equal; without such rows the middle of its range.</summary>
    private double Rho()
    {
        var (low, high, sum, free) = (double.NegativeInfinity, double.PositiveInfinity, 0.0, 0);
        for (var i = 0; i < alpha.Length; i++)
        {
            if (alpha[i] >= 1) low = Math.Max(low, gradient[i]);
            else if (alpha[i] <= 0) high = Math.Min(high, gradient[i]);
            else (sum, free) = (sum + gradient[i], free + 1);
        }
        return free > 0 ? sum / free : double.IsInfinity(high) ? low : double.IsInfinity(low) ? high : (low + high) / 2;
    }

    /// <summary>K(i, i) + K(j, j) − 2 K(i, j): 0 for equal rows, kept away from 0.</summary>
    private static double Curvature(double kernel) => Math.Max(2 - 2 * kernel, 1e-12);

    private double[] Row(int i)
    {
        if (kept.TryGetValue(i, out var row)) return row;
        if (kept.Count >= mostKept) kept.Remove(order.Dequeue());
        order.Enqueue(i);
        return kept[i] = kernelRow(i);
    }

    private static void AddScaled(double[] target, double[] row, double factor) => TensorPrimitives.MultiplyAdd(row, factor, target, target);
}
