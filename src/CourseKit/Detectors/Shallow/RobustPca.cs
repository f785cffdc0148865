using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What a <see cref="RobustPca"/> can be told.</summary>
public sealed record RobustPcaOptions : DetectorOptions
{
    /// <summary>Weight λ of the sparse part; <c>null</c> takes 1 / √max(n, d), for which recovery is proved.</summary>
    public double? Lambda { get; init => field = value is { } lambda ? OptionRules.Positive(lambda) : null; }

    /// <summary>Share of the low-rank part's Σσ² in the plane, in (0, 1); at least one direction is always left out.</summary>
    public double Explained { get; init => field = OptionRules.Must(value is > 0 and < 1, value, "must be in (0, 1)"); } = 0.95;

    /// <summary>Most iterations of the decomposition.</summary>
    public int MaxIterations { get; init => field = OptionRules.Positive(value); } = 100;
}

/// <summary>Principal components of training rows from which a sparse part of gross errors was split off first.</summary>
/// <remarks>
/// Principal component pursuit (Candès, Li, Ma and Wright 2011): min ‖L‖* + λ‖S‖₁ with L + S = X − m, m the median of each column, by
/// <see cref="PrincipalComponentPursuit"/>. The plane is spanned by the leading right singular vectors V of L, as many as
/// <see cref="RobustPcaOptions.Explained"/> asks for, but fewer than d. Score: ‖(x − m) − VVᵀ(x − m)‖₂. Columns that are constant in
/// training count by their distance. Work: an eigenvalue problem of d columns in each of some 40 iterations; meant for up to a few hundred
/// columns.
/// </remarks>
public sealed class RobustPca(RobustPcaOptions? options = null, string? name = null) : AnomalyDetector(name ?? "Robust PCA")
{
    /// <inheritdoc/>
    public override RobustPcaOptions Options { get; } = options ?? new RobustPcaOptions();

    /// <summary>The orthonormal directions of the plane, [k, d] float64. They belong to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public Tensor Components => Learned("components");

    /// <inheritdoc/>
    protected override Dictionary<string, Tensor> FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var (n, d) = ((int)x.shape[0], (int)x.shape[1]);
        // The median of each column; the mean of the two middle ones where their number is even.
        var (ordered, _) = x.sort(0);
        var centre = (ordered[(n - 1) / 2].to(float64) + ordered[n / 2].to(float64)) / 2;
        var (low, _) = PrincipalComponentPursuit.Decompose(
            x.to(float64) - centre, Options.Lambda ?? 1 / Math.Sqrt(Math.Max(n, d)), Options.MaxIterations, cancellation);
        var (rising, vectors) = linalg.eigh(low.t().mm(low));
        var values = Rows.ToDoubles(rising.flip(0));
        var total = values.Sum(value => Math.Max(0, value));
        var (kept, sum) = (0, 0.0);
        while (kept < d - 1 && sum < Options.Explained * total && values[kept] > 1e-12 * total) sum += values[kept++];
        return new() { ["centre"] = centre, ["components"] = vectors.flip(1).narrow(1, 0, kept).t().contiguous() };
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x)
    {
        var centred = x.to(float64) - Learned("centre");
        var inPlane = Components.shape[0] == 0 ? zeros_like(centred) : centred.mm(Components.t()).mm(Components);
        return ReconstructionLosses.Distance(centred, inPlane);
    }
}

// Splits a matrix [n, d] into a part of low rank and a sparse one: min ‖L‖* + λ‖S‖₁ with L + S = M, by the inexact augmented Lagrangian
// method (Lin, Chen and Ma 2010): in turn the singular values of M − S + Y/μ shrink by 1/μ and the entries of M − L + Y/μ by λ/μ; then Y
// grows by μ(M − L − S) and μ by one half, until ‖M − L − S‖ ≤ 10⁻⁷ ‖M‖.
internal static class PrincipalComponentPursuit
{
    private const double Accuracy = 1e-7;

    public static (Tensor Low, Tensor Sparse) Decompose(
        Tensor matrix, double lambda, int maxIterations = 100, CancellationToken cancellationToken = default)
    {
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

    // sign(a) max(0, |a| − t), entry by entry.
    private static Tensor Shrink(Tensor a, double t) => a.sign() * (a.abs() - t).clamp_min(0);

    // U max(0, Σ − t) Vᵀ of A = UΣVᵀ, which is A V diag(max(0, 1 − t/σ)) Vᵀ: the eigenvectors of AᵀA are enough.
    private static Tensor ShrinkSingularValues(Tensor a, double t)
    {
        var (values, v) = linalg.eigh(a.t().mm(a));
        var factors = where(values > t * t, 1 - t / values.clamp_min(double.Epsilon).sqrt(), 0.0);
        return a.mm((v * factors).mm(v.t()));
    }
}
