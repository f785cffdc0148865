using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What a <see cref="RandomFeatureSvm"/> can be told.</summary>
public sealed record RandomFeatureSvmOptions : KernelSvmOptions
{
    /// <summary>Number of random Fourier features, even. More come closer to the kernel.</summary>
    public int RandomFeatures { get; init => field = OptionRules.Even(value); } = 500;

    /// <summary>Steps of training, a batch of 64 rows each: passes over few rows are many, over many rows few.</summary>
    public int Steps { get; init => field = OptionRules.Positive(value); } = 3000;
}

/// <summary>
/// One-class support vector machine on <see cref="RandomFourierFeatures"/>: nearly the region that <see cref="OneClassSvm"/> finds, with
/// work that grows with the number of rows and not with its square.
/// </summary>
/// <remarks>
/// Primal problem (Schölkopf et al. 2001): min ½‖w‖² − ρ + 1/(νn) Σᵢ max(0, ρ − wᵀz(xᵢ)). Stochastic subgradient steps of size 1/(ν(t +
/// 10/ν)) on ν times the objective, each over a batch of rows in random order (Shalev-Shwartz, Singer and Srebro 2007); w begins as the
/// mean of z, the optimum for ν = 1, and is the mean over the second half of the steps (Rakhlin, Shamir and Sridharan 2012); ρ is the best
/// one for that w, the ν-quantile of wᵀz. Trained in float32. Score: ρ − wᵀz(x). Columns that are constant in training count by their
/// distance; if nothing varies, γ is 1.
/// </remarks>
/// <param name="options">ν, kernel and number of features; the defaults if not given.</param>
/// <param name="name">Name for legends and tables.</param>
public sealed class RandomFeatureSvm(RandomFeatureSvmOptions? options = null, string? name = null) : AnomalyDetector(name ?? "OC-SVM (RFF)")
{
    private const int BatchSize = 64;
    private const int RowsAtATime = 16 * BatchSize;
    private const long MaxKept = 1 << 24; // features: 64 MB

    private RandomFourierFeatures? features;
    private Tensor? weights;
    private double rho;

    /// <inheritdoc/>
    public override RandomFeatureSvmOptions Options { get; } = options ?? new RandomFeatureSvmOptions();

    /// <summary>The normal w of the plane, [2m] float64. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public Tensor Weights => Fitted(weights);

    /// <summary>The offset ρ of the plane.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public double Rho => Fitted(rho);

    /// <inheritdoc/>
    protected override void FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var noGrad = no_grad();
        var map = new RandomFourierFeatures((int)x.shape[1], Options.RandomFeatures, Options.GammaFor(x), Options.Seed);
        try
        {
            var normal = Train(x, map, cancellationToken);
            var margins = cat([.. Rows.Batches(x).Select(batch => Scoped(() => map.Map(batch).mv(normal)))], 0);
            var offset = DeepOneClassSvmLosses.Rho(Rows.ToDoubles(margins), Options.Nu);
            Keep(ref weights, normal);
            (features, map, rho) = (map, features!, offset);
        }
        finally
        {
            map?.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => rho - features!.Map(x).mv(weights!);

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Tensor Value)> State() =>
        [("frequencies", features!.Frequencies), ("weights", weights!), ("rho", tensor(rho, dtype: float64))];

    /// <inheritdoc/>
    protected override void LoadState(DetectorState state)
    {
        var frequencies = state.Take("frequencies", state.Features, Options.RandomFeatures / 2);
        var (plane, offset) = (state.Take("weights", Options.RandomFeatures), state.Values("rho")[0]);
        features?.Dispose();
        Keep(ref weights, plane);
        (features, rho) = (new RandomFourierFeatures(frequencies), offset);
    }

    /// <inheritdoc/>
    protected override void Free()
    {
        features?.Dispose();
        weights?.Dispose();
    }

