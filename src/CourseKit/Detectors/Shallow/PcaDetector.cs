using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What a <see cref="PcaDetector"/> can be told.</summary>
public sealed record PcaOptions : DetectorOptions
{
    /// <summary>Number of principal components k that are kept; at most the number of columns.</summary>
    public int Components { get; init => field = OptionRules.Positive(value); } = 2;

    /// <summary>As many components as an autoencoder's code has units for such a table, 1 + ⌊√d⌋ (Cao et al. 2016).</summary>
    /// <param name="rows">Training rows n; without influence.</param>
    public static PcaOptions ForTable(int rows, int columns) => new() { Components = TableDefaults.CodeSize(columns) };
}

/// <summary>Normal rows lie near a plane; the best linear autoencoder (Eckart and Young 1936; Baldi and Hornik 1989).</summary>
/// <remarks>
/// With the mean μ and the k leading eigenvectors W ∈ ℝᵏˣᵈ of the covariance, z = W(x − μ), x̂ = μ + Wᵀz, and the score is
/// ‖x − x̂‖₂ (Jackson and Mudholkar 1979 use its square). Computed in float64. Columns that are constant in training have no variance: they
/// are reconstructed by their mean, so any other value there adds to the score.
/// </remarks>
public sealed class PcaDetector(PcaOptions? options = null, string? name = null) : AnomalyDetector(name ?? "PCA"), IAutoencoder
{
    /// <inheritdoc/>
    public override PcaOptions Options { get; } = options ?? new PcaOptions();

    /// <summary>Number of components k.</summary>
    public int CodeSize => Options.Components;

    /// <summary>The mean row μ, [d] float64. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public Tensor Mean => Learned("mean");

    /// <summary>
    /// The components W, [k, d] float64, orthonormal, the one with the largest variance first; in each the entry of the largest magnitude
    /// is positive. Components beyond the rank of the training rows are 0. It belongs to this detector.
    /// </summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public Tensor Components => Learned("components");

    /// <summary>The share of the total variance that lies along each component; all 0 if the rows are all equal.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public IReadOnlyList<double> ExplainedVarianceRatio => Rows.ToDoubles(Learned("explained"));

    /// <inheritdoc/>
    public Tensor Encode(Tensor x) => Map(x, Features, batch => Project(batch).to(float32));

    /// <inheritdoc/>
    public Tensor Decode(Tensor z) => Map(z, Options.Components, batch => Expand(batch.to(float64)).to(float32));

    /// <inheritdoc/>
    public Tensor Reconstruct(Tensor x) => Map(x, Features, batch => Expand(Project(batch)).to(float32));

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => ReconstructionLosses.Distance(x.to(float64), Expand(Project(x)));

    /// <inheritdoc/>
    protected override Dictionary<string, Tensor> FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var (rows, features) = (x.shape[0], x.shape[1]);
        if (Options.Components > features)
            throw new ArgumentException($"{Options.Components} components do not fit into {features} columns.", nameof(x));

        var mean = x.to(float64).mean([0]);
        var covariance = zeros(features, features, float64);
        foreach (var batch in Rows.Batches(x))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var centred = batch.to(float64) - mean;
            covariance.add_(centred.t().mm(centred) / Math.Max(1, rows - 1));
        }
        var (values, vectors) = linalg.eigh(covariance); // rising
        var leading = values.flip(0).narrow(0, 0, Options.Components);
        var directions = vectors.flip(1).narrow(1, 0, Options.Components).t();
        // An eigenvector's sign is arbitrary; fixed, it does not change from run to run. Along a direction without variance
        // nothing has been learned: it must not explain anything away.
        var signs = directions.gather(1, directions.abs().argmax(1, keepdim: true)).sign();
        var known = (leading > 1e-12 * leading[0]).to(float64).unsqueeze(1);
        var total = covariance.trace();
        return new()
        {
            ["mean"] = mean,
            ["components"] = directions * signs * known,
            ["explained"] = where(total > 0, leading.clamp_min(0) / total, zeros_like(leading)),
        };
    }

    private Tensor Project(Tensor x) => (x.to(float64) - Mean).mm(Components.t());

    private Tensor Expand(Tensor z) => z.mm(Components) + Mean;
}
