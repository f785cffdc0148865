using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What every detector that trains a network can be told.</summary>
public abstract record DeepDetectorOptions : DetectorOptions
{
    /// <summary>Passes over the training rows; 0 leaves the network untrained, to compare with.</summary>
    public int Epochs { get; init => field = OptionRules.NotNegative(value); } = 10;

    /// <summary>Rows in one optimiser step.</summary>
    public int BatchSize { get; init => field = OptionRules.Positive(value); } = 64;

    /// <summary>Learning rate of Adam.</summary>
    public double LearningRate { get; init => field = OptionRules.Positive(value); } = 1e-3;

    /// <summary>After each of these epochs the learning rate becomes a tenth; none if empty.</summary>
    public IReadOnlyList<int> Milestones { get; init => field = OptionRules.AllPositive(value); } = [];

    /// <summary>Weight decay λ: Adam sees the gradient of the loss + (λ/2)·Σ‖W‖².</summary>
    public double WeightDecay { get; init => field = OptionRules.NotNegative(value); }

    /// <summary>Share of the rows kept out of training to watch the loss on, in [0, 0.5]; drawn by the seed.</summary>
    public double ValidationShare
    {
        get;
        init => field = OptionRules.Must(value is >= 0 and <= 0.5, value, "is a share of the rows and must be in [0, 0.5]");
    }

    /// <summary>Early stopping, see <see cref="TrainingOptions.Patience"/>.</summary>
    public int? Patience { get; init => field = value is { } epochs ? OptionRules.Positive(epochs) : null; }
}

/// <summary>
/// What detectors that train a network share: a fresh network for each fitting, which takes the old one's place only when training has
/// succeeded, and its file. All that is learned is a parameter or a buffer of the network.
/// </summary>
/// <remarks>Fitting sets torch's random numbers to the seed and puts the caller's back at the end.</remarks>
/// <typeparam name="TNetwork">The network.</typeparam>
/// <param name="name">Name for legends and tables.</param>
public abstract class DeepDetector<TNetwork>(string name) : AnomalyDetector(name)
    where TNetwork : nn.Module
{
    private TNetwork? network;

    /// <inheritdoc/>
    public abstract override DeepDetectorOptions Options { get; }

    /// <summary>The loss of each epoch.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public TrainingHistory History
    {
        get
        {
            double[] Saved(string name) => Rows.ToDoubles(Learned(name));
            var (validation, run) = (Saved("validationLosses"), Saved("run"));
            var epochs = Saved("losses").Select((loss, i) => new EpochResult(i + 1, loss, validation.Length > 0 ? validation[i] : null));
            return new TrainingHistory([.. epochs], TimeSpan.FromSeconds(run[0]), StoppedEarly: run[1] == 1);
        }
    }

    /// <summary>
    /// The fitted network, in eval mode, for what needs gradients, e.g. searching the code space. It belongs to this detector.
    /// </summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public TNetwork Network => Fitted(network);

    /// <summary>Makes a network with random weights from torch's global generator.</summary>
    /// <param name="features">Columns of the data d.</param>
    /// <exception cref="ArgumentException">The options do not go with that width.</exception>
    protected abstract TNetwork Build(int features);

    /// <summary>Trains a network that <see cref="Build"/> has made; <see cref="Minimise"/> does it for one loss.</summary>
    /// <param name="fresh">The network.</param>
    /// <param name="x">Rows, [n, d] float32, finite, without gradient.</param>
    /// <param name="progress">To be told about each epoch.</param>
    /// <param name="cancellationToken">To be looked at often.</param>
    /// <returns>The loss of each epoch. The network must be in eval mode.</returns>
    protected abstract TrainingHistory Train(
        TNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Refuses rows that the options do not go with; called before anything is made.</summary>
    /// <param name="x">Rows, [n, d] float32, finite.</param>
    /// <exception cref="ArgumentException">They do not; the message says why and what to do.</exception>
    protected virtual void Check(Tensor x)
    {
    }

    /// <summary>Minimises the mean loss of mini-batches with Adam, as the options say.</summary>
    /// <param name="fresh">The network whose parameters are moved.</param>
    /// <param name="x">Rows, [n, d]; what <see cref="DeepDetectorOptions.ValidationShare"/> asks for is kept out of training.</param>
    /// <param name="batchLoss">Batch ↦ scalar.</param>
    /// <param name="progress">Told after each epoch.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <param name="onEpoch">Called after each epoch, before the next.</param>
    /// <param name="epochs">Other than <see cref="DeepDetectorOptions.Epochs"/>, for a part of its own.</param>
    /// <param name="weightDecay">Other than <see cref="DeepDetectorOptions.WeightDecay"/>.</param>
    /// <inheritdoc cref="Train" path="/returns"/>
    protected TrainingHistory Minimise(
        nn.Module fresh,
        Tensor x,
        Func<Tensor, Tensor> batchLoss,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken,
        Action<EpochResult>? onEpoch = null,
        int? epochs = null,
        double? weightDecay = null)
    {
        var (training, validation) = Split(x);
        using var parameters = new FlatParameters(fresh);
        using var optimizer = optim.Adam(parameters.All, Options.LearningRate, weight_decay: weightDecay ?? Options.WeightDecay);
        var how = new TrainingOptions
        {
            Epochs = epochs ?? Options.Epochs,
            Milestones = Options.Milestones,
            BatchSize = Options.BatchSize,
            Seed = Options.Seed,
            Patience = Options.Patience,
        };
        return Trainer.Fit(fresh, optimizer, training, batchLoss, how, validation, progress, onEpoch, cancellationToken);
    }

    /// <inheritdoc/>
    protected sealed override Dictionary<string, Tensor> FitRows(
        Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        Check(x);
        using var seeded = new SeededRandom(Options.Seed);
        return Replace(ref network, Build((int)x.shape[1]), fresh =>
        {
            var trained = Train(fresh, x, progress, cancellationToken);
            return new()
            {
                ["losses"] = tensor(trained.Loss),
                ["validationLosses"] = tensor(trained.ValidationLoss),
                ["run"] = tensor([trained.Duration.TotalSeconds, trained.StoppedEarly ? 1 : 0]),
            };
        });
    }

    internal override IEnumerable<(string Name, Tensor Value)> State() =>
        [.. base.State(), .. network!.state_dict().Select(one => ("network." + one.Key, one.Value))];

    internal sealed override void LoadState(IReadOnlyDictionary<string, Tensor> saved)
    {
        base.LoadState(saved);
        using var seeded = new SeededRandom(Options.Seed); // weights are drawn before they are replaced
        using var noGrad = no_grad();
        network = Build(Features);
        var weights = Part(saved, "network.");
        foreach (var (name, value) in network.state_dict()) value.copy_(weights[name]);
        network.eval();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        network?.Dispose();
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
}
