using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What a <see cref="RobustPca"/> can be told.</summary>
public sealed record RobustPcaOptions : DetectorOptions
{
    /// <summary>Weight λ of the sparse part; <c>null</c> takes 1 / √max(n, d), for which recovery is proved.</summary>
    public double? Lambda { get; init => field = value is { } lambda ? OptionRules.Positive(lambda) : null; }

    /// <summary>Share of the low-rank part's size Σσ² that the plane must explain, in (0, 1); at least one direction is always left out.</summary>
    public double Explained
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw OptionRules.Bad(nameof(Explained), value, "is a share and must be in (0, 1)");
    } = 0.95;

    /// <summary>Most iterations of the decomposition.</summary>
    public int MaxIterations { get; init => field = OptionRules.Positive(value); } = 100;
}

/// <summary>
/// Robust principal component analysis: training rows are split into a part that lies in a plane and a sparse part of gross errors, so
/// that some wrong values or anomalies in training do not tilt the plane, as they do in <see cref="PcaDetector"/>.
/// </summary>
/// <remarks>
/// Principal component pursuit (Candès, Li, Ma and Wright 2011): min ‖L‖* + λ‖S‖₁ with L + S = X − m, m the median of each column, by
/// <see cref="PrincipalComponentPursuit"/>. The plane is spanned by the leading right singular vectors V of L, as many as
/// <see cref="RobustPcaOptions.Explained"/> asks for, but fewer than d. Score: ‖(x − m) − VVᵀ(x − m)‖₂. Columns that are constant in training
/// count by their distance. Work: an eigenvalue problem of d columns in each of some 40 iterations; meant for up to a few hundred columns.
/// </remarks>
public sealed class RobustPca : AnomalyDetector
{
    private Tensor? centre;
    private Tensor? components;

    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">The options; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public RobustPca(RobustPcaOptions? options = null, string? name = null)
        : base(name ?? "Robust PCA", options ??= new RobustPcaOptions()) => Options = options;

    /// <summary>The options.</summary>
    public RobustPcaOptions Options { get; }

    /// <summary>The orthonormal directions of the plane, [k, d] float64. They belong to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public Tensor Components
    {
        get
        {
            Fitted();
            return components!;
        }
    }

    /// <inheritdoc/>
    protected override void FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var (n, d) = ((int)x.shape[0], (int)x.shape[1]);
        var middle = tensor(Medians(Rows.ToFloats(x), d));
        var (low, _) = PrincipalComponentPursuit.Decompose(x.to(float64) - middle, Options.Lambda ?? 1 / Math.Sqrt(Math.Max(n, d)), Options.MaxIterations, cancellationToken);
        var (rising, vectors) = linalg.eigh(low.t().mm(low));
        var values = Rows.ToDoubles(rising.flip(0));
        var total = values.Sum(value => Math.Max(0, value));
        var (kept, sum) = (0, 0.0);
        while (kept < d - 1 && sum < Options.Explained * total && values[kept] > 1e-12 * total) sum += values[kept++];

        var plane = vectors.flip(1).narrow(1, 0, kept).t().contiguous();
        Free();
        (centre, components) = (middle.DetachFromDisposeScope(), plane.DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x)
    {
        var centred = x.to(float64) - centre!;
        var inPlane = components!.shape[0] == 0 ? zeros_like(centred) : centred.mm(components.t()).mm(components);
        return ReconstructionLosses.Distance(centred, inPlane);
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Tensor Value)> Learned() => [("centre", centre!), ("components", components!)];

    /// <inheritdoc/>
    protected override void Restore(LearnedTensors learned)
    {
        var (middle, plane) = (learned.Take("centre", learned.Features), learned.Take("components", -1, learned.Features));
        Free();
        (centre, components) = (middle.DetachFromDisposeScope(), plane.DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Free();
        base.Dispose(disposing);
    }

    private static double[] Medians(float[] values, int columns)
    {
        var medians = new double[columns];
        var column = new float[values.Length / columns];
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < column.Length; i++) column[i] = values[i * columns + j];
            Array.Sort(column);
            medians[j] = ((double)column[(column.Length - 1) / 2] + column[column.Length / 2]) / 2;
        }
        return medians;
    }

    private void Free()
    {
        centre?.Dispose();
        components?.Dispose();
    }
}
