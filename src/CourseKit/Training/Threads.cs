using static TorchSharp.torch;

namespace CourseKit;

// Threads by the size of the work: a second one gains nothing on small work, and where the cores are busy with something else the two wait
// for each other at every operation. So libtorch starts with one, and large work gets all there are. The size depends on shapes alone,
// never on the clock: the last digits of a result depend on the number of threads.
internal sealed class Threads : IDisposable
{
    // Multiplications from which a second thread is worth its waits; found by benchmarks/compare.py on two cores, quiet and busy.
    private const double Large = 2e8;

    private readonly int before = get_num_threads();

    private Threads(double work)
    {
        if (work >= Large) set_num_threads(Math.Max(before, Libtorch.MaxThreads));
    }

    // As many threads as so many multiplications deserve, never fewer than there are; back to these when disposed.
    public static Threads For(double work) => new(work);

    // Multiplications of a network for so many rows: each weight once for each row, those of convolutions once for each place.
    public static double Work(nn.Module model, Tensor x, long rows)
    {
        var places = x.numel() / Math.Max(1.0, x.shape[0]) / 4; // strides and pooling leave fewer and fewer of a picture's pixels
        return rows * model.parameters().Sum(weights => weights.numel() * (weights.dim() > 2 ? places : 1));
    }

    public void Dispose()
    {
        if (get_num_threads() != before) set_num_threads(before);
    }
}
