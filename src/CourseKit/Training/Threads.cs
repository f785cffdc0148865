using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Threads by the size of the work: a second one gains nothing on small work, and where the cores are busy with something else the two
/// wait for each other at every operation. So libtorch starts with one (<see cref="Libtorch"/>), and large work gets all there are.
/// </summary>
/// <remarks>The size depends on shapes alone, never on the clock: the last digits of a result depend on the number of threads.</remarks>
internal sealed class Threads : IDisposable
{
    // Multiplications from which a second thread is worth its waits; found by benchmarks/compare.py on two cores, quiet and busy.
    private const double Large = 2e8;

    private readonly int before = get_num_threads();

    private Threads(double work)
    {
        if (work >= Large) set_num_threads(Math.Max(before, Libtorch.MaxThreads));
    }

    /// <summary>As many threads as the work deserves, never fewer than there are; back to these when disposed.</summary>
    /// <param name="work">Multiplications between two looks at the result.</param>
    public static Threads For(double work) => new(work);

    /// <summary>Multiplications of a network for some rows: each weight once for each row, those of convolutions once for each place.</summary>
    /// <param name="model">The network.</param>
    /// <param name="x">Rows, [n, …].</param>
    /// <param name="rows">How many of them go through together.</param>
    public static double Work(nn.Module model, Tensor x, long rows)
    {
        var places = x.numel() / Math.Max(1.0, x.shape[0]) / 4; // strides and pooling leave fewer and fewer of a picture's pixels
        return rows * model.parameters().Sum(weights => weights.numel() * (weights.dim() > 2 ? places : 1));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (get_num_threads() != before) set_num_threads(before);
    }
}
