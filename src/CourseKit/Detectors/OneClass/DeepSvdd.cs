using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What <see cref="DeepSvdd"/> minimises.</summary>
public enum SvddObjective
{
    /// <summary>The mean squared distance from the centre, for training rows that are all normal.</summary>
    OneClass,

    /// <summary>A sphere that may leave the share ν of the training rows outside.</summary>
    SoftBoundary,
}

/// <summary>The network φ of <see cref="DeepSvdd"/>.</summary>
public enum SvddArchitecture
{
    /// <summary>Dense layers, for tables.</summary>
    Dense,

    /// <summary>For rows that are grey images of 28 × 28 pixels; see <see cref="LeNet"/>.</summary>
    LeNet,
}

/// <summary>How a <see cref="DeepSvdd"/> is built and trained; defaults for tables in [0, 1].</summary>
public sealed record DeepSvddOptions : DeepDetectorOptions
{
    /// <summary>The defaults.</summary>
    public DeepSvddOptions() => (Epochs, BatchSize, LearningRate, Milestones, WeightDecay) = (50, 128, 1e-3, [20], 5e-7);

    /// <summary>
    /// The published settings for MNIST: LeNet with a code of 32 numbers, 150 epochs of pre-training as an autoencoder, then 150 epochs,
    /// learning rate 10⁻⁴ and a tenth of it after the 50th epoch of each, batches of 200.
    /// </summary>
    public static DeepSvddOptions ForMnist { get; } = new()
    {
        Architecture = SvddArchitecture.LeNet,
        PretrainingEpochs = 150,
        Epochs = 150,
        LearningRate = 1e-4,
        Milestones = [50],
        BatchSize = 200,
    };

    /// <summary>What is minimised.</summary>
    public SvddObjective Objective { get; init => field = OptionRules.Defined(value); }

    /// <summary>ν in (0, 1] of the soft boundary: the share of the training rows that the sphere leaves outside.</summary>
    public double Nu { get; init => field = OptionRules.ShareOfRows(value); } = 0.1;

    /// <summary>Epochs of the soft boundary in which the radius stays 0, before it is solved for after each step.</summary>
    public int WarmUpEpochs { get; init => field = OptionRules.NotNegative(value); } = 10;

    /// <summary>The kind of network.</summary>
    public SvddArchitecture Architecture { get; init => field = OptionRules.Defined(value); }

    /// <summary>Units of the hidden layers of a dense network, from the input on. Empty: one linear map.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init => field = OptionRules.AllPositive(value); } = [128, 64];

    /// <summary>Numbers in the code s; for <see cref="SvddArchitecture.LeNet"/> a multiple of 16.</summary>
    public int CodeSize { get; init => field = OptionRules.Positive(value); } = 32;

    /// <summary>
    /// Non-linearity of the hidden layers of a dense network. <see cref="Activation.Sigmoid"/> and <see cref="Activation.Tanh"/> are
    /// refused: with a bounded one the network could map all rows to the centre, see <see cref="TrivialSolution"/>.
    /// </summary>
    public Activation Activation
    {
        get;
        init => field = OptionRules.Must(
            OptionRules.Defined(value) is not (Activation.Sigmoid or Activation.Tanh), value,
            "must not be bounded: a unit that saturates serves as a bias, and the network could map all rows to the centre "
            + "(Ruff et al. 2018, proposition 3). Take LeakyReLU or ReLU");
    } = Activation.LeakyReLU;

    /// <summary>Epochs as the encoder of an autoencoder first; none if there are no others. 0: from random weights.</summary>
    public int PretrainingEpochs { get; init => field = OptionRules.NotNegative(value); } = 50;

    /// <summary>Weight decay of the pre-training.</summary>
    public double PretrainingWeightDecay { get; init => field = OptionRules.NotNegative(value); } = 5e-4;
}

/// <summary>A network maps normal rows as near as it can to one point c; rows that it maps elsewhere are anomalies.</summary>
/// <remarks>
/// Ruff, Vandermeulen, Görnitz, Deecke, Siddiqui, Binder, Müller and Kloft, "Deep One-Class Classification", ICML 2018. Trained:
/// <see cref="SvddLosses.OneClass"/>, equation (4), or <see cref="SvddLosses.SoftBoundary"/>, equation (3). Score: ‖φ(x) − c‖², equation
/// (5), less R² with the soft boundary. The network is first the encoder of an autoencoder; c is then the mean of its codes and stays. R is
/// solved for after each step, from the distances of its batch, and once more at the end from those of all rows, so that the share ν of
/// them lies outside. The network has no bias and nothing bounded, see <see cref="TrivialSolution"/>. Optimiser: Adam.
/// </remarks>
public sealed class DeepSvdd(DeepSvddOptions? options = null, string? name = null) : DeepDetector<SvddNetwork>(name ?? "Deep SVDD")
{
    private readonly Func<int, nn.Module<Tensor, Tensor>>? encoder;

