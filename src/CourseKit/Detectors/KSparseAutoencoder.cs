using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// k-sparse autoencoder: of many linear units only the k with the largest activation count in each row. Normal rows lie near the planes that k of the learned
/// directions span; a row that is near none of them is an anomaly.
/// </summary>
/// <remarks>
/// Makhzani and Frey, "k-Sparse Autoencoders", arXiv:1312.5663, algorithm 1: z = supp_k(Wᵀx + b), x̂ = W z + b′, min ‖x − x̂‖₂² (here the mean over all values), k annealed,
/// αk active units afterwards. The gradient goes through the active units only. Score: ‖x − x̂‖₂. Optimiser: Adam. With k = s and tied weights it is a linear
/// autoencoder, <see cref="PcaDetector"/> in the best case.
/// </remarks>
public sealed class KSparseAutoencoder : ReconstructionDetector<KSparseNetwork>
{
    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">How it is built and trained; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public KSparseAutoencoder(KSparseAutoencoderOptions? options = null, string? name = null)
        : base(name ?? "k-sparse autoencoder", options ??= new KSparseAutoencoderOptions()) => Options = options;

    /// <summary>How it is built and trained.</summary>
    public KSparseAutoencoderOptions Options { get; }

    /// <inheritdoc/>
    public override int CodeSize => Options.CodeSize;

    /// <inheritdoc/>
    protected override KSparseNetwork Build(int features) => Options.K <= Options.CodeSize
        ? new KSparseNetwork(features, Options)
        : throw new ArgumentException($"K is {Options.K}, but there are only {Options.CodeSize} units (CodeSize).", "options");

    /// <inheritdoc/>
    protected override void Check(Tensor x)
    {
        if (Options is { Patience: not null, ValidationShare: 0, Annealing: > 0 })
            throw new ArgumentException("Patience compares the losses of epochs, and in training these rise as k falls. Set a ValidationShare, whose rows always have αk active units, or Annealing to 0.", "options");
    }

    /// <inheritdoc/>
    protected override TrainingHistory Train(KSparseNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        var annealing = (int)Math.Round(Options.Annealing * Options.Epochs);
        void Anneal(int epochsDone) => fresh.K = SparsityLosses.Annealed(epochsDone, annealing, Options.CodeSize, Options.K);
        Anneal(0);
        return Minimise(fresh, x, batch => BatchLoss(fresh, batch), progress, cancellationToken, onEpoch: epoch => Anneal(epoch.Epoch));
    }

    /// <inheritdoc/>
    protected override Tensor BatchLoss(KSparseNetwork fresh, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        return ReconstructionLosses.Function(ReconstructionLoss.MeanSquaredError)(fresh.call(x), x);
    }
}
