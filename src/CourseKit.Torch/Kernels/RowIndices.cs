using System.Numerics;

namespace TorchSharp;

/// <summary>A choice of indices from a row: the largest, the k smallest, all in order. NaN counts as larger than any number.</summary>
internal interface IRowIndices
{
    void Run<T>(ReadOnlySpan<T> row, Span<long> indices) where T : unmanaged, INumber<T>;
}

internal static class RowIndices
{
    /// <summary>For each row along a dimension, the <paramref name="count"/> indices that the choice makes; they take the dimension's place.</summary>
    internal static torch.Tensor Along<TChoice>(torch.Tensor x, int dim, int count, TChoice choice) where TChoice : struct, IRowIndices
    {
        var rows = x.Impl.Shape.Length == 0 ? x.reshape(1) : Reduce.Rows(x, [dim]);
        long[] shape = [.. rows.Impl.Shape[..^1], count];
        var y = torch.Tensor.Empty(shape, torch.ScalarType.Int64);
        if (y.Impl.Count > 0) Numeric.Run(x.Impl.Dtype, new Kernel<TChoice>(rows, y, count, choice));
        return x.Impl.Shape.Length == 0 ? y.reshape() : shape.Length == 1 || dim == shape.Length - 1 ? y : y.movedim([-1], [dim]).contiguous();
    }

    private readonly struct Kernel<TChoice>(torch.Tensor rows, torch.Tensor y, int count, TChoice choice) : INumericKernel where TChoice : struct, IRowIndices
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var x = rows.Span<T>();
            var r = y.Span<long>();
            var n = (int)rows.Impl.Shape[^1];
            for (var i = 0; i * count < r.Length; i++) choice.Run<T>(x.Slice(i * n, n), r.Slice(i * count, count));
        }
    }
}

/// <summary>The first largest or smallest element.</summary>
internal readonly struct ExtremeOf(bool largest) : IRowIndices
{
    public void Run<T>(ReadOnlySpan<T> row, Span<long> indices) where T : unmanaged, INumber<T>
    {
        var best = 0;
        for (var i = 1; i < row.Length && !T.IsNaN(row[best]); i++)
            if (T.IsNaN(row[i]) || (largest ? row[i] > row[best] : row[i] < row[best])) best = i;
        indices[0] = best;
    }
}

/// <summary>The first elements in sorted order, from a given place on; equal ones keep their order.</summary>
internal readonly struct SortedOf(bool descending, int from = 0) : IRowIndices
{
    public void Run<T>(ReadOnlySpan<T> row, Span<long> indices) where T : unmanaged, INumber<T>
    {
        var order = new int[row.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        order.AsSpan().Sort(new ByValue<T>(row.ToArray(), descending));
        for (var i = 0; i < indices.Length; i++) indices[i] = order[from + i];
    }

    private readonly struct ByValue<T>(T[] values, bool descending) : IComparer<int> where T : INumber<T>
    {
        public int Compare(int i, int j)
        {
            var (a, b) = (values[i], values[j]);
            var c = a < b ? -1 : a > b ? 1 : T.IsNaN(a).CompareTo(T.IsNaN(b));
            return c == 0 ? i - j : descending ? -c : c;
        }
    }
}

/// <summary>The last of the most frequent elements; the smallest among equally frequent ones.</summary>
internal readonly struct MostFrequentOf : IRowIndices
{
    public void Run<T>(ReadOnlySpan<T> row, Span<long> indices) where T : unmanaged, INumber<T>
    {
        var order = new long[row.Length];
        new SortedOf(false).Run(row, order);
        var (run, longest) = (0, 0);
        for (var i = 0; i < order.Length; i++)
        {
            run++;
            if (i + 1 < order.Length && row[(int)order[i]] == row[(int)order[i + 1]]) continue;
            if (run > longest) (longest, indices[0]) = (run, order[i]);
            run = 0;
        }
    }
}

/// <summary>The lower median; the first NaN if there is one.</summary>
internal readonly struct MedianOf : IRowIndices
{
    public void Run<T>(ReadOnlySpan<T> row, Span<long> indices) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (!T.IsNaN(row[i])) continue;
            indices[0] = i;
            return;
        }
        new SortedOf(false, (row.Length - 1) / 2).Run(row, indices);
    }
}