    /// <inheritdoc/>
    public override DeepSvddOptions Options { get; } = options ?? new DeepSvddOptions();

    /// <summary>A detector with a network of your own: nothing is pre-trained, and a file could not rebuild it.</summary>
    /// <param name="encoder">Makes a fresh network φ: [n, d] → [n, s] from the number of columns d. Fitting refuses it if it has a bias or
    /// something bounded.</param>
    /// <param name="options">How it is trained; what says how it is built is ignored.</param>
    public DeepSvdd(Func<int, nn.Module<Tensor, Tensor>> encoder, DeepSvddOptions? options = null, string? name = null)
        : this(options, name)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        this.encoder = encoder;
    }

    /// <summary>The code z = φ(x), [n, s], without gradient.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <inheritdoc cref="IAnomalyDetector.Score" path="/exception"/>
    public Tensor Encode(Tensor x) => Map(x, Features, batch => Network.call(batch));

    private protected override SvddNetwork Build(int features)
    {
        if (encoder is not null) return new SvddNetwork(encoder(features), features);
        if (Options.Architecture == SvddArchitecture.Dense) return new SvddNetwork(Dense(Sizes(features)), features);
        if (features != LeNet.Side * LeNet.Side)
            throw new ArgumentException(
                $"LeNet is for images of {LeNet.Side} x {LeNet.Side} pixels, rows of {LeNet.Side * LeNet.Side} values; "
                + $"these have {features}. Set Architecture to Dense.", nameof(features));
        return new SvddNetwork(LeNet.Encoder(Options.CodeSize), features);
    }

    private protected override TrainingHistory Train(
        SvddNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (encoder is null && Options.Epochs > 0 && Options.PretrainingEpochs > 0) Pretrain(fresh, x, progress, cancellationToken);

        using (no_grad()) fresh.Centre.copy_(SvddLosses.Centre(Codes(fresh, x)));
        var epochsDone = 0;
        var history = Minimise(
            fresh, x, batch => Loss(fresh, batch, solveForRadius: epochsDone >= Options.WarmUpEpochs), progress, cancellationToken,
            onEpoch: epoch => epochsDone = epoch.Epoch);
        if (Options.Objective == SvddObjective.SoftBoundary && Options.Epochs > 0)
            PlaceRadius(fresh, SvddLosses.SquaredDistance(Codes(fresh, x), fresh.Centre));
        return history;
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => SvddLosses.SquaredDistance(Network.call(x), Network.Centre) - Network.Radius.square();

    internal override IEnumerable<(string Name, Tensor Value)> State() => encoder is null
        ? base.State()
        : throw new NotSupportedException(
            $"{Name} has a network of your own, which a file cannot rebuild. Save its weights: detector.Network.save(path).");

    // Trains the network as the encoder of an autoencoder, on the mean over the rows of ‖x − x̂‖².
    private void Pretrain(SvddNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var decoder = Options.Architecture == SvddArchitecture.LeNet
            ? LeNet.Decoder(Options.CodeSize)
            : Dense([.. Sizes((int)x.shape[1]).Reverse()]);
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

    private void PlaceRadius(SvddNetwork fresh, Tensor squaredDistance)
    {
        using var noGrad = no_grad();
        fresh.Radius.fill_(SvddLosses.Radius(squaredDistance, Options.Nu).ToDouble());
    }

    // The codes of all rows, as the network gives them in eval mode.
    private static Tensor Codes(SvddNetwork fresh, Tensor x)
    {
        using var noGrad = no_grad();
        fresh.eval();
        return Rows.InBatches(x, fresh.call);
    }

    // A single row has no statistics that a batch could be normalised by: for it those gathered so far are taken.
    private static Tensor Call(nn.Module<Tensor, Tensor> network, Tensor batch)
    {
        if (!network.training || batch.shape[0] > 1) return network.call(batch);
        network.eval();
        var result = network.call(batch);
        network.train();
        return result;
    }

    private int[] Sizes(int features) => [features, .. Options.HiddenSizes, Options.CodeSize];

    // Linear layers without bias; batch normalisation, which learns nothing, and the activation between them.
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

/// <summary>The network φ of Deep SVDD together with its sphere: what is learned is here.</summary>
public sealed class SvddNetwork : nn.Module<Tensor, Tensor>
{
    internal SvddNetwork(nn.Module<Tensor, Tensor> encoder, int features)
        : base(nameof(SvddNetwork))
    {
        TrivialSolution.Check(encoder, features);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var shape = encoder.call(zeros(1, features)).shape;
        if (shape.Length != 2)
            throw new ArgumentException(
                $"The network must give a code for each row, [n, s]; for one row it gives the shape [{string.Join(", ", shape)}].",
                nameof(encoder));
        (Encoder, Centre, Radius) = (encoder, zeros(shape[1]).DetachFromDisposeScope(), tensor(0f).DetachFromDisposeScope());
        register_module("encoder", encoder);
        register_buffer("c", Centre);
        register_buffer("r", Radius);
    }

    /// <summary>The network φ alone.</summary>
    public nn.Module<Tensor, Tensor> Encoder { get; }

    /// <summary>The centre c of the sphere, [s]. A buffer: no gradient moves it.</summary>
    public Tensor Centre { get; }

    /// <summary>The radius R of the sphere, a scalar; 0 with the one-class objective, which has none.</summary>
    public Tensor Radius { get; }

    /// <summary>The code z = φ(x), with gradient.</summary>
    /// <param name="input">Rows, [n, d] float32.</param>
    public override Tensor forward(Tensor input) => Encoder.call(input);
}

/// <summary>What Deep SVDD minimises (Ruff et al. 2018): φ maps a row x to z = φ(x); the sphere has centre c and radius R.</summary>
/// <remarks>The weight decay (λ/2) Σ‖W‖² that both objectives end with is left to the optimiser.</remarks>
public static class SvddLosses
{
    /// <summary>The squared distance of each code from the centre, ‖z − c‖², with gradient: the score s(x) of equation (5).</summary>
    /// <param name="z">Codes, [n, s].</param>
    /// <param name="c">The centre, [s].</param>
    /// <returns>Squared distances, [n].</returns>
    public static Tensor SquaredDistance(Tensor z, Tensor c) => (z - c).square().sum(1);

    /// <summary>One-class Deep SVDD, equation (4): (1/n) Σᵢ ‖zᵢ − c‖², for training rows that are all normal.</summary>
    /// <inheritdoc cref="SquaredDistance" path="/param"/>
    /// <returns>A scalar.</returns>
    public static Tensor OneClass(Tensor z, Tensor c) => SquaredDistance(z, c).mean();

    /// <summary>
    /// Soft-boundary Deep SVDD, equation (3): R² + 1/(ν n) Σᵢ max(0, ‖zᵢ − c‖² − R²). Rows outside the sphere cost, rows inside do not; ν
    /// weighs the volume of the sphere against them.
    /// </summary>
    /// <inheritdoc cref="SquaredDistance" path="/param"/>
    /// <param name="r">The radius R, a scalar.</param>
    /// <param name="nu">ν in (0, 1].</param>
    /// <returns>A scalar.</returns>
    public static Tensor SoftBoundary(Tensor z, Tensor c, Tensor r, double nu)
    {
        OptionRules.ShareOfRows(nu, nameof(nu));
        var squaredRadius = r.square();
        return squaredRadius + (SquaredDistance(z, c) - squaredRadius).clamp_min(0).mean() / nu;
    }

    /// <summary>
    /// The centre c: the mean of the codes that the network gives before it is trained on them (section 3.3). A coordinate nearer to zero
    /// than 0.1 is moved to 0.1 or −0.1, as in the authors' code: zero is what a unit without weights gives, and would be met without
    /// learning anything.
    /// </summary>
    /// <param name="z">Codes of the training rows, [n, s].</param>
    /// <returns>The centre, [s], without gradient.</returns>
    public static Tensor Centre(Tensor z)
    {
        var mean = z.detach().mean([0]);
        return where(mean < 0, mean.clamp_max(-0.1), mean.clamp_min(0.1));
    }

    /// <summary>The best R for a network that stands still, the (1 − ν)-quantile of the distances (section 3.3, proposition 4).</summary>
    /// <param name="squaredDistance">‖z − c‖² of each row, [n].</param>
    /// <param name="nu">ν in (0, 1].</param>
    /// <returns>A scalar, without gradient; between two distances it is interpolated.</returns>
    public static Tensor Radius(Tensor squaredDistance, double nu)
    {
        var distance = squaredDistance.detach().sqrt();
        return quantile(distance, tensor(1 - OptionRules.ShareOfRows(nu, nameof(nu)), distance.dtype));
    }
}
