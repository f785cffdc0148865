using static TorchSharp.torch;

namespace CourseKit;

/// <summary>How a <see cref="SparseAutoencoder"/> is built and trained. The defaults suit images with values in [0, 1].</summary>
public sealed record SparseAutoencoderOptions : DenseAutoencoderOptions
{
    /// <summary>Weight λ of the penalty; 0 leaves it out. It stands beside a loss that is a mean over values, so it is small.</summary>
    public double Lambda { get; init => field = OptionRules.NotNegative(value); } = 1e-4;

    /// <summary>
    /// The options for a table of scaled columns: layers and passes as <see cref="AutoencoderOptions.ForTable"/>, but d units in the code:
    /// the penalty is the bottleneck. λ = 10⁻³, held by a weight decay of 10⁻⁵.
    /// </summary>
    /// <inheritdoc cref="DetectorKind.ForTable" path="/param"/>
    public static SparseAutoencoderOptions ForTable(int rows, int columns) =>
        Sized<SparseAutoencoderOptions>(rows, columns) with { CodeSize = columns, Lambda = 1e-3, WeightDecay = 1e-5 };
}

/// <summary>Every active unit of the code costs: what is normal needs few, an anomaly others than those that were learned.</summary>
/// <remarks>
/// Trained: min over E, D of the mean over the rows of loss(x̂, x) + λ·Σⱼ|zⱼ|, with z = max(0, E(x)), so that a unit can be exactly 0
/// (Glorot, Bordes and Bengio 2011, equation (5); the penalty is that of sparse coding, Olshausen and Field 1996). Halving z and doubling
/// the decoder's weights makes the penalty cheaper for nothing: some weight decay holds the scale, as does early stopping. Score: ‖x −
/// x̂‖₂. Optimiser: Adam. A hard limit instead of a penalty: <see cref="KSparseAutoencoder"/>.
/// </remarks>
public sealed class SparseAutoencoder(SparseAutoencoderOptions? options = null, string? name = null)
    : ReconstructionDetector<AutoencoderNetwork>(name ?? "Sparse autoencoder")
{
    /// <inheritdoc/>
    public override SparseAutoencoderOptions Options { get; } = options ?? new SparseAutoencoderOptions();

    private protected override AutoencoderNetwork Build(int features) => new(features, Options, code: Activation.ReLU);

    private protected override void Check(Tensor x) => Options.CheckLoss(x);

    private protected override Tensor BatchLoss(AutoencoderNetwork fresh, Tensor x)
    {
        var z = fresh.Encode(x);
        return Options.Compare(fresh.Decode(z), x) + Options.Lambda * SparsityLosses.L1(z);
    }
}

/// <summary>What makes few of many code units active: the l1 penalty, and the hard choice of the k-sparse one.</summary>
public static class SparsityLosses
{
    /// <summary>The mean over the rows of ‖z‖₁ = Σⱼ|zⱼ|, a scalar.</summary>
    /// <param name="z">Codes, [n, s].</param>
    public static Tensor L1(Tensor z) => z.abs().sum(1).mean();

    /// <summary>supp_k (Makhzani and Frey 2013): in each row the k largest values stay, the others become 0 without gradient.</summary>
    /// <param name="z">Activations, [n, s]; a largest value may well be negative.</param>
    /// <param name="k">How many stay, from 0 to s. Of equal values those of the lower index come first.</param>
    /// <returns>Codes, [n, s].</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is out of range.</exception>
    public static Tensor KeepLargest(Tensor z, int k)
    {
        if (k < 0 || k > z.shape[1]) throw new ArgumentOutOfRangeException(nameof(k), k, $"k must be from 0 to the {z.shape[1]} units.");
        if (k == z.shape[1]) return z;
        // Sorting, since topk does not say which of equal values it takes.
        var (_, order) = z.detach().sort(1, descending: true, stable: true);
        var chosen = order.narrow(1, 0, k);
        var kept = zeros_like(z).scatter_(1, chosen, ones_like(chosen, z.dtype));
        return where(kept > 0, z, zeros_like(z));
    }

    // The k of an epoch, from 0 (Makhzani and Frey 2013, section 2.3.1): it falls in equal steps from all units to the k that is wanted, so
    // that at first all units learn and none is dead for ever.
    internal static int Annealed(int epoch, int annealing, int units, int k) =>
        epoch >= annealing ? k : units - (int)((long)(units - k) * epoch / annealing);
}
