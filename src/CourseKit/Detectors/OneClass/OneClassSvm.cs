using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What one-class support vector machines with a Gaussian kernel can be told. The defaults are scikit-learn's.</summary>
public abstract record KernelSvmOptions : DetectorOptions
{
    /// <summary>ν in (0, 1]: at most this share of the training rows lies outside, at least this share are support vectors.</summary>
    public double Nu { get; init => field = OptionRules.ShareOfRows(value); } = 0.5;

    /// <summary>γ of the kernel; <c>null</c>: 1 / (d · variance of all values), or 1 if nothing varies.</summary>
    public double? Gamma { get; init => field = value is { } gamma ? OptionRules.Positive(gamma) : null; }

    internal double GammaFor(Tensor x)
    {
        if (Gamma is { } gamma) return gamma;
        using var scope = NewDisposeScope();
        var variance = x.to(float64).reshape(-1).var(0, unbiased: false).ToDouble();
        return variance > 0 ? 1 / (x.shape[1] * variance) : 1;
    }
}

/// <summary>What a <see cref="OneClassSvm"/> can be told.</summary>
public sealed record OneClassSvmOptions : KernelSvmOptions
{
    /// <summary>Where the solver stops: by how much the gradient may violate the conditions of the optimum.</summary>
    public double Tolerance { get; init => field = OptionRules.Positive(value); } = 1e-3;

    /// <summary>Steps after which fitting gives up with an error.</summary>
    public int MaxIterations { get; init => field = OptionRules.Positive(value); } = 10_000_000;
}

/// <summary>The smallest region, curved by a kernel, that holds all but a share ν of the training rows; solved exactly.</summary>
/// <remarks>
/// Dual problem (Schölkopf et al. 2001), scaled as in LIBSVM: min ½ αᵀKα with 0 ≤ αᵢ ≤ 1 and Σαᵢ = νn, the kernel K(x, y) =
/// exp(−γ‖x − y‖²). Decision f(x) = Σ αᵢ K(xᵢ, x) − ρ, positive inside; the score is −f(x). It grows to ρ far from everything and no
/// further. Solved by <see cref="Smo"/>. Columns that are constant in training count by their distance; if nothing varies, γ is 1.
/// </remarks>
public sealed class OneClassSvm(OneClassSvmOptions? options = null, string? name = null) : AnomalyDetector(name ?? "OC-SVM")
{
    /// <inheritdoc/>
    public override OneClassSvmOptions Options { get; } = options ?? new OneClassSvmOptions();

    /// <summary>The support vectors, the rows with αᵢ &gt; 0, [s, d] float64. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public Tensor SupportVectors => Learned("vectors");

    /// <summary>The αᵢ of the support vectors, [s] float64. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public Tensor Weights => Learned("weights");

    /// <summary>The offset ρ of the decision.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public double Rho => Learned("rho").ToDouble();

    /// <inheritdoc/>
    protected override Dictionary<string, Tensor> FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var gamma = Options.GammaFor(x);
        var rows = x.to(float64);
        var kernel = new KernelMatrix(rows, gamma);
        var solution = Smo.Solve(
            kernel.Row, alpha => kernel.Times(alpha, cancellation), (int)x.shape[0], Options.Nu, Options.Tolerance,
            Options.MaxIterations, cancellationToken: cancellation);
        long[] support = [.. Enumerable.Range(0, solution.Alpha.Length).Where(i => solution.Alpha[i] > 0)];
        return new()
        {
            ["vectors"] = rows.index_select(0, tensor(support)),
            ["weights"] = tensor(support.Select(i => solution.Alpha[i]).ToArray()),
            ["rho"] = tensor(solution.Rho, float64),
            ["gamma"] = tensor(gamma, float64),
        };
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x)
    {
        var (rho, gamma) = (Rho, Learned("gamma").ToDouble());
        return Kernels.Reduce(x, SupportVectors, distances => rho - distances.mul_(-gamma).exp_().mv(Weights));
    }
}
