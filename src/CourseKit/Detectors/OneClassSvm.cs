using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// One-class support vector machine: the smallest region, curved by a kernel, that holds all but a share ν of the training rows.
/// The exact solution.
/// </summary>
/// <remarks>
/// Dual problem (Schölkopf et al. 2001), scaled as in LIBSVM: min ½ αᵀKα with 0 ≤ αᵢ ≤ 1 and Σαᵢ = νn, the kernel
/// K(x, y) = exp(−γ‖x − y‖²). Decision f(x) = Σ αᵢ K(xᵢ, x) − ρ, positive inside; the score is −f(x). It grows to ρ far from
/// everything and no further. Solved by <see cref="Smo"/>. Columns that are constant in training count by their distance; if
/// nothing varies, γ is 1.
/// </remarks>
public sealed class OneClassSvm : AnomalyDetector
{
    private Tensor? vectors;
    private Tensor? weights;
    private double rho;
    private double gamma;

    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">ν and kernel; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public OneClassSvm(OneClassSvmOptions? options = null, string? name = null)
        : base(name ?? "OC-SVM", options ??= new OneClassSvmOptions()) => Options = options;

    /// <summary>The options.</summary>
    public OneClassSvmOptions Options { get; }

    /// <summary>The support vectors, the rows with αᵢ &gt; 0, [s, d] float64. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public Tensor SupportVectors
    {
        get
        {
            Fitted();
            return vectors!;
        }
    }

    /// <summary>The αᵢ of the support vectors, [s] float64. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public Tensor Weights
    {
        get
        {
            Fitted();
            return weights!;
        }
    }

    /// <summary>The offset ρ of the decision.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public double Rho
    {
        get
        {
            Fitted();
            return rho;
        }
    }

    /// <inheritdoc/>
    protected override void FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var variance = Kernels.Variance(x);
        var width = Options.Gamma ?? (variance > 0 ? 1 / (x.shape[1] * variance) : 1);
        var rows = x.to(float64);
        var kernel = new KernelMatrix(rows, width);
        var solution = Smo.Solve(
            kernel.Row, (int)x.shape[0], Options.Nu, Options.Tolerance, Options.MaxIterations, cancellationToken,
            alpha => kernel.Times(alpha, cancellationToken));

        int[] support = [.. Enumerable.Range(0, solution.Alpha.Length).Where(i => solution.Alpha[i] > 0)];
        var (chosen, alphas) = (rows.index_select(0, tensor(support.Select(i => (long)i).ToArray())), tensor(support.Select(i => solution.Alpha[i]).ToArray()));
        Free();
        (vectors, weights) = (chosen.DetachFromDisposeScope(), alphas.DetachFromDisposeScope());
        (rho, gamma) = (solution.Rho, width);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => Kernels.Reduce(x, vectors!, distances => rho - (distances * -gamma).exp().mv(weights!));

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Tensor Value)> Learned() => [("vectors", vectors!), ("weights", weights!), ("rhoAndGamma", tensor([rho, gamma]))];

    /// <inheritdoc/>
    protected override void Restore(LearnedTensors learned)
    {
        var (chosen, numbers) = (learned.Take("vectors", -1, learned.Features), learned.Values("rhoAndGamma", 2));
        var alphas = learned.Take("weights", chosen.shape[0]);
        if (chosen.shape[0] == 0 || numbers[1] <= 0) throw learned.Bad("holds no support vectors or no kernel");
        Free();
        (vectors, weights) = (chosen.DetachFromDisposeScope(), alphas.DetachFromDisposeScope());
        (rho, gamma) = (numbers[0], numbers[1]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Free();
        base.Dispose(disposing);
    }

    private void Free()
    {
        vectors?.Dispose();
        weights?.Dispose();
    }
}
