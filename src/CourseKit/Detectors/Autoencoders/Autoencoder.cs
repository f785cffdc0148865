using static TorchSharp.torch;

namespace CourseKit;

/// <summary>How an <see cref="Autoencoder"/> is built and trained. The defaults suit images with values in [0, 1].</summary>
public sealed record AutoencoderOptions : DenseAutoencoderOptions
{
    /// <summary>
    /// The options for a table of scaled columns: a code of 1 + ⌊√d⌋ units (Cao, Nicolau and McDermott 2016) behind layers of 64 and 32, an
    /// output of any range, and passes enough for 1,000 steps. The units are bounded: those of ReLU go on linearly outside of the training
    /// rows and give anomalies back as well.
    /// </summary>
    public static AutoencoderOptions ForTable(int rows, int columns) => Sized<AutoencoderOptions>(rows, columns);
}

/// <summary>What every autoencoder of dense layers can be told.</summary>
public abstract record DenseAutoencoderOptions : DeepDetectorOptions
{
    /// <summary>Units of the encoder's hidden layers; the decoder mirrors them. Empty: straight to the code.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init => field = OptionRules.AllPositive(value); } = [128, 64];

    /// <summary>Units of the code s, the bottleneck.</summary>
    public int CodeSize { get; init => field = OptionRules.Positive(value); } = 2;

    /// <summary>Non-linearity of the hidden layers. The code itself has none, so that it may lie anywhere.</summary>
    public Activation Activation { get; init => field = OptionRules.Defined(value); } = Activation.ReLU;

    /// <summary>Non-linearity of the output: a sigmoid for data in [0, 1], the identity for data of any range.</summary>
    public Activation OutputActivation { get; init => field = OptionRules.Defined(value); } = Activation.Sigmoid;

    /// <summary>What is minimised.</summary>
    public ReconstructionLoss Loss { get; init => field = OptionRules.Defined(value); } = ReconstructionLoss.MeanSquaredError;

    private protected static TOptions Sized<TOptions>(int rows, int columns)
        where TOptions : DenseAutoencoderOptions, new() =>
        (TOptions)((DenseAutoencoderOptions)new TOptions() with
        {
            HiddenSizes = TableDefaults.HiddenSizes,
            CodeSize = TableDefaults.CodeSize(columns),
            Activation = Activation.Tanh,
            OutputActivation = Activation.Identity,
            BatchSize = TableDefaults.BatchSize,
            Epochs = TableDefaults.Epochs(rows),
        });

    internal Tensor Compare(Tensor reconstruction, Tensor x) => ReconstructionLosses.Function(Loss)(reconstruction, x);

    internal void CheckLoss(Tensor x) => ReconstructionLosses.Check(Loss, OutputActivation, x);
}

/// <summary>A dense encoder E: ℝᵈ → ℝˢ and its mirror image D: ℝˢ → ℝᵈ; random weights from torch's global generator.</summary>
/// <param name="options">Layer sizes and activations.</param>
/// <param name="code">Non-linearity of the code; none lets it lie anywhere.</param>
public sealed class AutoencoderNetwork(int features, DenseAutoencoderOptions options, Activation code = Activation.Identity)
    : EncoderDecoder(
        nameof(AutoencoderNetwork),
        options.CodeSize,
        Layers.Dense([OptionRules.Positive(features), .. options.HiddenSizes, options.CodeSize], options.Activation, code),
        Layers.Dense([options.CodeSize, .. options.HiddenSizes.Reverse(), features], options.Activation, options.OutputActivation));

/// <summary>A network must pass its input through a code of few units; a row that it gives back badly is an anomaly.</summary>
/// <remarks>
/// Trained: min over E, D of Σᵢ loss(D(E(xᵢ)), xᵢ) (Rumelhart, Hinton and Williams 1986; with several hidden layers Kramer 1991). Score:
/// ‖x − D(E(x))‖₂ (Japkowicz, Myers and Gluck 1995; Hawkins et al. 2002). Optimiser: Adam.
/// </remarks>
public sealed class Autoencoder(AutoencoderOptions? options = null, string? name = null)
    : ReconstructionDetector<AutoencoderNetwork>(name ?? "Autoencoder")
{
    /// <inheritdoc/>
    public override AutoencoderOptions Options { get; } = options ?? new AutoencoderOptions();

    private protected override AutoencoderNetwork Build(int features) => new(features, Options);

    private protected override void Check(Tensor x) => Options.CheckLoss(x);

    private protected override Tensor BatchLoss(AutoencoderNetwork fresh, Tensor x) => Options.Compare(fresh.call(x), x);
}
