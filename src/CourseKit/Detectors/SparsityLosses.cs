using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What makes few of many code units active: the l1 penalty of <see cref="SparseAutoencoder"/>, the hard choice of <see cref="KSparseAutoencoder"/>.</summary>
public static class SparsityLosses
{
    /// <summary>The mean over the rows of ‖z‖₁ = Σⱼ|zⱼ|, a scalar.</summary>
    /// <param name="z">Codes, [n, s].</param>
    public static Tensor L1(Tensor z)
    {
        ArgumentNullException.ThrowIfNull(z);
        return z.abs().sum(1).mean();
    }

    /// <summary>supp_k (Makhzani and Frey 2013, algorithm 1): in each row the k largest values stay, the others become 0 and get no gradient.</summary>
    /// <param name="z">Activations, [n, s]; a largest value may well be negative.</param>
    /// <param name="k">How many stay, from 0 to s. Of equal values those of the lower index come first.</param>
    /// <returns>Codes, [n, s].</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is out of range.</exception>
    public static Tensor KeepLargest(Tensor z, int k)
    {
        ArgumentNullException.ThrowIfNull(z);
        if (k < 0 || k > z.shape[1]) throw new ArgumentOutOfRangeException(nameof(k), k, $"k must be from 0 to the {z.shape[1]} units.");
        if (k == z.shape[1]) return z;
        // Sorting, since topk does not say which of equal values it takes.
        var (_, order) = z.detach().sort(1, descending: true, stable: true);
        var chosen = order.narrow(1, 0, k);
        var kept = zeros_like(z).scatter_(1, chosen, ones_like(chosen, z.dtype));
        return where(kept > 0, z, zeros_like(z));
    }

    /// <summary>
    /// The k of an epoch (Makhzani and Frey 2013, section 2.3.1): it falls in equal steps from all units to the k that is wanted, so that at first all units learn
    /// and none is dead for ever.
    /// </summary>
    /// <param name="epoch">Epoch, from 0.</param>
    /// <param name="annealing">Epochs in which k falls; from then on it is <paramref name="k"/>. 0: from the beginning.</param>
    /// <param name="units">Number of units s.</param>
    /// <param name="k">The k that is wanted.</param>
    public static int Annealed(int epoch, int annealing, int units, int k) =>
        epoch >= annealing ? k : units - (int)((long)(units - k) * epoch / annealing);
}
