using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Random Fourier features (Rahimi and Recht 2007): a map z with z(x)·z(y) ≈ exp(−γ‖x − y‖²), so that what is linear in z is curved in x.
/// </summary>
/// <remarks>
/// z(x) = √(1/m) [cos ω₁ᵀx, …, cos ωₘᵀx, sin ω₁ᵀx, …, sin ωₘᵀx], each ωᵢ drawn from N(0, 2γI). Then ‖z(x)‖ = 1, and the error falls as 1/√m.
/// </remarks>
public sealed class RandomFourierFeatures : IDisposable
{
    private readonly Tensor frequencies;

    /// <summary>Draws the frequencies.</summary>
    /// <param name="columns">Columns of the data d.</param>
    /// <param name="count">Number of features 2m, even.</param>
    /// <param name="gamma">γ of the kernel.</param>
    /// <param name="seed">The same seed gives the same features.</param>
    /// <exception cref="ArgumentOutOfRangeException">No columns, an odd number of features, or γ not positive.</exception>
    public RandomFourierFeatures(int columns, int count, double gamma, int seed)
    {
        OptionRules.Positive(columns, nameof(columns));
        if (count < 2 || count % 2 != 0) throw OptionRules.Bad(nameof(count), count, "must be even and at least 2");
        OptionRules.Positive(gamma, nameof(gamma));
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        frequencies = (randn([columns, count / 2], generator: generator).to(float64) * Math.Sqrt(2 * gamma)).DetachFromDisposeScope();
    }

    internal RandomFourierFeatures(Tensor frequencies) => this.frequencies = frequencies.DetachFromDisposeScope();

    /// <summary>The frequencies, [d, m] float64. They belong to this object.</summary>
    public Tensor Frequencies => frequencies;

    /// <summary>The features z of rows, [n, 2m] float64, with gradient if x has one.</summary>
    /// <param name="x">Rows, [n, d].</param>
    public Tensor Map(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = NewDisposeScope();
        var angles = x.to(float64).mm(frequencies);
        return (cat([angles.cos(), angles.sin()], 1) * Math.Sqrt(1.0 / frequencies.shape[1])).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the frequencies.</summary>
    public void Dispose() => frequencies.Dispose();
}
