namespace CourseKit;

/// <summary>How a <see cref="DeepOneClassSvm"/> is built and trained.</summary>
public sealed record DeepOneClassSvmOptions : DeepDetectorOptions
{
    /// <summary>Units of the encoder's hidden layers, from the input inwards; the decoder mirrors them. Empty: straight to the code.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init => field = [.. value.Select(size => OptionRules.Positive(size, nameof(HiddenSizes)))]; } = [128, 64];

    /// <summary>Units s of the code.</summary>
    public int CodeSize { get; init => field = OptionRules.Positive(value); } = 8;

    /// <summary>Non-linearity of the hidden layers.</summary>
    public Activation Activation { get; init => field = OptionRules.Defined(value); } = Activation.ReLU;

    /// <summary>Non-linearity of the output: <see cref="Activation.Sigmoid"/> for data in [0, 1], <see cref="Activation.Identity"/> for data of any range.</summary>
    public Activation OutputActivation { get; init => field = OptionRules.Defined(value); } = Activation.Identity;

    /// <summary>
    /// Passes over the training rows for the reconstruction alone, before those of <see cref="DeepDetectorOptions.Epochs"/>, so that σ is chosen for codes that mean something; left out with
    /// these if they are 0.
    /// </summary>
    public int PretrainingEpochs { get; init => field = OptionRules.NotNegative(value); } = 10;

    /// <summary>α, the weight of the reconstruction; 0 trains for the margin alone, which all codes meet best in one point.</summary>
    public double Alpha { get; init => field = OptionRules.NotNegative(value); } = 1;

    /// <summary>ν in (0, 1]: the share of the training rows that lies outside.</summary>
    public double Nu
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw OptionRules.Bad(nameof(Nu), value, "is a share of the training rows and must be in (0, 1]");
    } = 0.1;

    /// <summary>Number of random Fourier features, even. More come closer to the kernel.</summary>
    public int RandomFeatures
    {
        get;
        init => field = value >= 2 && value % 2 == 0 ? value : throw OptionRules.Bad(nameof(RandomFeatures), value, "must be even and at least 2");
    } = 500;

    /// <summary>
    /// σ of the kernel exp(−‖z − z′‖² / (2σ²)) on the codes, in their units. <c>null</c>: 2σ² is the 0.1-quantile of ‖z − z′‖² over the pre-trained codes of
    /// the training rows (of 1,000 of them, if there are more), the lower end of what Caputo et al. 2002 found to do.
    /// </summary>
    public double? Sigma { get; init => field = value is { } sigma ? OptionRules.Positive(sigma) : null; }

    /// <summary>
    /// The options for a table of scaled columns: a code of d units, so that nothing of a row must be lost, behind a layer of 64, and passes enough for 500 steps of the autoencoder alone
    /// and 250 of the whole.
    /// </summary>
    /// <param name="rows">Training rows n.</param>
    /// <param name="columns">Columns d.</param>
    public static DeepOneClassSvmOptions ForTable(int rows, int columns) => new()
    {
        HiddenSizes = [64],
        CodeSize = columns,
        RandomFeatures = 1000,
        BatchSize = TableDefaults.BatchSize,
        PretrainingEpochs = TableDefaults.Epochs(rows, 500, fewest: 2),
        Epochs = TableDefaults.Epochs(rows, 250, fewest: 1),
    };
}
