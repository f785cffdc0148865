using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>Splits a matrix into a part of low rank and a sparse one.</summary>
public static class PrincipalComponentPursuit
{
    private const double Accuracy = 1e-7;

    /// <summary>
    /// min ‖L‖* + λ‖S‖₁ with L + S = M, by the inexact augmented Lagrangian method (Lin, Chen and Ma 2010): in turn the singular values of
    /// M − S + Y/μ shrink by 1/μ and the entries of M − L + Y/μ by λ/μ; then Y grows by μ(M − L − S) and μ by one half, until
    /// ‖M − L − S‖ ≤ 10⁻⁷ ‖M‖.
    /// </summary>
    /// <param name="matrix">The matrix M, [n, d].</param>
    /// <param name="lambda">Weight λ of the sparse part, e.g. 1 / √max(n, d).</param>
    /// <param name="maxIterations">Most iterations; the parts are as good as they are then.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>L and S, [n, d] float64.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (Tensor Low, Tensor Sparse) Decompose(Tensor matrix, double lambda, int maxIterations = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        cancellationToken.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        var m = matrix.detach().to(float64);
        var size = m.square().sum().sqrt().ToDouble();
        if (size == 0) return (zeros_like(m).MoveToOuterDisposeScope(), zeros_like(m).MoveToOuterDisposeScope());

        var largest = linalg.svdvals(m)[0].ToDouble();
        var mu = 1.25 / largest;
        var y = m / Math.Max(largest, m.abs().max().ToDouble() / lambda);
        var (low, sparse) = (zeros_like(m), zeros_like(m));
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var nextLow = ShrinkSingularValues(m - sparse + y / mu, 1 / mu);
            var nextSparse = Shrink(m - nextLow + y / mu, lambda / mu);
            var rest = m - nextLow - nextSparse;
            var nextY = y + mu * rest;
            mu *= 1.5;
            foreach (var old in (Tensor[])[low, sparse, y]) old.Dispose();
            (low, sparse, y) = (nextLow.MoveToOuterDisposeScope(), nextSparse.MoveToOuterDisposeScope(), nextY.MoveToOuterDisposeScope());
            if (rest.square().sum().sqrt().ToDouble() <= Accuracy * size) break;
        }
        return (low.MoveToOuterDisposeScope(), sparse.MoveToOuterDisposeScope());
    }

    /// <summary>sign(a) max(0, |a| − t), entry by entry.</summary>
    private static Tensor Shrink(Tensor a, double t) => a.sign() * (a.abs() - t).clamp_min(0);

    /// <summary>U max(0, Σ − t) Vᵀ of A = UΣVᵀ, which is A V diag(max(0, 1 − t/σ)) Vᵀ: the eigenvectors of AᵀA are enough.</summary>
    private static Tensor ShrinkSingularValues(Tensor a, double t)
    {
        var (values, v) = linalg.eigh(a.t().mm(a));
        var factors = where(values > t * t, 1 - t / values.clamp_min(double.Epsilon).sqrt(), 0.0);
        return a.mm((v * factors).mm(v.t()));
    }
}