    /// <summary>The normal w, [2m] float64.</summary>
    private Tensor Train(Tensor x, RandomFourierFeatures map, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Options.Seed);
        var (n, nu) = (x.shape[0], Options.Nu);
        // Many passes over few rows: their features are computed once and kept.
        var kept = n * Options.RandomFeatures <= MaxKept && n < (long)Options.Steps * BatchSize
            ? cat([.. Rows.Batches(x).Select(batch => Scoped(() => map.Map(batch, float32)))], 0)
            : null;
        Tensor? w = null;
        var (sum, offset, step) = (zeros(Options.RandomFeatures), 0.0, 0);
        while (step < Options.Steps)
        {
            using var pass = NewDisposeScope();
            var order = randperm(n, generator: generator);
            for (long start = 0; start < n && step < Options.Steps; start += RowsAtATime)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var block = NewDisposeScope();
                var rows = order.narrow(0, start, Math.Min(RowsAtATime, n - start));
                var z = kept?.index_select(0, rows) ?? map.Map(x.index_select(0, rows), float32);
                if (w is null)
                {
                    w = z.mean([0]).MoveToOuterDisposeScope();
                    pass.MoveToOuter(w);
                    offset = DeepOneClassSvmLosses.Rho(Rows.ToDoubles(z.mv(w)), nu);
                }
                for (long first = 0; first < z.shape[0] && step < Options.Steps; first += BatchSize, step++)
                {
                    using var inner = NewDisposeScope();
                    offset = Step(w, z.narrow(0, first, Math.Min(BatchSize, z.shape[0] - first)), offset, 1 / (nu * (step + 10 / nu)), nu);
                    if (step >= Options.Steps / 2) sum.add_(w);
                }
            }
        }
        return (sum.to(float64) / (Options.Steps - Options.Steps / 2)).MoveToOuterDisposeScope();
    }

    /// <summary>One step on ν/2 ‖w‖² − νρ + mean max(0, ρ − wᵀz), w changed in place.</summary>
    /// <returns>The new ρ.</returns>
    private static double Step(Tensor w, Tensor z, double offset, double rate, double nu)
    {
        var outside = z.mv(w).lt(offset).to(float32);
        w.mul_(1 - rate * nu).add_(z.t().mv(outside), rate / z.shape[0]);
        return offset + rate * (nu - outside.mean().ToDouble());
    }

    private static Tensor Scoped(Func<Tensor> function)
    {
        using var scope = NewDisposeScope();
        return function().MoveToOuterDisposeScope();
    }
}

/// <summary>
/// Random Fourier features (Rahimi and Recht 2007): a map z with z(x)·z(y) ≈ exp(−γ‖x − y‖²), so that what is linear in z is curved in x.
/// </summary>
/// <remarks>
/// z(x) = √(1/m) [cos ω₁ᵀx, …, cos ωₘᵀx, sin ω₁ᵀx, …, sin ωₘᵀx], each ωᵢ drawn from N(0, 2γI). Then ‖z(x)‖ = 1, and the error falls as
/// 1/√m.
/// </remarks>
public sealed class RandomFourierFeatures : IDisposable
{
    private readonly Tensor frequencies;

    /// <summary>Draws the frequencies.</summary>
    /// <param name="columns">Columns of the data d.</param>
    /// <param name="count">Number of features 2m, even.</param>
    /// <param name="gamma">γ of the kernel.</param>
    /// <param name="seed">The same seed gives the same features.</param>
    /// <exception cref="ArgumentOutOfRangeException">No columns, an odd number of features, or γ not positive.</exception>
    public RandomFourierFeatures(int columns, int count, double gamma, int seed)
    {
        OptionRules.Positive(columns, nameof(columns));
        OptionRules.Even(count, nameof(count));
        OptionRules.Positive(gamma, nameof(gamma));
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        frequencies = (randn([columns, count / 2], generator: generator).to(float64) * Math.Sqrt(2 * gamma)).DetachFromDisposeScope();
    }

    internal RandomFourierFeatures(Tensor frequencies) => this.frequencies = frequencies.DetachFromDisposeScope();

    /// <summary>The frequencies, [d, m] float64. They belong to this object.</summary>
    public Tensor Frequencies => frequencies;

    /// <summary>
    /// The features z of rows, [n, 2m] float64, with gradient if x has one. For many rows take blocks: a thousand rows have megabytes of
    /// features.
    /// </summary>
    /// <param name="x">Rows, [n, d].</param>
    public Tensor Map(Tensor x) => Map(x, float64);

    /// <inheritdoc cref="Map(Tensor)"/>
    internal Tensor Map(Tensor x, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var angles = x.to(type).mm(frequencies.to(type));
        return cat([angles.cos(), angles.sin()], 1).mul_(Math.Sqrt(1.0 / frequencies.shape[1])).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the frequencies.</summary>
    public void Dispose() => frequencies.Dispose();
}
