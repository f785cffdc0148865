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

/// <summary>Nearly the region of <see cref="OneClassSvm"/>, with work that grows with the rows and not with their square.</summary>
/// <remarks>
/// Primal problem (Schölkopf et al. 2001): min ½‖w‖² − ρ + 1/(νn) Σᵢ max(0, ρ − wᵀz(xᵢ)). Stochastic subgradient steps of size 1/(ν(t +
/// 10/ν)) on ν times the objective, each over a batch of rows drawn at random (Shalev-Shwartz, Singer and Srebro 2007); w begins as the
/// mean of z, the optimum for ν = 1, and is the mean over the second half of the steps (Rakhlin, Shamir and Sridharan 2012); ρ is the best
/// one for that w, the ν-quantile of wᵀz over all rows. Trained in float32, on a random sample of 2²⁴ / D rows where there are more. Score:
/// ρ − wᵀz(x). Columns that are constant in training count by their distance; if nothing varies, γ is 1.
/// </remarks>
public sealed class RandomFeatureSvm(RandomFeatureSvmOptions? options = null, string? name = null) : AnomalyDetector(name ?? "OC-SVM (RFF)")
{
    private const int BatchSize = 64;
    private const long MaxKept = 1 << 24; // features: 64 MB

    /// <inheritdoc/>
    public override RandomFeatureSvmOptions Options { get; } = options ?? new RandomFeatureSvmOptions();

    /// <summary>The normal w of the plane, [2m] float64. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public Tensor Weights => Learned("weights");

    /// <summary>The offset ρ of the plane.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public double Rho => Learned("rho").ToDouble();

    /// <inheritdoc/>
    protected override Dictionary<string, Tensor> FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        using var map = new RandomFourierFeatures((int)x.shape[1], Options.RandomFeatures, Options.GammaFor(x), Options.Seed);
        var w = Train(x, map, cancellation);
        var margins = Rows.InBatches(x, batch => map.Map(batch).mv(w));
        var rho = DeepOneClassSvmLosses.Rho(Rows.ToDoubles(margins), Options.Nu);
        return new() { ["frequencies"] = map.Frequencies.clone(), ["weights"] = w, ["rho"] = tensor(rho, float64) };
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => Rho - new RandomFourierFeatures(Learned("frequencies")).Map(x).mv(Weights);

    // The normal w, [2m] float64, by steps on ν/2 ‖w‖² − νρ + mean max(0, ρ − wᵀz).
    private Tensor Train(Tensor x, RandomFourierFeatures map, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Options.Seed);
        var (nu, steps) = (Options.Nu, Options.Steps);
        var count = Math.Min(x.shape[0], Math.Max(BatchSize, MaxKept / Options.RandomFeatures));
        var rows = x.index_select(0, randperm(x.shape[0], generator: generator).narrow(0, 0, count));
        var z = map.Map(rows, float32);
        var w = z.mean([0]);
        var (rho, sum) = (DeepOneClassSvmLosses.Rho(Rows.ToDoubles(z.mv(w)), nu), zeros_like(w));
        for (var step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var batch = z.index_select(0, randint(0, count, [BatchSize], generator: generator));
            var rate = 1 / (nu * (step + 10 / nu));
            var outside = batch.mv(w).lt(rho).to(float32);
            w.mul_(1 - rate * nu).add_(batch.t().mv(outside), rate / BatchSize);
            rho += rate * (nu - outside.mean().ToDouble());
            if (step >= steps / 2) sum.add_(w);
        }
        return (sum.to(float64) / (steps - steps / 2)).MoveToOuterDisposeScope();
    }
}

/// <summary>A map z with z(x)·z(y) ≈ exp(−γ‖x − y‖²) (Rahimi and Recht 2007): what is linear in z is curved in x.</summary>
/// <remarks>
/// z(x) = √(1/m) [cos ω₁ᵀx, …, cos ωₘᵀx, sin ω₁ᵀx, …, sin ωₘᵀx], each ωᵢ drawn from N(0, 2γI). Then ‖z(x)‖ = 1, and the error falls as
/// 1/√m.
/// </remarks>
public sealed class RandomFourierFeatures : IDisposable
{
    private const long BlockSize = 256; // rows whose features stay in the processor's cache

    /// <summary>Draws the frequencies.</summary>
    /// <param name="count">Number of features 2m, even.</param>
    /// <param name="gamma">γ of the kernel.</param>
    /// <exception cref="ArgumentOutOfRangeException">No columns, an odd number of features, or γ not positive.</exception>
    public RandomFourierFeatures(int columns, int count, double gamma, int seed)
    {
        OptionRules.Positive(columns, nameof(columns));
        OptionRules.Even(count, nameof(count));
        OptionRules.Positive(gamma, nameof(gamma));
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        Frequencies = (randn([columns, count / 2], generator: generator).to(float64) * Math.Sqrt(2 * gamma)).DetachFromDisposeScope();
    }

    internal RandomFourierFeatures(Tensor frequencies) => Frequencies = frequencies.DetachFromDisposeScope();

    /// <summary>The frequencies, [d, m] float64. They belong to this object.</summary>
    public Tensor Frequencies { get; }

    /// <summary>The features z of rows, [n, 2m] float64, with gradient if x has one.</summary>
    /// <param name="x">Rows, [n, d].</param>
    public Tensor Map(Tensor x) => Map(x, float64);

    internal Tensor Map(Tensor x, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (rows, frequencies, m) = (x.to(type), Frequencies.to(type), Frequencies.shape[1]);
        using var threads = Threads.For(40.0 * rows.shape[0] * m); // a sine or a cosine is worth some twenty multiplications
        var scale = Math.Sqrt(1.0 / m);
        if (rows.requires_grad)
        {
            var angles = rows.mm(frequencies);
            return cat([angles.cos(), angles.sin()], 1).mul_(scale).MoveToOuterDisposeScope();
        }
        // Block by block in place: on hundreds of MB of angles the memory costs more than the cosines.
        var z = empty(rows.shape[0], 2 * m, dtype: type);
        foreach (var (block, features) in rows.split(BlockSize).Zip(z.split(BlockSize)))
        {
            using var inner = NewDisposeScope();
            var angles = block.mm(frequencies);
            features.narrow(1, 0, m).copy_(angles.cos().mul_(scale));
            features.narrow(1, m, m).copy_(angles.sin_().mul_(scale));
        }
        return z.MoveToOuterDisposeScope();
    }

    /// <summary>Frees the frequencies.</summary>
    public void Dispose() => Frequencies.Dispose();
}
