using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Autoencoder: a network that must pass its input through a code of few units and give it back. What it learned to give
/// back is normal; a row it reconstructs badly is an anomaly.
/// </summary>
/// <remarks>
/// Trained: min over E, D of Σᵢ loss(D(E(xᵢ)), xᵢ) (Rumelhart, Hinton and Williams 1986; with several hidden layers
/// Kramer 1991). Score: ‖x − D(E(x))‖₂ (Japkowicz, Myers and Gluck 1995; Hawkins et al. 2002). Optimiser: Adam.
/// </remarks>
public sealed class Autoencoder : DenseAutoencoder<AutoencoderOptions>
{
    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">How it is built and trained; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public Autoencoder(AutoencoderOptions? options = null, string? name = null)
        : base(name ?? "Autoencoder", options ?? new AutoencoderOptions())
    {
    }

    /// <inheritdoc/>
    protected override Tensor BatchLoss(AutoencoderNetwork fresh, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        return Loss(fresh.call(x), x);
    }
}
