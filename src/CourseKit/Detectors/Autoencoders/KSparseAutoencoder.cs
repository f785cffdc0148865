using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>How a <see cref="KSparseAutoencoder"/> is built and trained.</summary>
public sealed record KSparseAutoencoderOptions : DeepDetectorOptions
{
    /// <summary>Number of units s; may be more than there are columns.</summary>
    public int CodeSize { get; init => field = OptionRules.Positive(value); } = 128;

    /// <summary>Active units k of each row, at most s.</summary>
    public int K { get; init => field = OptionRules.Positive(value); } = 16;

    /// <summary>α ≥ 1: when rows are scored or encoded, αk units are active; better codes for a classifier, says the paper.</summary>
    public double Alpha { get; init => field = OptionRules.Must(double.IsFinite(value) && value >= 1, value, "must be at least 1"); } = 1;

    /// <summary>Whether the decoder uses the encoder's weights, as in the paper.</summary>
    public bool TiedWeights { get; init; } = true;

    /// <summary>Share of the epochs in which k falls from s to k, in [0, 1]; half of them in the paper.</summary>
    public double Annealing { get; init => field = OptionRules.Must(value is >= 0 and <= 1, value, "must be in [0, 1]"); } = 0.5;

    internal int KAtTest => (int)Math.Min(CodeSize, Math.Round(Alpha * K, MidpointRounding.AwayFromZero));

    /// <summary>For a table of scaled columns: 4d units, of which ⌈d/4⌉ are active, and passes for 1,000 steps.</summary>
    /// <inheritdoc cref="DetectorKind.ForTable" path="/param"/>
    public static KSparseAutoencoderOptions ForTable(int rows, int columns) =>
        new() { CodeSize = 4 * columns, K = (columns + 3) / 4, BatchSize = TableDefaults.BatchSize, Epochs = TableDefaults.Epochs(rows) };
}

/// <summary>Only the k largest units of a row count: normal rows lie near the planes that k learned directions span.</summary>
/// <remarks>
/// Makhzani and Frey, "k-Sparse Autoencoders", arXiv:1312.5663, algorithm 1: z = supp_k(Wᵀx + b), x̂ = W z + b′, min ‖x − x̂‖₂² (here the
/// mean over all values), k annealed, αk active units afterwards. The gradient goes through the active units only. Score: ‖x − x̂‖₂.
/// Optimiser: Adam. With k = s and tied weights it is a linear autoencoder, <see cref="PcaDetector"/> in the best case.
/// </remarks>
public sealed class KSparseAutoencoder(KSparseAutoencoderOptions? options = null, string? name = null)
    : ReconstructionDetector<KSparseNetwork>(name ?? "k-sparse autoencoder")
{
    /// <inheritdoc/>
    public override KSparseAutoencoderOptions Options { get; } = options ?? new KSparseAutoencoderOptions();

    private protected override KSparseNetwork Build(int features) => Options.K <= Options.CodeSize
        ? new KSparseNetwork(features, Options)
        : throw new ArgumentException($"K is {Options.K}, but there are only {Options.CodeSize} units (CodeSize).", "options");

    private protected override void Check(Tensor x)
    {
        if (Options is { Patience: not null, ValidationShare: 0, Annealing: > 0 })
            throw new ArgumentException(
                "Patience compares the losses of epochs, and in training these rise as k falls. "
                + "Set a ValidationShare, whose rows always have αk active units, or Annealing to 0.", "options");
    }

    private protected override TrainingHistory Train(
        KSparseNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var annealing = (int)Math.Round(Options.Annealing * Options.Epochs);
        void Anneal(int epochsDone) => fresh.K = SparsityLosses.Annealed(epochsDone, annealing, Options.CodeSize, Options.K);
        Anneal(0);
        return Minimise(fresh, x, batch => BatchLoss(fresh, batch), progress, cancellationToken, onEpoch: epoch => Anneal(epoch.Epoch));
    }

    private protected override Tensor BatchLoss(KSparseNetwork fresh, Tensor x) =>
        ReconstructionLosses.Function(ReconstructionLoss.MeanSquaredError)(fresh.call(x), x);
}

/// <summary>z = supp_k(Wᵀx + b), x̂ = W z + b′ (Makhzani and Frey 2013, algorithm 1).</summary>
public sealed class KSparseNetwork : EncoderDecoder
{
    private readonly Linear encoder;
    private readonly Parameter? bias; // of the decoder, if it has the encoder's weights
    private readonly int atTest;

    internal KSparseNetwork(int features, KSparseAutoencoderOptions options)
        : base(
            nameof(KSparseNetwork),
            options.CodeSize,
            nn.Linear(OptionRules.Positive(features), options.CodeSize),
            options.TiedWeights ? nn.Identity() : nn.Linear(options.CodeSize, features))
    {
        encoder = (Linear)Encoder;
        (K, atTest) = (options.K, options.KAtTest);
        if (options.TiedWeights) register_parameter("bias", bias = Layers.Parameter(zeros(features)));
    }

    /// <summary>Active units of each row in training; in eval mode it is α times the k of the options.</summary>
    public int K { get; internal set; }

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x) => SparsityLosses.KeepLargest(encoder.call(x), training ? K : atTest);

    /// <inheritdoc/>
    public override Tensor Decode(Tensor z) => bias is null ? base.Decode(z) : nn.functional.linear(z, encoder.weight!.t(), bias);
}
