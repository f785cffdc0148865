using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Deep support vector data description: a network that maps normal rows as near as it can to one point c. Rows that it maps elsewhere
/// are anomalies.
/// </summary>
/// <remarks>
/// Ruff, Vandermeulen, Görnitz, Deecke, Siddiqui, Binder, Müller and Kloft, "Deep One-Class Classification", ICML 2018. Trained:
/// <see cref="SvddLosses.OneClass"/>, equation (4), or <see cref="SvddLosses.SoftBoundary"/>, equation (3). Score: ‖φ(x) − c‖², equation
/// (5), less R² with the soft boundary. The network is first the encoder of an autoencoder; c is then the mean of its codes and stays. R is
/// solved for after each step, from the distances of its batch, and once more at the end from those of all rows, so that the share ν of
/// them lies outside. The network has no bias and nothing bounded, see <see cref="TrivialSolution"/>. Optimiser: Adam.
/// </remarks>
public sealed class DeepSvdd : DeepDetector<SvddNetwork>
{
    private readonly Func<int, nn.Module<Tensor, Tensor>>? encoder;

    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">How it is built and trained; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public DeepSvdd(DeepSvddOptions? options = null, string? name = null)
        : base(name ?? "Deep SVDD", options ??= new DeepSvddOptions()) => Options = options;

    /// <summary>
    /// A detector with a network of your own. There is no decoder to it, so nothing is pre-trained, and it cannot be saved with
    /// <see cref="AnomalyDetector.Save"/>, which does not know how to build it.
    /// </summary>
    /// <param name="encoder">Makes a fresh network φ: [n, d] → [n, s] from the number of columns d. Fitting refuses it if it has a bias or something bounded.</param>
    /// <param name="options">How it is trained; what says how it is built is ignored.</param>
    /// <param name="name">Name for legends and tables.</param>
    public DeepSvdd(Func<int, nn.Module<Tensor, Tensor>> encoder, DeepSvddOptions? options = null, string? name = null)
        : this(options, name)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        this.encoder = encoder;
    }

    /// <summary>How it is built and trained.</summary>
    public DeepSvddOptions Options { get; }

    /// <summary>The code z = φ(x), [n, s], without gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    public Tensor Encode(Tensor x) => Map(x, Features, batch => Network.call(batch));

    /// <inheritdoc/>
    protected override SvddNetwork Build(int features)
    {
        if (encoder is not null) return new SvddNetwork(encoder(features), features);
        if (Options.Architecture == SvddArchitecture.Dense) return new SvddNetwork(Dense(Sizes(features)), features);
        if (features != LeNet.Side * LeNet.Side)
            throw new ArgumentException($"LeNet is for images of {LeNet.Side} x {LeNet.Side} pixels, rows of {LeNet.Side * LeNet.Side} values; these have {features}. Set Architecture to Dense.", nameof(features));
        return new SvddNetwork(LeNet.Encoder(Options.CodeSize), features);
    }

    /// <inheritdoc/>
    protected override TrainingHistory Train(SvddNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        ArgumentNullException.ThrowIfNull(x);
        var pretraining = encoder is null && Options.Epochs > 0 ? Options.PretrainingEpochs : 0;
        var total = pretraining + Options.Epochs;
        if (pretraining > 0) Pretrain(fresh, x, progress.Part(0, total), cancellationToken);

        PlaceCentre(fresh, x);
        var epochsDone = 0;
        var history = Minimise(
            fresh, x, batch => Loss(fresh, batch, solveForRadius: epochsDone >= Options.WarmUpEpochs), progress.Part(pretraining, total), cancellationToken,
            onEpoch: epoch => epochsDone = epoch.Epoch);
        if (Options.Objective == SvddObjective.SoftBoundary && Options.Epochs > 0) PlaceRadius(fresh, SvddLosses.SquaredDistance(Codes(fresh, x), fresh.Centre));
        return history;
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => SvddLosses.SquaredDistance(Network.call(x), Network.Centre) - Network.Radius.square();

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Tensor Value)> Learned() => encoder is null
        ? base.Learned()
        : throw new NotSupportedException($"{Name} has a network of your own, which a file cannot rebuild. Save its weights: detector.Network.save(path).");

    /// <summary>Trains the network as the encoder of an autoencoder, on the mean over the rows of ‖x − x̂‖².</summary>
    private void Pretrain(SvddNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var decoder = Options.Architecture == SvddArchitecture.LeNet ? LeNet.Decoder(Options.CodeSize) : Dense([.. Sizes((int)x.shape[1]).Reverse()]);
        var autoencoder = nn.Sequential(fresh.Encoder, decoder); // not disposed: the encoder lives on
        Minimise(
            autoencoder, x, batch => (Call(autoencoder, batch) - batch).square().sum(1).mean(), progress, cancellationToken,
            epochs: Options.PretrainingEpochs, weightDecay: Options.PretrainingWeightDecay);
    }

    private Tensor Loss(SvddNetwork fresh, Tensor batch, bool solveForRadius)
    {
        var z = Call(fresh, batch);
        if (Options.Objective == SvddObjective.OneClass) return SvddLosses.OneClass(z, fresh.Centre);
        // The loss keeps the radius that it was computed with; the one from these distances is for the next batch.
        var loss = SvddLosses.SoftBoundary(z, fresh.Centre, fresh.Radius, Options.Nu);
        if (fresh.training && solveForRadius) PlaceRadius(fresh, SvddLosses.SquaredDistance(z, fresh.Centre));
        return loss;
    }

    private static void PlaceCentre(SvddNetwork fresh, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        fresh.Centre.copy_(SvddLosses.Centre(Codes(fresh, x)));
    }

    private void PlaceRadius(SvddNetwork fresh, Tensor squaredDistance)
    {
        using var noGrad = no_grad();
        fresh.Radius.fill_(SvddLosses.Radius(squaredDistance, Options.Nu).ToDouble());
    }

    /// <summary>The codes of all rows, as the network gives them in eval mode.</summary>
    private static Tensor Codes(SvddNetwork fresh, Tensor x)
    {
        using var noGrad = no_grad();
        fresh.eval();
        return cat([.. Rows.Batches(x).Select(batch =>
        {
            using var scope = NewDisposeScope();
            return fresh.call(batch).MoveToOuterDisposeScope();
        })], 0);
    }

    /// <summary>Calls a network in training. A single row has no statistics that a batch could be normalised by: for it those gathered so far are taken.</summary>
    private static Tensor Call(nn.Module<Tensor, Tensor> network, Tensor batch)
    {
        if (!network.training || batch.shape[0] > 1) return network.call(batch);
        network.eval();
        var result = network.call(batch);
        network.train();
        return result;
    }

    private int[] Sizes(int features) => [features, .. Options.HiddenSizes, Options.CodeSize];

    /// <summary>Linear layers without bias; batch normalisation, which learns nothing, and the activation between them.</summary>
    private Sequential Dense(int[] sizes)
    {
        var layers = new List<nn.Module<Tensor, Tensor>>();
        for (var i = 1; i < sizes.Length; i++)
        {
            if (i > 1) layers.AddRange([nn.BatchNorm1d(sizes[i - 1], eps: 1e-4, affine: false), Options.Activation.Layer()]);
            layers.Add(nn.Linear(sizes[i - 1], sizes[i], hasBias: false));
        }
        return nn.Sequential(layers);
    }
}
