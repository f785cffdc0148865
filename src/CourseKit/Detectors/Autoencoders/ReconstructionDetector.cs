using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// A network of an encoder E: ℝᵈ → ℝˢ and a decoder D: ℝˢ → ℝᵈ. Rows go in and come out as [n, d], whatever shape they have inside.
/// </summary>
/// <param name="name">The module's name.</param>
public abstract class EncoderDecoder(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>The code z = E(x), with gradient.</summary>
    /// <param name="x">Rows, [n, d] float32.</param>
    /// <returns>Codes, [n, s].</returns>
    public abstract Tensor Encode(Tensor x);

    /// <summary>The row x̂ = D(z), with gradient.</summary>
    /// <param name="z">Codes, [n, s] float32.</param>
    /// <returns>Rows, [n, d].</returns>
    public abstract Tensor Decode(Tensor z);

    /// <summary>The reconstruction x̂ = D(E(x)), with gradient.</summary>
    /// <param name="input">Rows, [n, d] float32.</param>
    public override Tensor forward(Tensor input) => Decode(Encode(input));
}

/// <summary>
/// What all autoencoders share: the code, the reconstruction, and the score ‖x − D(E(x))‖₂ (Japkowicz, Myers and Gluck 1995; Hawkins et al.
/// 2002). A kind of autoencoder adds its network and the loss it is trained with.
/// </summary>
/// <typeparam name="TNetwork">The network.</typeparam>
/// <param name="name">Name for legends and tables.</param>
public abstract class ReconstructionDetector<TNetwork>(string name) : DeepDetector<TNetwork>(name), IAutoencoder
    where TNetwork : EncoderDecoder
{
    /// <inheritdoc/>
    public abstract int CodeSize { get; }

    /// <inheritdoc/>
    public Tensor Encode(Tensor x) => Map(x, Features, batch => Network.Encode(batch));

    /// <inheritdoc/>
    public Tensor Decode(Tensor z) => Map(z, CodeSize, batch => Network.Decode(batch));

    /// <inheritdoc/>
    public Tensor Reconstruct(Tensor x) => Map(x, Features, batch => Network.call(batch));

    /// <summary>The loss of a batch, a scalar with gradient.</summary>
    /// <param name="fresh">The network being trained; in eval mode where the loss is only watched.</param>
    /// <param name="x">Rows, [m, d].</param>
    protected abstract Tensor BatchLoss(TNetwork fresh, Tensor x);

    /// <inheritdoc/>
    protected override TrainingHistory Train(
        TNetwork fresh, Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        Minimise(fresh, x, batch => BatchLoss(fresh, batch), progress, cancellationToken);

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
    /// <param name="loss">Which one.</param>
    public static Func<Tensor, Tensor, Tensor> Function(ReconstructionLoss loss) => loss switch
    {
        ReconstructionLoss.MeanSquaredError => (reconstruction, x) => nn.functional.mse_loss(reconstruction, x),
        ReconstructionLoss.MeanAbsoluteError => (reconstruction, x) => nn.functional.l1_loss(reconstruction, x),
        ReconstructionLoss.BinaryCrossEntropy => (reconstruction, x) => nn.functional.binary_cross_entropy(reconstruction, x),
        _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "Unknown loss."),
    };

    /// <summary>Refuses what a loss is not defined for: the cross-entropy asks for data in [0, 1] and a sigmoid output.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="output">Non-linearity of the network's output.</param>
    /// <param name="x">Rows, [n, d].</param>
    /// <exception cref="ArgumentException">Another output, or values outside of [0, 1].</exception>
    internal static void Check(ReconstructionLoss loss, Activation output, Tensor x)
    {
        if (loss != ReconstructionLoss.BinaryCrossEntropy) return;
        if (output != Activation.Sigmoid)
            throw new ArgumentException($"The loss BinaryCrossEntropy needs the OutputActivation Sigmoid, not {output}.", "options");
        var (low, high) = (x.min().ToSingle(), x.max().ToSingle());
        if (low < 0 || high > 1)
            throw new ArgumentException(
                FormattableString.Invariant($"The loss BinaryCrossEntropy needs values in [0, 1]; 'x' ranges from {low} to {high}. ")
                + "Scale the data or take another loss.", nameof(x));
    }

    /// <summary>
    /// The reconstruction error of each row, the distance ‖x − x̂‖₂ = √Σⱼ(xⱼ − x̂ⱼ)², in the units of the data (Hawkins
    /// et al. 2002 use its square; the order of the rows is the same).
    /// </summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="reconstruction">Their reconstructions, [n, d].</param>
    /// <returns>Distances, [n].</returns>
    public static Tensor Distance(Tensor x, Tensor reconstruction) => (x - reconstruction).square().sum(1).sqrt();
}
