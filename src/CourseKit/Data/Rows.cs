using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

// Tables of rows on their way into a detector.
internal static class Rows
{
    // Rows scored at a time: large enough for fast products, small enough for the cache.
    private const long BatchSize = 1024;

    // The rows as float32 without gradient, after checking shape, width and values.
    public static Tensor Checked(Tensor x, int? features = null, string name = "x")
    {
        ArgumentNullException.ThrowIfNull(x, name);
        var shape = string.Join(", ", x.shape);
        if (x.dim() != 2)
            throw new ArgumentException(
                $"'{name}' must be a table of rows [n, d], not a tensor of shape [{shape}]. Flatten images first: x.reshape(n, -1).", name);
        if (x.numel() == 0) throw new ArgumentException($"'{name}' is empty: its shape is [{shape}].", name);
        if (features is { } width && x.shape[1] != width)
            throw new ArgumentException($"'{name}' has {x.shape[1]} columns, but the detector was fitted with {width}.", name);

        var rows = x.detach().to(float32);
        using var scope = NewDisposeScope();
        var finite = rows.isfinite();
        if (!finite.all().ToBoolean())
        {
            var bad = Array.IndexOf(finite.reshape(-1).data<bool>().ToArray(), false);
            var (row, column) = (bad / x.shape[1], bad % x.shape[1]);
            var value = FormattableString.Invariant($"{rows[row, column].ToDouble()}");
            throw new ArgumentException(
                $"'{name}' holds a value that is not finite: {value} in row {row}, column {column}. Remove or fill such rows first.", name);
        }
        return rows;
    }

    // Consecutive views of the rows.
    public static IEnumerable<Tensor> Batches(Tensor x)
    {
        for (long start = 0; start < x.shape[0]; start += BatchSize)
            yield return x.narrow(0, start, Math.Min(BatchSize, x.shape[0] - start));
    }

    // Applies a function of rows, one batch after the other. The result is new and belongs to the caller.
    public static Tensor InBatches(Tensor x, Func<Tensor, Tensor> function)
    {
        using var scope = NewDisposeScope();
        var batches = Batches(x).Select(batch =>
        {
            using var inner = NewDisposeScope();
            return function(batch).MoveToOuterDisposeScope();
        });
        return cat([.. batches], 0).MoveToOuterDisposeScope();
    }

    // The values of a contiguous float64 tensor where they lie: valid as long as it lives.
    public static Span<double> Values(Tensor x) => MemoryMarshal.Cast<byte, double>(x.bytes);

    // All values in row order.
    public static double[] ToDoubles(Tensor x)
    {
        using var scope = NewDisposeScope();
        return x.detach().to(float64).data<double>().ToArray();
    }

    public static float[] ToFloats(Tensor x)
    {
        using var scope = NewDisposeScope();
        return x.detach().to(float32).data<float>().ToArray();
    }
}
