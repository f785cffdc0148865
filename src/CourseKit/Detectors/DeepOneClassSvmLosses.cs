using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// What a deep one-class SVM minimises, from its parts (Nguyen and Vien 2018):
/// α‖X − X̂‖ + ½‖w‖² − ρ + 1/(νN) Σᵢ max(0, ρ − wᵀz(xᵢ)).
/// </summary>
/// <remarks>
/// ‖·‖ is the Frobenius norm over all N training rows, a length and not its square. A mini-batch of m rows stands for all N: its squared errors are multiplied by N / m
/// before the root is taken, and the sum of the hinges is taken as N / m times its own. So α weighs, and ν counts, the same for every batch size;
/// with one batch of all rows it is the formula itself.
/// </remarks>
public static class DeepOneClassSvmLosses
{
    /// <summary>√(N / m) ‖X − X̂‖_F = √((N / m) Σᵢ ‖xᵢ − x̂ᵢ‖²).</summary>
    /// <param name="x">Rows of a batch, [m, d].</param>
    /// <param name="reconstruction">Their reconstructions, [m, d].</param>
    /// <param name="rows">Number of training rows N.</param>
    /// <returns>A scalar. 1e-12 under the root gives it a gradient, 0, where the reconstruction is perfect.</returns>
    public static Tensor Reconstruction(Tensor x, Tensor reconstruction, long rows)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(reconstruction);
        return ((x - reconstruction).square().sum() * ((double)rows / x.shape[0]) + 1e-12).sqrt();
    }

    /// <summary>½‖w‖² − ρ + 1/(νm) Σᵢ max(0, ρ − wᵀzᵢ), the primal of the one-class SVM (Schölkopf et al. 2001) on the features z.</summary>
    /// <param name="z">Features of a batch, [m, D].</param>
    /// <param name="w">The normal of the plane, [D].</param>
    /// <param name="rho">Its offset ρ, a scalar.</param>
    /// <param name="nu">ν in (0, 1].</param>
    /// <returns>A scalar.</returns>
    public static Tensor Margin(Tensor z, Tensor w, Tensor rho, double nu)
    {
        ArgumentNullException.ThrowIfNull(z);
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(rho);
        return w.square().sum() * 0.5 - rho + (rho - z.mv(w)).clamp_min(0).mean() / nu;
    }

    /// <summary>
    /// The best ρ for a given w: the derivative of the loss in ρ, −1 + (how many margins are below ρ) / (νN), changes its sign at the ν-quantile of the margins. At most νN
    /// rows lie below it.
    /// </summary>
    /// <param name="margins">wᵀz(xᵢ) of all training rows.</param>
    /// <param name="nu">ν in (0, 1].</param>
    public static double Rho(IEnumerable<double> margins, double nu)
    {
        double[] ordered = [.. margins.Order()];
        if (ordered.Length == 0) throw new ArgumentException("No margins.", nameof(margins));
        return ordered[Math.Min(ordered.Length - 1, (int)Math.Floor(nu * ordered.Length))];
    }
}
