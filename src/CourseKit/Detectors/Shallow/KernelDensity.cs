using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What a <see cref="KernelDensity"/> can be told.</summary>
public sealed record KernelDensityOptions : DetectorOptions
{
    /// <summary>Width h; <c>null</c>: Scott's rule, h = σ n^(−1/(d + 4)) with σ² the mean variance of the columns.</summary>
    public double? Bandwidth { get; init => field = value is { } width ? OptionRules.Positive(width) : null; }
}

/// <summary>Every training row spreads a little hill around itself; where these sum up to little, a row is an anomaly.</summary>
/// <remarks>
/// p(x) = 1/n Σᵢ (2πh²)^(−d/2) exp(−‖x − xᵢ‖² / 2h²) (Rosenblatt 1956; Parzen 1962); the score is −ln p(x). All columns share one width, so
/// scale them first. Columns that are constant in training count by their distance. If nothing varies, h is 1. Far from everything the
/// score grows with the square of the distance; it never overflows.
/// </remarks>
public sealed class KernelDensity(KernelDensityOptions? options = null, string? name = null) : AnomalyDetector(name ?? "KDE")
{
    /// <inheritdoc/>
    public override KernelDensityOptions Options { get; } = options ?? new KernelDensityOptions();

    /// <summary>The width h that is used.</summary>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    public double Bandwidth => Learned("bandwidth").ToDouble();

    /// <inheritdoc/>
    protected override Dictionary<string, Tensor> FitRows(Tensor x, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var rows = x.to(float64);
        var scott = Math.Sqrt(rows.var(0, unbiased: false).mean().ToDouble()) * Math.Pow(x.shape[0], -1.0 / (x.shape[1] + 4));
        return new() { ["rows"] = rows, ["bandwidth"] = tensor(Options.Bandwidth ?? (scott > 0 ? scott : 1), float64) };
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor x)
    {
        var (rows, square) = (Learned("rows"), Bandwidth * Bandwidth);
        var constant = Math.Log(rows.shape[0]) + rows.shape[1] / 2.0 * Math.Log(2 * Math.PI * square);
        return Kernels.Reduce(x, rows, distances =>
        {
            // The nearest row is taken out of the sum before exp: at least one term is 1.
            var exponents = distances / (-2 * square);
            var top = exponents.amax([1], keepdim: true);
            return constant - (exponents - top).exp().sum(1).log() - top.squeeze(1);
        });
    }
}
