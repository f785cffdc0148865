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
    public double ValidationShare { get; init => field = OptionRules.Must(value is >= 0 and <= 0.5, value, "must be in [0, 0.5]"); }

    /// <summary>Early stopping, see <see cref="TrainingOptions.Patience"/>.</summary>
    public int? Patience { get; init => field = value is { } epochs ? OptionRules.Positive(epochs) : null; }
}

/// <summary>A fresh network for each fitting takes the old one's place when training has succeeded. It holds all that is learned.</summary>
/// <remarks>Fitting sets torch's random numbers to the seed and puts the caller's back at the end.</remarks>
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

    /// <summary>The fitted network, in eval mode, for what needs gradients. It belongs to this detector.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public TNetwork Network => Fitted(network);

    // A network with random weights from torch's global generator; refuses options that do not go with the number of columns.
    private protected abstract TNetwork Build(int features);

    // Trains a network that Build has made, and leaves it in eval mode; Minimise does it for one loss.
    private protected abstract TrainingHistory Train(
        TNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken);

    // Refuses rows that the options do not go with; called before anything is made.
    private protected virtual void Check(Tensor x)
    {
    }

    // Minimises the mean loss of mini-batches with Adam, as the options say, or with other epochs and weight decay for a part of its own.
    private protected TrainingHistory Minimise(
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
        Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Check(x);
        using var seeded = new SeededRandom(Options.Seed);
        return Replace(ref network, Build((int)x.shape[1]), fresh =>
        {
            var trained = Train(fresh, x, progress, cancellation);
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
