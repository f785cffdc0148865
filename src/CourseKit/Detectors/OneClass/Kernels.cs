using static TorchSharp.torch;

namespace CourseKit;

// Distances between rows, in float64, and what is summed over them a bounded piece at a time.
internal static class Kernels
{
    private const long MaxAtATime = 1 << 21; // distances in one piece: 16 MB

    // ‖xᵢ − yⱼ‖² = ‖xᵢ‖² + ‖yⱼ‖² − 2 xᵢ·yⱼ, [m, n] float64, never negative, of rows x, [m, d], and y, [n, d] float64.
    public static Tensor SquaredDistances(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        var rows = x.to(float64);
        var products = rows.mm(y.t()).mul_(-2);
        return products.add_(rows.square().sum(1, keepdim: true)).add_(y.square().sum(1)).clamp_min_(0).MoveToOuterDisposeScope();
    }

    // A value for each row of x, [m], by a function of its squared distances to all rows of y: [k, n], which it may change, ↦ [k].
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
}

// The matrix Kᵢⱼ = exp(−γ‖xᵢ − xⱼ‖²) of n rows, float64, with themselves, of which only what is asked for is computed.
internal sealed class KernelMatrix
{
    private readonly Tensor rows;
    private readonly Tensor norms;
    private readonly double gamma;

    public KernelMatrix(Tensor rows, double gamma)
    {
        // Distances do not change when the mean is taken away, and the squares they are made of become small: fewer digits cancel.
        this.rows = rows - rows.mean([0]);
        this.gamma = gamma;
        norms = this.rows.square().sum(1).mul_(-gamma);
    }

    // Row i of K, [n]: exp(2γ xᵢ·xⱼ − γ‖xᵢ‖² − γ‖xⱼ‖²).
    public Tensor Row(int i)
    {
        using var scope = NewDisposeScope();
        var exponents = rows.mv(rows[i] * (2 * gamma)).add_(norms).add_(norms[i]);
        return exponents.clamp_max_(0).exp_().MoveToOuterDisposeScope();
    }

    // Kα, [n], for weights of which only the first few are not 0: as matrix products, far quicker than row by row.
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
