using static TorchSharp.torch;
using Lanes = System.Numerics.Vector<double>;

namespace CourseKit;

/// <summary>What a <see cref="RandomFeatureSvm"/> can be told.</summary>
public sealed record RandomFeatureSvmOptions : DetectorOptions
{
    /// <summary>ν in (0, 1]: the share of the training rows that lies outside.</summary>
    public double Nu
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw OptionRules.Bad(nameof(Nu), value, "is a share of the training rows and must be in (0, 1]");
    } = 0.5;

    /// <summary>γ of the kernel; <c>null</c> takes 1 / (d · variance of all values), scikit-learn's "scale".</summary>
    public double? Gamma { get; init => field = value is { } gamma ? OptionRules.Positive(gamma) : null; }

    /// <summary>Number of random Fourier features, even. More come closer to the kernel.</summary>
    public int RandomFeatures
    {
        get;
        init => field = value >= 2 && value % 2 == 0 ? value : throw OptionRules.Bad(nameof(RandomFeatures), value, "must be even and at least 2");
    } = 500;

    /// <summary>Steps of training, one row each: passes over few rows are many, over many rows few.</summary>
    public int Steps { get; init => field = OptionRules.Positive(value); } = 200_000;
}

/// <summary>
/// One-class support vector machine on <see cref="RandomFourierFeatures"/>: nearly the region that <see cref="OneClassSvm"/> finds, with
/// work that grows with the number of rows and not with its square.
/// </summary>
/// <remarks>
/// Primal problem (Schölkopf et al. 2001): min ½‖w‖² − ρ + 1/(νn) Σᵢ max(0, ρ − wᵀz(xᵢ)). Stochastic subgradient steps of size 1/(ν(t + 10/ν)) on
/// ν times the objective (Shalev-Shwartz, Singer and Srebro 2007), in random order; w is the mean over the second half of the
/// steps (Rakhlin, Shamir and Sridharan 2012), and ρ the best one for that w, the ν-quantile of wᵀz. Score: ρ − wᵀz(x). Columns that
/// are constant in training count by their distance; if nothing varies, γ is 1.
/// </remarks>
public sealed class RandomFeatureSvm : AnomalyDetector
{
    private const int RowsAtATime = 1024;
    private const long MostKept = 1 << 23; // features: 64 MB

    private RandomFourierFeatures? features;
    private Tensor? weights;
    private double rho;

    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">ν, kernel and number of features; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public RandomFeatureSvm(RandomFeatureSvmOptions? options = null, string? name = null)
        : base(name ?? "OC-SVM (RFF)", options ??= new RandomFeatureSvmOptions()) => Options = options;

    /// <summary>The options.</summary>
    public RandomFeatureSvmOptions Options { get; }

    /// <summary>The normal w of the plane, [2m] float64. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public Tensor Weights
    {
        get
        {
            Fitted();
            return weights!;
        }
    }

    /// <summary>The offset ρ of the plane.</summary>
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
        var map = new RandomFourierFeatures((int)x.shape[1], Options.RandomFeatures, Options.Gamma ?? (variance > 0 ? 1 / (x.shape[1] * variance) : 1), Options.Seed);
        try
        {
            var normal = Train(x, map, cancellationToken);
            var plane = tensor(normal);
            double[] margins = [.. Rows.Batches(x).SelectMany(batch => Margins(map, batch, plane))];
            Array.Sort(margins);
            Free();
            (features, map) = (map, null!);
            weights = plane.DetachFromDisposeScope();
            rho = margins[Math.Min(margins.Length - 1, (int)Math.Floor(Options.Nu * margins.Length))];
        }
        finally
        {
            map?.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => rho - features!.Map(x).mv(weights!);

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Tensor Value)> Learned() => [("frequencies", features!.Frequencies), ("weights", weights!), ("rho", tensor(rho, dtype: float64))];

