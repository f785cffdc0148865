using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>How a <see cref="DeepOneClassSvm"/> is built and trained.</summary>
public sealed record DeepOneClassSvmOptions : DeepDetectorOptions
{
    /// <summary>Units of the encoder's hidden layers; the decoder mirrors them. Empty: straight to the code.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init => field = OptionRules.AllPositive(value); } = [128, 64];

    /// <summary>Units s of the code.</summary>
    public int CodeSize { get; init => field = OptionRules.Positive(value); } = 8;

    /// <summary>Non-linearity of the hidden layers.</summary>
    public Activation Activation { get; init => field = OptionRules.Defined(value); } = Activation.ReLU;

    /// <summary>Non-linearity of the output: a sigmoid for data in [0, 1], the identity for data of any range.</summary>
    public Activation OutputActivation { get; init => field = OptionRules.Defined(value); } = Activation.Identity;

    /// <summary>Passes for the reconstruction alone, before the others; none if there are no others.</summary>
    public int PretrainingEpochs { get; init => field = OptionRules.NotNegative(value); } = 10;

    /// <summary>α, the weight of the reconstruction; 0 trains for the margin alone, which all codes meet best in one point.</summary>
    public double Alpha { get; init => field = OptionRules.NotNegative(value); } = 1;

    /// <summary>ν in (0, 1]: the share of the training rows that lies outside.</summary>
    public double Nu { get; init => field = OptionRules.ShareOfRows(value); } = 0.1;

    /// <summary>Number of random Fourier features, even. More come closer to the kernel.</summary>
    public int RandomFeatures { get; init => field = OptionRules.Even(value); } = 500;

    /// <summary>
    /// σ of the kernel exp(−‖z − z′‖² / (2σ²)) on the codes, in their units. <c>null</c>: 2σ² is the 0.1-quantile of ‖z − z′‖² over the
    /// pre-trained codes of the training rows (of 1,000 of them, if there are more), the lower end of what Caputo et al. 2002 found to do.
    /// </summary>
    public double? Sigma { get; init => field = value is { } sigma ? OptionRules.Positive(sigma) : null; }

    /// <summary>
    /// The options for a table of scaled columns: a code of d units, so that nothing of a row must be lost, behind a layer of 64, and
    /// passes enough for 500 steps of the autoencoder alone and 250 of the whole.
    /// </summary>
    /// <inheritdoc cref="DetectorKind.ForTable" path="/param"/>
    public static DeepOneClassSvmOptions ForTable(int rows, int columns) => new()
    {
        HiddenSizes = [64],
        CodeSize = columns,
        RandomFeatures = 1000,
        BatchSize = TableDefaults.BatchSize,
        PretrainingEpochs = TableDefaults.Epochs(rows, 500, min: 2),
        Epochs = TableDefaults.Epochs(rows, 250, min: 1),
    };
}

