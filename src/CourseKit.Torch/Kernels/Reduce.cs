using System.Numerics;
using System.Numerics.Tensors;

namespace TorchSharp;

/// <summary>One number from many.</summary>
internal interface IReduction
{
    static abstract T Of<T>(ReadOnlySpan<T> x) where T : unmanaged, INumber<T>;
}

internal struct SumOf : IReduction
{
    public static T Of<T>(ReadOnlySpan<T> x) where T : unmanaged, INumber<T> =>
        typeof(T) == typeof(float) || typeof(T) == typeof(double) ? CascadeSum.Of(x) : TensorPrimitives.Sum(x);
}

internal struct ProductOf : IReduction
{
    public static T Of<T>(ReadOnlySpan<T> x) where T : unmanaged, INumber<T> => x.IsEmpty ? T.One : TensorPrimitives.Product(x);
}

internal struct MaximumOf : IReduction
{
    public static T Of<T>(ReadOnlySpan<T> x) where T : unmanaged, INumber<T> => TensorPrimitives.Max(x);
}

internal struct MinimumOf : IReduction
{
    public static T Of<T>(ReadOnlySpan<T> x) where T : unmanaged, INumber<T> => TensorPrimitives.Min(x);
}

/// <summary>Reductions over any set of dimensions: those dimensions are brought to the end, and each row gives one number.</summary>
internal static class Reduce
{
    /// <param name="x">The values.</param>
    /// <param name="dims">The dimensions to reduce, not negative, without repeats.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    internal static torch.Tensor Over<TOp>(torch.Tensor x, int[] dims, bool keepdim) where TOp : struct, IReduction
    {
        var shape = x.Impl.Shape;
        var y = torch.Tensor.Empty(ReducedShape(shape, dims, keepdim), x.Impl.Dtype);
        if (typeof(TOp) == typeof(SumOf) && IsLeading(x, dims))
        {
            ColumnSums(x, y);
            return y;
        }
        var rows = Rows(x, dims);
        switch (x.Impl.Dtype)
        {
            case torch.ScalarType.Float32: Run<TOp, float>(rows, y); break;
            case torch.ScalarType.Float64: Run<TOp, double>(rows, y); break;
            case torch.ScalarType.Int64: Run<TOp, long>(rows, y); break;
            case torch.ScalarType.Int32: Run<TOp, int>(rows, y); break;
            case torch.ScalarType.Int16: Run<TOp, short>(rows, y); break;
            case torch.ScalarType.Int8: Run<TOp, sbyte>(rows, y); break;
            case torch.ScalarType.Byte: Run<TOp, byte>(rows, y); break;
            default: throw Elementwise.NotImplemented(typeof(TOp), x.Impl.Dtype);
        }
        return y;
    }

    /// <summary>The dimensions that a reduction without any means: all of them.</summary>
    internal static int[] Dims(torch.Tensor x, ReadOnlySpan<long> dims)
    {
        var n = x.Impl.Shape.Length;
        if (dims.IsEmpty) return [.. Enumerable.Range(0, n)];
        var result = new SortedSet<int>();
        foreach (var d in dims)
        {
            if (!result.Add(Shape.Dim(d, n)))
                throw new System.Runtime.InteropServices.ExternalException($"dim {d} appears multiple times in the list of dims");
        }
        return n == 0 ? [] : [.. result];
    }

    internal static long[] ReducedShape(long[] shape, int[] dims, bool keepdim)
    {
        var result = new List<long>(shape.Length);
        for (var d = 0; d < shape.Length; d++)
        {
            if (Array.IndexOf(dims, d) < 0) result.Add(shape[d]);
            else if (keepdim) result.Add(1);
        }
        return [.. result];
    }

    /// <summary>The values with the given dimensions last, contiguous.</summary>
    internal static torch.Tensor Rows(torch.Tensor x, int[] dims)
    {
        var i = x.Impl;
        var order = Enumerable.Range(0, i.Shape.Length).Where(d => Array.IndexOf(dims, d) < 0).Concat(dims).ToArray();
        var inOrder = true;
        for (var d = 0; d < order.Length; d++) inOrder &= order[d] == d;
        if (inOrder) return x.AsContiguous();
        return x.Alias([.. order.Select(d => i.Shape[d])], [.. order.Select(d => i.Strides[d])], i.Offset).AsContiguous();
    }

    private static void Run<TOp, T>(torch.Tensor rows, torch.Tensor y) where TOp : struct, IReduction where T : unmanaged, INumber<T>
    {
        var x = rows.Span<T>();
        var r = y.Span<T>();
        if (r.Length == 0) return;
        var n = x.Length / r.Length;
        for (var i = 0; i < r.Length; i++) r[i] = TOp.Of<T>(x.Slice(i * n, n));
    }

    /// <summary>True when the reduced dimensions are the first ones of a contiguous floating-point tensor, as in a bias gradient.</summary>
    private static bool IsLeading(torch.Tensor x, int[] dims)
    {
        if (!x.Impl.Contiguous || !x.Impl.Dtype.IsFloatingPoint() || dims.Length == 0 || dims.Length == x.Impl.Shape.Length) return false;
        for (var d = 0; d < dims.Length; d++)
            if (dims[d] != d) return false;
        return true;
    }

    private static void ColumnSums(torch.Tensor x, torch.Tensor y)
    {
        if (y.Impl.Count == 0) return;
        if (x.Impl.Dtype == torch.ScalarType.Float32) CascadeSum.Columns<float>(x.Span<float>(), y.Span<float>());
        else CascadeSum.Columns<double>(x.Span<double>(), y.Span<double>());
    }
}
