using System.Numerics;
using System.Numerics.Tensors;

namespace TorchSharp;

/// <summary>Copies between tensors of any strides and element types, with broadcasting.</summary>
internal static class StridedCopy
{
    private const int Tile = 32;

    /// <summary>Writes <paramref name="source"/>, broadcast and converted, over <paramref name="target"/>; neither is recorded.</summary>
    internal static void Copy(torch.Tensor source, torch.Tensor target)
    {
        var (s, t) = (source.Impl, target.Impl);
        if (t.Count == 0) return;
        if (s.Dtype != t.Dtype)
        {
            if (s.Contiguous && t.Contiguous && s.Count == t.Count)
            {
                Convert(source, target);
            }
            else
            {
                using var flat = torch.Tensor.Empty(s.Shape, s.Dtype).DetachFromDisposeScope();
                using var converted = torch.Tensor.Empty(s.Shape, t.Dtype).DetachFromDisposeScope();
                Copy(source, flat);
                Convert(flat, converted);
                Copy(converted, target);
            }
            return;
        }
        // A write from an overlapping part of the same memory reads all before it writes any.
        if (s.Storage == t.Storage && !(s.Offset == t.Offset && Shape.Same(s.Strides, t.Strides)) && t.Count > 1)
        {
            using var copy = source.ContiguousCopy().DetachFromDisposeScope();
            Dispatch(copy.Impl, t);
            return;
        }
        Dispatch(s, t);
    }

    private static void Dispatch(TensorImpl s, TensorImpl t)
    {
        switch (t.Dtype.Size())
        {
            case 1: Rows<byte>(s, t); break;
            case 2: Rows<short>(s, t); break;
            case 4: Rows<int>(s, t); break;
            default: Rows<long>(s, t); break;
        }
    }

    private static void Rows<T>(TensorImpl s, TensorImpl t) where T : unmanaged
    {
        var from = s.Storage.Span<T>(0, s.Storage.Bytes / t.Dtype.Size());
        var to = t.Storage.Span<T>(0, t.Storage.Bytes / t.Dtype.Size());
        var sourceStrides = Shape.BroadcastStrides(s.Shape, s.Strides, t.Shape);
        if (Transpose<T>(s, t, sourceStrides, from, to)) return;
        var walk = new Walk(t.Shape, [sourceStrides, t.Strides], [s.Offset, t.Offset]);
        var (n, step, stepTo) = (walk.Length, walk.Step[0], walk.Step[1]);
        while (walk.Next())
        {
            var (a, b) = ((int)walk.At[0], (int)walk.At[1]);
            if (stepTo == 1 && step == 1) from.Slice(a, n).CopyTo(to.Slice(b, n));
            else if (stepTo == 1 && step == 0) to.Slice(b, n).Fill(from[a]);
            else
                for (var i = 0; i < n; i++) to[(int)(b + (i * stepTo))] = from[(int)(a + (i * step))];
        }
    }

    /// <summary>The matrix transpose, by tiles that fit the cache.</summary>
    private static bool Transpose<T>(TensorImpl s, TensorImpl t, long[] sourceStrides, Span<T> from, Span<T> to) where T : unmanaged
    {
        if (t.Shape.Length != 2 || t.Strides[1] != 1 || sourceStrides[0] != 1 || sourceStrides[1] <= 1) return false;
        var (rows, columns) = ((int)t.Shape[0], (int)t.Shape[1]);
        for (var r0 = 0; r0 < rows; r0 += Tile)
        {
            for (var c0 = 0; c0 < columns; c0 += Tile)
            {
                var (r1, c1) = (Math.Min(r0 + Tile, rows), Math.Min(c0 + Tile, columns));
                for (var r = r0; r < r1; r++)
                {
                    var write = to.Slice((int)(t.Offset + (r * t.Strides[0])), columns);
                    for (var c = c0; c < c1; c++) write[c] = from[(int)(s.Offset + r + (c * sourceStrides[1]))];
                }
            }
        }
        return true;
    }

    private static void Convert(torch.Tensor source, torch.Tensor target)
    {
        switch (source.Impl.Dtype)
        {
            case torch.ScalarType.Float32: From<float>(source.Span<float>(), target); break;
            case torch.ScalarType.Float64: From<double>(source.Span<double>(), target); break;
            case torch.ScalarType.Int64: From<long>(source.Span<long>(), target); break;
            case torch.ScalarType.Int32: From<int>(source.Span<int>(), target); break;
            case torch.ScalarType.Int16: From<short>(source.Span<short>(), target); break;
            case torch.ScalarType.Int8: From<sbyte>(source.Span<sbyte>(), target); break;
            case torch.ScalarType.Float16: From<Half>(source.Span<Half>(), target); break;
            default: From<byte>(source.Span<byte>(), target); break; // Bool is stored as 0 and 1
        }
    }

    private static void From<T>(ReadOnlySpan<T> x, torch.Tensor target) where T : unmanaged, INumber<T>
    {
        switch (target.Impl.Dtype)
        {
            case torch.ScalarType.Float32: TensorPrimitives.ConvertTruncating(x, target.Span<float>()); break;
            case torch.ScalarType.Float64: TensorPrimitives.ConvertTruncating(x, target.Span<double>()); break;
            case torch.ScalarType.Int64: TensorPrimitives.ConvertTruncating(x, target.Span<long>()); break;
            case torch.ScalarType.Int32: TensorPrimitives.ConvertTruncating(x, target.Span<int>()); break;
            case torch.ScalarType.Int16: TensorPrimitives.ConvertTruncating(x, target.Span<short>()); break;
            case torch.ScalarType.Int8: TensorPrimitives.ConvertTruncating(x, target.Span<sbyte>()); break;
            case torch.ScalarType.Byte: TensorPrimitives.ConvertTruncating(x, target.Span<byte>()); break;
            case torch.ScalarType.Float16: TensorPrimitives.ConvertTruncating(x, target.Span<Half>()); break;
            default:
                var y = target.Span<bool>();
                for (var i = 0; i < x.Length; i++) y[i] = !T.IsZero(x[i]);
                break;
        }
    }
}
