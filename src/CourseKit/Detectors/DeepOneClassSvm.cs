using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Deep one-class SVM: an autoencoder whose code is made so that a plane in its random Fourier features has the normal rows on one side, as
/// far from the origin as can be. A row on the other side is an anomaly, and the gradient says which of its columns made it one.
/// </summary>
/// <remarks>
/// Nguyen and Vien, "Scalable and Interpretable One-class SVMs with Deep Learning and Random Fourier features", ECML-PKDD 2018 (AE-1SVM). Trained, all
/// at once: <see cref="DeepOneClassSvmLosses"/>. z(x) = √(1/D) [cos ωᵀE(x), sin ωᵀE(x)], D frequencies ω from N(0, 1/σ²), fixed. Score: ρ − wᵀz(x).
/// The autoencoder is first trained alone, so that σ can be chosen for its codes; w begins as the mean of z, the optimum for ν = 1, with the best ρ for it. After
/// training ρ is solved for once more, so that a share ν of the training rows has a positive score. Optimiser: Adam.
/// </remarks>
public sealed class DeepOneClassSvm : ReconstructionDetector<DeepOneClassSvmNetwork>
{
    private const double NearShare = 0.1;
    private const long MostPairedRows = 1000;

    private long rows; // N of the fitting that is running

    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">How it is built and trained; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public DeepOneClassSvm(DeepOneClassSvmOptions? options = null, string? name = null)
        : base(name ?? "Deep OC-SVM", options ??= new DeepOneClassSvmOptions()) => Options = options;

    /// <summary>How it is built and trained.</summary>
    public DeepOneClassSvmOptions Options { get; }

    /// <inheritdoc/>
    public override int CodeSize => Options.CodeSize;

    /// <summary>
    /// Which columns make a row an anomaly: the gradient of its score, ∂(ρ − wᵀz(x)) / ∂xⱼ, through features and encoder. Where it is
    /// positive, a larger value would be more anomalous; the column with the largest amount counts most. Far from all training rows
    /// the kernel is flat, and the gradient little more than chance: a larger <see cref="DeepOneClassSvmOptions.Sigma"/> explains rows farther away.
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

    /// <inheritdoc/>
    protected override DeepOneClassSvmNetwork Build(int features) => new(features, Options);

    /// <inheritdoc/>
    protected override TrainingHistory Train(DeepOneClassSvmNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        ArgumentNullException.ThrowIfNull(x);
        rows = x.shape[0];
        var pretraining = Options.Epochs > 0 ? Options.PretrainingEpochs : 0;
        var total = pretraining + Options.Epochs;
        Minimise(fresh.Autoencoder, x, batch => Reconstruction(batch, fresh.call(batch)), progress.Part(0, total), cancellationToken, epochs: pretraining);
        PlacePlane(fresh, x);
        var history = base.Train(fresh, x, progress.Part(pretraining, total), cancellationToken);
        PlaceRho(fresh, x);
        return history;
    }

    /// <inheritdoc/>
    protected override Tensor BatchLoss(DeepOneClassSvmNetwork fresh, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        var code = fresh.Encode(x);
        return Options.Alpha * Reconstruction(x, fresh.Decode(code)) + DeepOneClassSvmLosses.Margin(fresh.Map(code), fresh.W, fresh.Rho, Options.Nu);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => Network.Rho - Network.Margins(x);

    private Tensor Reconstruction(Tensor x, Tensor reconstruction) => DeepOneClassSvmLosses.Reconstruction(x, reconstruction, rows);

    /// <summary>Kernel, w and ρ for the codes as they are now.</summary>
    private void PlacePlane(DeepOneClassSvmNetwork fresh, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var codes = cat([.. Rows.Batches(x).Select(fresh.Encode)], 0);
        fresh.Frequencies.div_(Options.Sigma ?? Width(codes));
        fresh.W.copy_(Rows.Batches(codes).Select(batch => fresh.Map(batch).sum(0L)).Aggregate((one, other) => one + other) / x.shape[0]);
        PlaceRho(fresh, x);
    }

    private static double Width(Tensor codes)
    {
        using var scope = NewDisposeScope();
        var some = codes.index_select(0, randperm(codes.shape[0]).narrow(0, 0, Math.Min(MostPairedRows, codes.shape[0])));
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
