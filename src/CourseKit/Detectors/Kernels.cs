using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>Distances between rows, in float64, and what is summed over them a bounded piece at a time.</summary>
internal static class Kernels
{
    private const long MostAtATime = 1 << 21; // distances in one piece: 16 MB

    /// <summary>‖xᵢ − yⱼ‖² = ‖xᵢ‖² + ‖yⱼ‖² − 2 xᵢ·yⱼ, [m, n] float64, never negative.</summary>
    /// <param name="x">Rows, [m, d].</param>
    /// <param name="y">Rows, [n, d] float64.</param>
    public static Tensor SquaredDistances(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        var rows = x.to(float64);
        var distances = rows.square().sum(1).unsqueeze(1) + y.square().sum(1).unsqueeze(0) - 2 * rows.mm(y.t());
        return distances.clamp_min(0).MoveToOuterDisposeScope();
    }

    /// <summary>A value for each row of x from its squared distances to all rows of y.</summary>
    /// <param name="x">Rows, [m, d].</param>
    /// <param name="y">Rows, [n, d] float64.</param>
    /// <param name="function">Squared distances [k, n] ↦ values [k].</param>
    public static Tensor Reduce(Tensor x, Tensor y, Func<Tensor, Tensor> function)
    {
        using var scope = NewDisposeScope();
        var piece = Math.Max(1, MostAtATime / y.shape[0]);
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
        var rows = x.to(float64);
        return (rows - rows.mean([0])).square().mean().ToDouble();
    }

    /// <summary>The variance of all values together, as scikit-learn's <c>X.var()</c>.</summary>
    public static double Variance(Tensor x)
    {
        using var scope = NewDisposeScope();
        var rows = x.to(float64);
        return (rows - rows.mean()).square().mean().ToDouble();
    }
}