/// <summary>
/// Deep one-class SVM: an autoencoder whose code is made so that a plane in its random Fourier features has the normal rows on one side, as
/// far from the origin as can be. A row on the other side is an anomaly, and the gradient says which of its columns made it one.
/// </summary>
/// <remarks>
/// Nguyen and Vien, "Scalable and Interpretable One-class SVMs with Deep Learning and Random Fourier features", ECML-PKDD 2018 (AE-1SVM).
/// Trained, all at once: <see cref="DeepOneClassSvmLosses"/>. z(x) = √(1/D) [cos ωᵀE(x), sin ωᵀE(x)], D frequencies ω from N(0, 1/σ²),
/// fixed. Score: ρ − wᵀz(x). The autoencoder is first trained alone, so that σ can be chosen for its codes; w begins as the mean of z, the
/// optimum for ν = 1, with the best ρ for it. After training ρ is solved for once more, so that a share ν of the training rows has a
/// positive score. Optimiser: Adam.
/// </remarks>
public sealed class DeepOneClassSvm(DeepOneClassSvmOptions? options = null, string? name = null)
    : ReconstructionDetector<DeepOneClassSvmNetwork>(name ?? "Deep OC-SVM")
{
    private const double NearShare = 0.1;
    private const long MaxPairedRows = 1000;

    private long rows; // N of the fitting that is running

    /// <inheritdoc/>
    public override DeepOneClassSvmOptions Options { get; } = options ?? new DeepOneClassSvmOptions();

    /// <summary>
    /// Which columns make a row an anomaly: the gradient of its score, ∂(ρ − wᵀz(x)) / ∂xⱼ, through features and encoder. Where it is
    /// positive, a larger value would be more anomalous; the column with the largest amount counts most. Far from all training rows
    /// the kernel is flat, and the gradient little more than chance: a larger <see cref="DeepOneClassSvmOptions.Sigma"/> explains rows
    /// farther away.
    /// </summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <returns>Gradients, [n, d].</returns>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    public Tensor Attribute(Tensor x) => Map(x, Features, batch =>
    {
        using var gradients = enable_grad();
        using var row = batch.clone();
        row.requires_grad = true;
        return autograd.grad([ScoreRows(row).sum()], [row])[0];
    });

    private protected override DeepOneClassSvmNetwork Build(int features) => new(features, Options);

    private protected override TrainingHistory Train(
        DeepOneClassSvmNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        rows = x.shape[0];
        var pretraining = Options.Epochs > 0 ? Options.PretrainingEpochs : 0;
        Minimise(fresh, x, batch => Reconstruction(batch, fresh.call(batch)), progress, cancellationToken, epochs: pretraining);
        PlacePlane(fresh, x);
        var history = base.Train(fresh, x, progress, cancellationToken);
        PlaceRho(fresh, x);
        return history;
    }

    private protected override Tensor BatchLoss(DeepOneClassSvmNetwork fresh, Tensor x)
    {
        var code = fresh.Encode(x);
        var margin = DeepOneClassSvmLosses.Margin(fresh.Map(code), fresh.W, fresh.Rho, Options.Nu);
        return Options.Alpha * Reconstruction(x, fresh.Decode(code)) + margin;
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => Network.Rho - Network.Margins(x);

    private Tensor Reconstruction(Tensor x, Tensor reconstruction) => DeepOneClassSvmLosses.Reconstruction(x, reconstruction, rows);

    // Kernel, w and ρ for the codes as they are now.
    private void PlacePlane(DeepOneClassSvmNetwork fresh, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var codes = Rows.InBatches(x, fresh.Encode);
        fresh.Frequencies.div_(Options.Sigma ?? Width(codes));
        fresh.W.copy_(Rows.Batches(codes).Select(batch => fresh.Map(batch).sum(0L)).Aggregate((one, other) => one + other) / x.shape[0]);
        PlaceRho(fresh, x);
    }

    private static double Width(Tensor codes)
    {
        using var scope = NewDisposeScope();
        var some = codes.index_select(0, randperm(codes.shape[0]).narrow(0, 0, Math.Min(MaxPairedRows, codes.shape[0])));
        var near = Kernels.SquaredDistances(some, some.to(float64)).quantile(tensor(NearShare)).ToDouble();
        return near > 0 ? Math.Sqrt(near / 2) : 1;
    }

    private void PlaceRho(DeepOneClassSvmNetwork fresh, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        fresh.Rho.fill_(DeepOneClassSvmLosses.Rho(Rows.Batches(x).SelectMany(batch => Rows.ToDoubles(fresh.Margins(batch))), Options.Nu));
    }
}

/// <summary>An autoencoder, the random Fourier features of its code, and a plane in them.</summary>
public sealed class DeepOneClassSvmNetwork : EncoderDecoder
{
    private readonly RandomFourierFeatures map;

