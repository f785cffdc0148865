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
