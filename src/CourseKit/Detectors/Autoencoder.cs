using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Autoencoder: a network that must pass its input through a code of few units and give it back. What it learned to give
/// back is normal; a row it reconstructs badly is an anomaly.
/// </summary>
/// <remarks>
/// Trained: min over E, D of Σᵢ loss(D(E(xᵢ)), xᵢ) (Rumelhart, Hinton and Williams 1986; with several hidden layers
/// Kramer 1991). Score: ‖x − D(E(x))‖₂ (Japkowicz, Myers and Gluck 1995; Hawkins et al. 2002). Optimiser: Adam.
/// Fitting sets torch's random numbers to the seed and puts the caller's back at the end.
/// </remarks>
public sealed class Autoencoder : AnomalyDetector
{
    private AutoencoderNetwork? network;
    private TrainingHistory? history;

    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">How it is built and trained; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public Autoencoder(AutoencoderOptions? options = null, string? name = null)
        : base(name ?? "Autoencoder", options ??= new AutoencoderOptions()) => Options = options;

    /// <summary>How it is built and trained.</summary>
    public AutoencoderOptions Options { get; }

    /// <summary>The loss of each epoch.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public TrainingHistory History
    {
        get
        {
            Fitted();
            return history!;
        }
    }

    /// <summary>The fitted network, for what needs gradients, e.g. searching the code space. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public AutoencoderNetwork Network
    {
        get
        {
            Fitted();
            return network!;
        }
    }

    /// <summary>The code z = E(x), [n, s], without gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    public Tensor Encode(Tensor x) => Map(x, Features, batch => network!.Encoder.call(batch));

    /// <summary>The row x = D(z) that a code stands for, [n, d], without gradient.</summary>
    /// <param name="z">Codes, [n, s].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    public Tensor Decode(Tensor z) => Map(z, Options.CodeSize, batch => network!.Decoder.call(batch));

    /// <summary>The reconstruction x̂ = D(E(x)), [n, d], without gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    public Tensor Reconstruct(Tensor x) => Map(x, Features, batch => network!.call(batch));

    /// <inheritdoc/>
    protected override void FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        CheckRange(x);
        using var seeded = new SeededRandom(Options.Seed);
        var (training, validation) = Split(x);
        var fresh = new AutoencoderNetwork((int)x.shape[1], Options);
        try
        {
            using var optimizer = optim.Adam(fresh.parameters(), Options.LearningRate);
            var training_ = new TrainingOptions { Epochs = Options.Epochs, BatchSize = Options.BatchSize, Seed = Options.Seed, Patience = Options.Patience };
            var trained = Trainer.Fit(fresh, optimizer, training, ReconstructionLosses.Function(Options.Loss), training_, validation, progress, cancellationToken);
            (network, fresh) = (fresh, network!);
            history = trained;
        }
        finally
        {
            // The old network after a success, the new one after a failure.
            fresh?.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => ReconstructionLosses.Distance(x, network!.call(x));

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Tensor Value)> Learned() =>
    [
        .. network!.named_parameters().Select(one => (one.name, (Tensor)one.parameter)),
        ("history.loss", tensor(history!.Loss)),
        ("history.validationLoss", tensor(history.ValidationLoss)),
        ("history.seconds", tensor([history.Duration.TotalSeconds, history.StoppedEarly ? 1 : 0])),
    ];

    /// <inheritdoc/>
    protected override void Restore(LearnedTensors learned)
    {
        var (losses, validation, run) = (learned.Values("history.loss", -1), learned.Values("history.validationLoss", -1), learned.Values("history.seconds", 2));
        if ((validation.Length > 0 && validation.Length != losses.Length) || run[0] is < 0 or > 1e9) throw learned.Bad("has a training history that does not fit together");
        using var seeded = new SeededRandom(Options.Seed); // weights are drawn before they are replaced
        var fresh = new AutoencoderNetwork(learned.Features, Options);
        try
        {
            using var noGrad = no_grad();
            foreach (var (name, parameter) in fresh.named_parameters()) parameter.copy_(learned.Take(name, parameter.shape));
            (network, fresh) = (fresh, network!);
        }
        finally
        {
            fresh?.Dispose();
        }
        history = new TrainingHistory([.. losses.Select((loss, i) => new EpochResult(i + 1, loss, validation.Length > 0 ? validation[i] : null))], TimeSpan.FromSeconds(run[0]), run[1] == 1);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        network?.Dispose();
        base.Dispose(disposing);
    }

    private (Tensor Training, Tensor? Validation) Split(Tensor x)
    {
        var rows = x.shape[0];
        var kept = (long)Math.Round(rows * Options.ValidationShare);
        if (kept == 0) return (x, null);
        using var generator = new Generator((ulong)Options.Seed);
        var order = randperm(rows, generator: generator);
        return (x.index_select(0, order.narrow(0, kept, rows - kept)), x.index_select(0, order.narrow(0, 0, kept)));
    }

    private void CheckRange(Tensor x)
    {
        if (Options.Loss != ReconstructionLoss.BinaryCrossEntropy) return;
        if (Options.OutputActivation != Activation.Sigmoid)
            throw new ArgumentException($"The loss BinaryCrossEntropy needs the OutputActivation Sigmoid, not {Options.OutputActivation}.", nameof(Options));
        var (low, high) = (x.min().ToSingle(), x.max().ToSingle());
        if (low < 0 || high > 1)
            throw new ArgumentException($"The loss BinaryCrossEntropy needs values in [0, 1]; 'x' ranges from {FormattableString.Invariant($"{low} to {high}")}. Scale the data or take another loss.", nameof(x));
    }
}
