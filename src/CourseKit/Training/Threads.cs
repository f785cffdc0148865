using static TorchSharp.torch;

namespace CourseKit;

// Threads by the size of the work: a second one gains nothing on small work, and where the cores are busy with something else the two wait
// for each other at every operation. So libtorch starts with one, and large work gets all there are. The size depends on shapes alone,
// never on the clock: the last digits of a result depend on the number of threads.
internal sealed class Threads : IDisposable
{
    // Multiplications from which a second thread pays on two quiet cores and costs little on busy ones; see benchmarks/README.md.
    private const double Large = 5e7;

    private readonly int before = get_num_threads();

    private Threads(double work)
    {
        if (work >= Large) set_num_threads(Math.Max(before, Libtorch.MaxThreads));
    }

    // As many threads as so many multiplications deserve, never fewer than there are; back to these when disposed.
    public static Threads For(double work) => new(work);

    // Multiplications of a network for so many rows, roughly: each weight of a dense layer once for each row; of convolutions, whose
    // strides the weights do not tell, some hundred for each number of a row.
    public static double Work(nn.Module model, Tensor x, long rows)
    {
        var weights = model.parameters().ToLookup(one => one.dim() > 2, one => one.numel());
        var convolved = weights.Contains(true) ? 400.0 * x.numel() / x.shape[0] : 0;
        return rows * (weights[false].Sum() + convolved);
    }

    public void Dispose()
    {
        if (get_num_threads() != before) set_num_threads(before);
    }
}