    internal DeepOneClassSvmNetwork(int features, DeepOneClassSvmOptions options)
        : base(
            nameof(DeepOneClassSvmNetwork),
            options.CodeSize,
            Layers.Dense(
                [OptionRules.Positive(features), .. options.HiddenSizes, options.CodeSize], options.Activation, Activation.Identity),
            Layers.Dense([options.CodeSize, .. options.HiddenSizes.Reverse(), features], options.Activation, options.OutputActivation))
    {
        map = new RandomFourierFeatures(randn([options.CodeSize, options.RandomFeatures / 2]).to(float64));
        W = Layers.Parameter(zeros(options.RandomFeatures, float64));
        Rho = Layers.Parameter(zeros([], float64));
        register_buffer("frequencies", map.Frequencies);
        register_parameter("w", W);
        register_parameter("rho", Rho);
    }

    /// <summary>ω, [s, D/2] float64. A buffer: fixed in training.</summary>
    public Tensor Frequencies => map.Frequencies;

    /// <summary>The normal w of the plane, [D] float64.</summary>
    public Parameter W { get; }

    /// <summary>The offset ρ of the plane, a float64 scalar.</summary>
    public Parameter Rho { get; }

    /// <summary>The random Fourier features of codes, [n, D] float64, with gradient.</summary>
    /// <param name="z">Codes, [n, s].</param>
    public Tensor Map(Tensor z) => map.Map(z);

    internal Tensor Margins(Tensor x) => Map(Encode(x)).mv(W);
}

/// <summary>α‖X − X̂‖ + ½‖w‖² − ρ + 1/(νN) Σᵢ max(0, ρ − wᵀz(xᵢ)) (Nguyen and Vien 2018), from its parts.</summary>
/// <remarks>
/// ‖·‖ is the Frobenius norm over all N training rows, a length and not its square. A mini-batch of m rows stands for all N: its squared
/// errors are multiplied by N / m before the root is taken, and the sum of the hinges is taken as N / m times its own. So α weighs, and ν
/// counts, the same for every batch size; with one batch of all rows it is the formula itself.
/// </remarks>
public static class DeepOneClassSvmLosses
{
    /// <summary>√(N / m) ‖X − X̂‖_F = √((N / m) Σᵢ ‖xᵢ − x̂ᵢ‖²).</summary>
    /// <param name="x">Rows of a batch, [m, d].</param>
    /// <param name="reconstruction">Their reconstructions, [m, d].</param>
    /// <param name="rows">Number of training rows N.</param>
    /// <returns>A scalar. 1e-12 under the root gives it a gradient, 0, where the reconstruction is perfect.</returns>
    public static Tensor Reconstruction(Tensor x, Tensor reconstruction, long rows) =>
        ((x - reconstruction).square().sum() * ((double)rows / x.shape[0]) + 1e-12).sqrt();

    /// <summary>½‖w‖² − ρ + 1/(νm) Σᵢ max(0, ρ − wᵀzᵢ), the primal of the one-class SVM (Schölkopf et al. 2001).</summary>
    /// <param name="z">Features of a batch, [m, D].</param>
    /// <param name="w">The normal of the plane, [D].</param>
    /// <param name="rho">Its offset ρ, a scalar.</param>
    /// <param name="nu">ν in (0, 1].</param>
    /// <returns>A scalar.</returns>
    public static Tensor Margin(Tensor z, Tensor w, Tensor rho, double nu) =>
        w.square().sum() * 0.5 - rho + (rho - z.mv(w)).clamp_min(0).mean() / nu;

    /// <summary>
    /// The best ρ for a given w: the derivative of the loss in ρ, −1 + (how many margins are below ρ) / (νN), changes its sign at the
    /// ν-quantile of the margins. At most νN rows lie below it.
    /// </summary>
    /// <param name="margins">wᵀz(xᵢ) of all training rows.</param>
    /// <param name="nu">ν in (0, 1].</param>
    public static double Rho(IEnumerable<double> margins, double nu)
    {
        double[] ordered = [.. margins.Order()];
        if (ordered.Length == 0) throw new ArgumentException("No margins.", nameof(margins));
        return ordered[Math.Min(ordered.Length - 1, (int)Math.Floor(nu * ordered.Length))];
    }
}
