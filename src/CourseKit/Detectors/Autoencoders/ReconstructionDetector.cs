using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>A network of an encoder E: ℝᵈ → ℝˢ and a decoder D: ℝˢ → ℝᵈ, for rows [n, d] whatever it makes of them inside.</summary>
public abstract class EncoderDecoder : nn.Module<Tensor, Tensor>
{
    // From modules [n, d] → [n, s] and back, which belong to this network from now on.
    private protected EncoderDecoder(string name, int codeSize, nn.Module<Tensor, Tensor> encoder, nn.Module<Tensor, Tensor> decoder)
        : base(name)
    {
        (CodeSize, Encoder, Decoder) = (codeSize, encoder, decoder);
        register_module("encoder", encoder);
        register_module("decoder", decoder);
    }

    /// <summary>Units of the code s.</summary>
    public int CodeSize { get; }

    /// <summary>The encoder's layers.</summary>
    public nn.Module<Tensor, Tensor> Encoder { get; }

    /// <summary>The decoder's layers.</summary>
    public nn.Module<Tensor, Tensor> Decoder { get; }

    /// <summary>The code z = E(x), [n, s], with gradient.</summary>
    /// <param name="x">Rows, [n, d] float32.</param>
    public virtual Tensor Encode(Tensor x) => Encoder.call(x);

    /// <summary>The row x̂ = D(z), [n, d], with gradient.</summary>
    /// <param name="z">Codes, [n, s] float32.</param>
    public virtual Tensor Decode(Tensor z) => Decoder.call(z);

    /// <summary>The reconstruction x̂ = D(E(x)), [n, d], with gradient.</summary>
    /// <param name="input">Rows, [n, d] float32.</param>
    public override Tensor forward(Tensor input) => Decode(Encode(input));
}

/// <summary>
/// What all autoencoders share: the code, the reconstruction, and the score ‖x − D(E(x))‖₂ (Japkowicz, Myers and Gluck 1995; Hawkins et al.
/// 2002). A kind of autoencoder adds its network and the loss it is trained with.
/// </summary>
public abstract class ReconstructionDetector<TNetwork>(string name) : DeepDetector<TNetwork>(name), IAutoencoder
    where TNetwork : EncoderDecoder
{
    /// <inheritdoc/>
    public int CodeSize => Network.CodeSize;

    /// <inheritdoc/>
    public Tensor Encode(Tensor x) => Map(x, Features, batch => Network.Encode(batch));

    /// <inheritdoc/>
    public Tensor Decode(Tensor z) => Map(z, CodeSize, batch => Network.Decode(batch));

    /// <inheritdoc/>
    public Tensor Reconstruct(Tensor x) => Map(x, Features, batch => Network.call(batch));

    // The loss of a batch, a scalar with gradient. The network is in eval mode where the loss is only watched.
    private protected abstract Tensor BatchLoss(TNetwork fresh, Tensor x);

    // Called with all training rows before the first step, for what begins with numbers of the data.
    private protected virtual void Begin(TNetwork fresh, Tensor x)
    {
    }

    private protected override TrainingHistory Train(
        TNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        Begin(fresh, x);
        return Minimise(fresh, x, batch => BatchLoss(fresh, batch), progress, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x) => ReconstructionLosses.Distance(x, Network.call(x));
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

/// <summary>How far a reconstruction is from its input: the losses that are trained with, and the score.</summary>
public static class ReconstructionLosses
{
    /// <summary>The loss as a function (x̂, x) ↦ scalar, the mean over all values.</summary>
    public static Func<Tensor, Tensor, Tensor> Function(ReconstructionLoss loss) => loss switch
    {
        ReconstructionLoss.MeanSquaredError => (reconstruction, x) => nn.functional.mse_loss(reconstruction, x),
        ReconstructionLoss.MeanAbsoluteError => (reconstruction, x) => nn.functional.l1_loss(reconstruction, x),
        ReconstructionLoss.BinaryCrossEntropy => (reconstruction, x) => nn.functional.binary_cross_entropy(reconstruction, x),
        _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "Unknown loss."),
    };

    // The cross-entropy asks for data in [0, 1] and a sigmoid output.
    internal static void Check(ReconstructionLoss loss, Activation output, Tensor x)
    {
        if (loss != ReconstructionLoss.BinaryCrossEntropy) return;
        if (output != Activation.Sigmoid)
            throw new ArgumentException($"The loss BinaryCrossEntropy needs the OutputActivation Sigmoid, not {output}.", "options");
        CheckUnitRange("loss BinaryCrossEntropy", "another loss", x);
    }

    internal static void CheckUnitRange(string what, string instead, Tensor x)
    {
        var (low, high) = (x.min().ToSingle(), x.max().ToSingle());
        if (low < 0 || high > 1)
            throw new ArgumentException(
                FormattableString.Invariant($"The {what} needs values in [0, 1]; 'x' ranges from {low} to {high}. ")
                + $"Scale the data or take {instead}.", nameof(x));
    }

    /// <summary>
    /// The reconstruction error of each row, the distance ‖x − x̂‖₂ = √Σⱼ(xⱼ − x̂ⱼ)², in the units of the data (Hawkins et al. 2002 use its
    /// square; the order of the rows is the same).
    /// </summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="reconstruction">Their reconstructions, [n, d].</param>
    /// <returns>Distances, [n].</returns>
    public static Tensor Distance(Tensor x, Tensor reconstruction) => (x - reconstruction).square().sum(1).sqrt();
}
