using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

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
            throw new ArgumentException($"The loss BinaryCrossEntropy needs values in [0, 1]; 'x' ranges from {FormattableString.Invariant($"{low} to {high}")}. Scale the data or take another loss.", nameof(x));
    }

    /// <summary>
    /// The reconstruction error of each row, the distance ‖x − x̂‖₂ = √Σⱼ(xⱼ − x̂ⱼ)², in the units of the data (Hawkins
    /// et al. 2002 use its square; the order of the rows is the same).
    /// </summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="reconstruction">Their reconstructions, [n, d].</param>
    /// <returns>Distances, [n].</returns>
    public static Tensor Distance(Tensor x, Tensor reconstruction)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(reconstruction);
        return (x - reconstruction).square().sum(1).sqrt();
    }
}
