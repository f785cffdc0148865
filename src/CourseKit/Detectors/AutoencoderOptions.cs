namespace CourseKit;

/// <summary>Non-linearity between layers.</summary>
public enum Activation
{
    /// <summary>max(0, a).</summary>
    ReLU,

    /// <summary>tanh a, in (−1, 1).</summary>
    Tanh,

    /// <summary>1 / (1 + e⁻ᵃ), in (0, 1).</summary>
    Sigmoid,

    /// <summary>a, no non-linearity: a stack of linear layers is one linear map.</summary>
    Identity,

    /// <summary>a for a > 0, else a / 100: passes a gradient everywhere.</summary>
    LeakyReLU,
}

/// <summary>What the reconstruction x̂ is compared with the input x by; always the mean over all values of a batch.</summary>
public enum ReconstructionLoss
{
    /// <summary>(x − x̂)².</summary>
    MeanSquaredError,

    /// <summary>|x − x̂|: large errors count less than squared.</summary>
    MeanAbsoluteError,

    /// <summary>−x ln x̂ − (1 − x) ln(1 − x̂), for data in [0, 1] and a sigmoid output.</summary>
    BinaryCrossEntropy,
}

/// <summary>
/// How an <see cref="Autoencoder"/> is built and trained. The defaults suit the images of the course: values in [0, 1], a
/// two-unit code that can be drawn.
/// </summary>
public sealed record AutoencoderOptions : DeepDetectorOptions
{
    /// <summary>Units of the encoder's hidden layers, from the input inwards; the decoder mirrors them. Empty: straight to the code.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init => field = [.. value.Select(size => OptionRules.Positive(size, nameof(HiddenSizes)))]; } = [128, 64];

    /// <summary>Units of the code s, the bottleneck.</summary>
    public int CodeSize { get; init => field = OptionRules.Positive(value); } = 2;

    /// <summary>Non-linearity of the hidden layers. The code itself has none, so that it may lie anywhere.</summary>
    public Activation Activation { get; init => field = OptionRules.Defined(value); } = Activation.ReLU;

    /// <summary>Non-linearity of the output: <see cref="Activation.Sigmoid"/> for data in [0, 1], <see cref="Activation.Identity"/> for data of any range.</summary>
    public Activation OutputActivation { get; init => field = OptionRules.Defined(value); } = Activation.Sigmoid;

    /// <summary>What is minimised.</summary>
    public ReconstructionLoss Loss { get; init => field = OptionRules.Defined(value); } = ReconstructionLoss.MeanSquaredError;
}
