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

    /// <summary>Two convolutions with pooling and a linear layer, for rows that are grey images of 28 × 28 pixels; see <see cref="LeNet"/>.</summary>
    LeNet,
}

/// <summary>
/// How a <see cref="DeepSvdd"/> is built and trained. The defaults suit tables whose columns are scaled to [0, 1]; <see cref="ForMnist"/>
/// has the published settings for images.
/// </summary>
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
    public double Nu
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw OptionRules.Bad(nameof(Nu), value, "is a share of the training rows and must be in (0, 1]");
    } = 0.1;

    /// <summary>Epochs of the soft boundary in which the radius stays 0, before it is solved for after each step.</summary>
    public int WarmUpEpochs { get; init => field = OptionRules.NotNegative(value); } = 10;

    /// <summary>The kind of network.</summary>
    public SvddArchitecture Architecture { get; init => field = OptionRules.Defined(value); }

    /// <summary>Units of the hidden layers of a dense network, from the input on. Empty: one linear map.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init => field = [.. value.Select(size => OptionRules.Positive(size, nameof(HiddenSizes)))]; } = [128, 64];

    /// <summary>Numbers in the code s; for <see cref="SvddArchitecture.LeNet"/> a multiple of 16.</summary>
    public int CodeSize { get; init => field = OptionRules.Positive(value); } = 32;

    /// <summary>
    /// Non-linearity of the hidden layers of a dense network. <see cref="Activation.Sigmoid"/> and <see cref="Activation.Tanh"/> are refused:
    /// with a bounded one the network could map all rows to the centre, see <see cref="TrivialSolution"/>.
    /// </summary>
    public Activation Activation
    {
        get;
        init => field = OptionRules.Defined(value) is not (Activation.Sigmoid or Activation.Tanh)
            ? value
            : throw OptionRules.Bad(nameof(Activation), value, "must not be bounded: a unit that saturates serves as a bias, and the network could map all rows to the centre (Ruff et al. 2018, proposition 3). Take LeakyReLU or ReLU");
    } = Activation.LeakyReLU;

    /// <summary>Epochs in which the network is trained as the encoder of an autoencoder first; 0 begins with random weights, and so does a detector without epochs, which stays untrained.</summary>
    public int PretrainingEpochs { get; init => field = OptionRules.NotNegative(value); } = 50;

    /// <summary>Weight decay of the pre-training.</summary>
    public double PretrainingWeightDecay { get; init => field = OptionRules.NotNegative(value); } = 5e-4;
}
