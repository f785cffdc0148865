using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Sparse autoencoder: the code has many units, but every active one costs, so each row is explained by few of them. What is normal needs few;
/// an anomaly needs others than those that were learned.
/// </summary>
/// <remarks>
/// Trained: min over E, D of the mean over the rows of loss(x̂, x) + λ·Σⱼ|zⱼ|, with z = max(0, E(x)), so that a unit can be exactly 0 (Glorot, Bordes and Bengio 2011, equation (5); the penalty is
/// that of sparse coding, Olshausen and Field 1996). Halving z and doubling the decoder's weights makes the penalty cheaper for nothing: some weight decay holds the
/// scale, as does early stopping. Score: ‖x − x̂‖₂. Optimiser: Adam. The other classic penalty, λ·Σⱼ KL(ρ ‖ ρ̂ⱼ) with ρ̂ⱼ the mean activation of unit j over
/// a batch (Lee, Ekanadham and Ng 2008; Ng 2011), asks for units in (0, 1) and a batch that speaks for all rows; it holds down the mean of a unit and not the number of active units in a row, and is not
/// offered here. A hard limit instead of a penalty: <see cref="KSparseAutoencoder"/>.
/// </remarks>
public sealed class SparseAutoencoder : DenseAutoencoder<SparseAutoencoderOptions>
{
    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">How it is built and trained; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public SparseAutoencoder(SparseAutoencoderOptions? options = null, string? name = null)
        : base(name ?? "Sparse autoencoder", options ?? new SparseAutoencoderOptions())
    {
    }

    /// <inheritdoc/>
    protected override AutoencoderNetwork Build(int features) => new(features, Options, code: Activation.ReLU);

    /// <inheritdoc/>
    protected override Tensor BatchLoss(AutoencoderNetwork fresh, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        var z = fresh.Encode(x);
        return Loss(fresh.Decode(z), x) + Options.Lambda * SparsityLosses.L1(z);
    }
}
