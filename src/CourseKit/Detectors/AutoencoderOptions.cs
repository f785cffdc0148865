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
public sealed record AutoencoderOptions : DenseAutoencoderOptions
{
    /// <summary>
    /// The options for a table of scaled columns: a code of 1 + ⌊√d⌋ units (Cao, Nicolau and McDermott 2016) behind layers of 64 and 32, an output of any range, and passes
    /// enough for 1,000 steps. The units are bounded: those of ReLU go on linearly outside of the training rows and give anomalies back as well.
    /// </summary>
    /// <param name="rows">Training rows n.</param>
    /// <param name="columns">Columns d.</param>
    public static AutoencoderOptions ForTable(int rows, int columns) => Sized<AutoencoderOptions>(rows, columns);
}
