using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// What Deep SVDD minimises, and how it finds the sphere (Ruff et al., "Deep One-Class Classification", ICML 2018). The network φ
/// maps a row x to a code z = φ(x); c is the centre of the sphere, R its radius.
/// </summary>
/// <remarks>The weight decay (λ/2) Σ‖W‖² that both objectives end with is left to the optimiser.</remarks>
public static class SvddLosses
{
    /// <summary>How far from zero every coordinate of a centre is kept.</summary>
    private const double FromZero = 0.1;

    /// <summary>The squared distance of each code from the centre, ‖z − c‖², with gradient: the score s(x) of equation (5).</summary>
    /// <param name="z">Codes, [n, s].</param>
    /// <param name="c">The centre, [s].</param>
    /// <returns>Squared distances, [n].</returns>
    public static Tensor SquaredDistance(Tensor z, Tensor c)
    {
        ArgumentNullException.ThrowIfNull(z);
        ArgumentNullException.ThrowIfNull(c);
        return (z - c).square().sum(1);
    }

    /// <summary>One-class Deep SVDD, equation (4): (1/n) Σᵢ ‖zᵢ − c‖², for training rows that are all normal.</summary>
    /// <inheritdoc cref="SquaredDistance" path="/param"/>
    /// <returns>A scalar.</returns>
    public static Tensor OneClass(Tensor z, Tensor c) => SquaredDistance(z, c).mean();

    /// <summary>
    /// Soft-boundary Deep SVDD, equation (3): R² + 1/(ν n) Σᵢ max(0, ‖zᵢ − c‖² − R²). Rows outside the sphere cost, rows inside do not; ν
    /// weighs the volume of the sphere against them.
    /// </summary>
    /// <param name="z">Codes, [n, s].</param>
    /// <param name="c">The centre, [s].</param>
    /// <param name="r">The radius R, a scalar.</param>
    /// <param name="nu">ν in (0, 1].</param>
    /// <returns>A scalar.</returns>
    public static Tensor SoftBoundary(Tensor z, Tensor c, Tensor r, double nu)
    {
        ArgumentNullException.ThrowIfNull(r);
        CheckNu(nu);
        var squaredRadius = r.square();
        return squaredRadius + (SquaredDistance(z, c) - squaredRadius).clamp_min(0).mean() / nu;
    }

    /// <summary>
    /// The centre c: the mean of the codes that the network gives before it is trained on them (section 3.3). A coordinate nearer to zero
    /// than 0.1 is moved to 0.1 or −0.1, as in the authors' code: zero is what a unit without weights gives, and would be met without
    /// learning anything.
    /// </summary>
    /// <param name="z">Codes of the training rows, [n, s].</param>
    /// <returns>The centre, [s], without gradient.</returns>
    public static Tensor Centre(Tensor z)
    {
        ArgumentNullException.ThrowIfNull(z);
        var mean = z.detach().mean([0]);
        var kept = where(mean < 0, full_like(mean, -FromZero), full_like(mean, FromZero));
        return where(mean.abs() < FromZero, kept, mean);
    }

    /// <summary>
    /// The radius R that minimises equation (3) while the network stands still: the (1 − ν)-quantile of the distances, so that the share
    /// ν of the rows lies outside (section 3.3; that the share is ν is proposition 4).
    /// </summary>
    /// <param name="squaredDistance">‖z − c‖² of each row, [n].</param>
    /// <param name="nu">ν in (0, 1].</param>
    /// <returns>A scalar, without gradient; between two distances it is interpolated.</returns>
    public static Tensor Radius(Tensor squaredDistance, double nu)
    {
        ArgumentNullException.ThrowIfNull(squaredDistance);
        CheckNu(nu);
        var distance = squaredDistance.detach().sqrt();
        return quantile(distance, tensor(1 - nu, distance.dtype));
    }

    private static void CheckNu(double nu)
    {
        if (nu is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(nu), nu, "ν is a share of the training rows and must be in (0, 1].");
    }
}
