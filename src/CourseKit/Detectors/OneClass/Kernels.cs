using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>Distances between rows, in float64, and what is summed over them a bounded piece at a time.</summary>
internal static class Kernels
{
    private const long MaxAtATime = 1 << 21; // distances in one piece: 16 MB

    /// <summary>‖xᵢ − yⱼ‖² = ‖xᵢ‖² + ‖yⱼ‖² − 2 xᵢ·yⱼ, [m, n] float64, never negative.</summary>
    /// <param name="x">Rows, [m, d].</param>
    /// <param name="y">Rows, [n, d] float64.</param>
    public static Tensor SquaredDistances(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        var rows = x.to(float64);
        var products = rows.mm(y.t()).mul_(-2);
        return products.add_(rows.square().sum(1, keepdim: true)).add_(y.square().sum(1)).clamp_min_(0).MoveToOuterDisposeScope();
    }

    /// <summary>A value for each row of x from its squared distances to all rows of y.</summary>
    /// <param name="x">Rows, [m, d].</param>
    /// <param name="y">Rows, [n, d] float64.</param>
    /// <param name="function">Squared distances [k, n], which it may change, ↦ values [k].</param>
    public static Tensor Reduce(Tensor x, Tensor y, Func<Tensor, Tensor> function)
    {
        using var scope = NewDisposeScope();
        var piece = Math.Max(1, MaxAtATime / y.shape[0]);
        var results = new List<Tensor>();
        for (long start = 0; start < x.shape[0]; start += piece)
        {
            using var inner = NewDisposeScope();
            results.Add(function(SquaredDistances(x.narrow(0, start, Math.Min(piece, x.shape[0] - start)), y)).MoveToOuterDisposeScope());
        }
        return cat([.. results], 0).MoveToOuterDisposeScope();
    }

    /// <summary>The mean of the variances of the columns, Σⱼ Σᵢ(xᵢⱼ − x̄ⱼ)² / (n d).</summary>
    public static double MeanVariance(Tensor x)
    {
        using var scope = NewDisposeScope();
        return x.to(float64).var(0, unbiased: false).mean().ToDouble();
    }

    /// <summary>The variance of all values together, as scikit-learn's <c>X.var()</c>.</summary>
    public static double Variance(Tensor x)
    {
        using var scope = NewDisposeScope();
        var rows = x.to(float64);
        return (rows - rows.mean()).square().mean().ToDouble(); // TorchSharp's var of all values is always the unbiased one
    }
}

/// <summary>The matrix Kᵢⱼ = exp(−γ‖xᵢ − xⱼ‖²) of n rows with themselves, of which only what is asked for is computed.</summary>
internal sealed class KernelMatrix
{
    private readonly Tensor rows;
    private readonly Tensor norms;
    private readonly double gamma;

    /// <summary>Keeps the rows.</summary>
    /// <param name="rows">Rows, [n, d] float64.</param>
    /// <param name="gamma">γ, positive.</param>
    public KernelMatrix(Tensor rows, double gamma)
    {
        // Distances do not change when the mean is taken away, and the squares they are made of become small: fewer digits cancel.
        this.rows = rows - rows.mean([0]);
        this.gamma = gamma;
        norms = this.rows.square().sum(1).mul_(-gamma);
    }

    /// <summary>Row i of K, [n] float64: exp(2γ xᵢ·xⱼ − γ‖xᵢ‖² − γ‖xⱼ‖²).</summary>
    public Tensor Row(int i)
    {
        using var scope = NewDisposeScope();
        var exponents = rows.mv(rows[i] * (2 * gamma)).add_(norms).add_(norms[i]);
        return exponents.clamp_max_(0).exp_().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Kα, [n] float64, for weights of which only the first few are not 0: as matrix products, far quicker than row by row.
    /// </summary>
    /// <param name="alpha">α, [n].</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public Tensor Times(double[] alpha, CancellationToken cancellationToken)
    {
        var count = Array.FindLastIndex(alpha, weight => weight != 0) + 1;
        using var scope = NewDisposeScope();
        var weights = tensor(alpha[..count]);
        return Kernels.Reduce(rows, rows.narrow(0, 0, count), distances =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return distances.mul_(-gamma).exp_().mv(weights);
        }).MoveToOuterDisposeScope();
    }
}