    /// <inheritdoc/>
    protected override void Restore(LearnedTensors learned)
    {
        var frequencies = learned.Take("frequencies", learned.Features, Options.RandomFeatures / 2);
        var (plane, offset) = (learned.Take("weights", Options.RandomFeatures), learned.Values("rho")[0]);
        Free();
        (features, weights, rho) = (new RandomFourierFeatures(frequencies), plane.DetachFromDisposeScope(), offset);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Free();
        base.Dispose(disposing);
    }

    private static double[] Margins(RandomFourierFeatures map, Tensor rows, Tensor plane)
    {
        using var scope = NewDisposeScope();
        return Rows.ToDoubles(map.Map(rows).mv(plane));
    }

    private double[] Train(Tensor x, RandomFourierFeatures map, CancellationToken cancellationToken)
    {
        var (n, size, nu) = ((int)x.shape[0], Options.RandomFeatures, Options.Nu);
        var random = new Random(Options.Seed);
        int[] order = [.. Enumerable.Range(0, n)];
        // Many passes over few rows: their features are computed once and kept.
        var kept = (long)n * size <= MostKept && n < Options.Steps ? FeaturesOf(map, x) : null;
        var (w, sum) = (new double[size], new double[size]);
        var (step, offset) = (0, 0.0);
        while (step < Options.Steps)
        {
            random.Shuffle(order);
            for (var start = 0; start < n && step < Options.Steps; start += RowsAtATime)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var chosen = order.AsSpan(start, Math.Min(RowsAtATime, n - start));
                var z = kept ?? FeaturesOf(map, x, chosen);
                for (var i = 0; i < chosen.Length && step < Options.Steps; i++, step++)
                {
                    var rate = 1 / (nu * (step + 10 / nu));
                    offset = Step(w, z.AsSpan((kept is null ? i : chosen[i]) * size, size), offset, rate, nu, step < Options.Steps / 2 ? null : sum);
                }
            }
        }
        var averaged = Options.Steps - Options.Steps / 2;
        return [.. sum.Select(value => value / averaged)];
    }

    private static double[] FeaturesOf(RandomFourierFeatures map, Tensor x)
    {
        using var scope = NewDisposeScope();
        return [.. Rows.Batches(x).SelectMany(batch => Rows.ToDoubles(map.Map(batch)))];
    }

    private static double[] FeaturesOf(RandomFourierFeatures map, Tensor x, ReadOnlySpan<int> rows)
    {
        using var scope = NewDisposeScope();
        var numbers = new long[rows.Length];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = rows[i];
        return Rows.ToDoubles(map.Map(x.index_select(0, tensor(numbers))));
    }

    /// <summary>One step on ν/2 ‖w‖² − νρ + max(0, ρ − wᵀz); adds the new w to the sum, if there is one, and returns the new ρ.</summary>
    private static double Step(Span<double> w, ReadOnlySpan<double> z, double offset, double rate, double nu, double[]? sum)
    {
        var margins = Lanes.Zero;
        var j = 0;
        for (; j <= w.Length - Lanes.Count; j += Lanes.Count) margins += new Lanes(w[j..]) * new Lanes(z[j..]);
        var margin = System.Numerics.Vector.Sum(margins);
        for (; j < w.Length; j++) margin += w[j] * z[j];

        var outside = margin < offset;
        var (keep, add) = (1 - rate * nu, outside ? rate : 0);
        for (j = 0; j <= w.Length - Lanes.Count; j += Lanes.Count)
        {
            var moved = new Lanes(w[j..]) * keep + new Lanes(z[j..]) * add;
            moved.CopyTo(w[j..]);
            if (sum is not null) (new Lanes(sum, j) + moved).CopyTo(sum, j);
        }
        for (; j < w.Length; j++)
        {
            w[j] = keep * w[j] + add * z[j];
            if (sum is not null) sum[j] += w[j];
        }
        return offset + rate * (nu - (outside ? 1 : 0));
    }

    private void Free()
    {
        features?.Dispose();
        weights?.Dispose();
    }
}
