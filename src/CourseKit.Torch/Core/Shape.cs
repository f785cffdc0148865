using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Arithmetic on sizes and strides.</summary>
internal static class Shape
{
    internal static long Count(ReadOnlySpan<long> shape)
    {
        return TryCount(shape, out var n) ? n : throw new ExternalException("numel: integer multiplication overflow");
    }

    private static bool TryCount(ReadOnlySpan<long> shape, out long n)
    {
        n = 1;
        foreach (var d in shape)
        {
            if (Math.BigMul(n, d, out var low) != low >> 63) return false;
            n = low;
        }
        return true;
    }

    /// <summary>The memory of a tensor in bytes.</summary>
    internal static long Bytes(ReadOnlySpan<long> shape, torch.ScalarType dtype)
    {
        var size = dtype.Size();
        return TryCount(shape, out var n) && n <= long.MaxValue / size ? n * size : throw new ExternalException($"Storage size calculation overflowed with sizes={Text(shape)}");
    }

    /// <summary>A size that kernels count in 32 bits.</summary>
    internal static int Int(long n) => n is >= int.MinValue and <= int.MaxValue ? (int)n : throw new ExternalException("integer out of range");

    /// <summary>The number of outputs along a line whose windows are listed one by one.</summary>
    internal static int Line(long n) => n <= 1 << 24 ? (int)Math.Max(n, int.MinValue) : throw new ExternalException($"a line of {n} outputs is longer than {1 << 24}");

    internal static long[] ContiguousStrides(ReadOnlySpan<long> shape)
    {
        var strides = new long[shape.Length];
        long step = 1;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(shape[i], 1);
        }
        return strides;
    }

    internal static bool IsContiguous(ReadOnlySpan<long> shape, ReadOnlySpan<long> strides)
    {
        long step = 1;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            if (shape[i] == 0) return true;
            if (shape[i] != 1 && strides[i] != step) return false;
            step *= shape[i];
        }
        return true;
    }

    internal static bool Same(ReadOnlySpan<long> a, ReadOnlySpan<long> b) => a.SequenceEqual(b);

    /// <summary>The common shape of two operands, with PyTorch's error.</summary>
    internal static long[] Broadcast(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        var n = Math.Max(a.Length, b.Length);
        var shape = new long[n];
        for (var i = 0; i < n; i++)
        {
            var da = i < n - a.Length ? 1 : a[i - (n - a.Length)];
            var db = i < n - b.Length ? 1 : b[i - (n - b.Length)];
            if (da != db && da != 1 && db != 1)
                throw new ExternalException($"The size of tensor a ({da}) must match the size of tensor b ({db}) at non-singleton dimension {i}");
            shape[i] = da == 1 ? db : da;
        }
        return shape;
    }

    /// <summary>Whether one shape can be broadcast to another.</summary>
    internal static bool Fits(ReadOnlySpan<long> a, ReadOnlySpan<long> target)
    {
        if (a.Length > target.Length) return false;
        for (var i = 1; i <= a.Length; i++)
            if (a[^i] != 1 && a[^i] != target[^i]) return false;
        return true;
    }

    /// <summary>Strides that read <paramref name="shape"/> as <paramref name="target"/>: 0 along broadcast dimensions.</summary>
    internal static long[] BroadcastStrides(ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, ReadOnlySpan<long> target)
    {
        var result = new long[target.Length];
        var lead = target.Length - shape.Length;
        for (var i = 0; i < shape.Length; i++) result[lead + i] = shape[i] == 1 ? 0 : strides[i];
        return result;
    }

    /// <summary>A dimension counted from the end when negative; PyTorch's error when out of range.</summary>
    internal static int Dim(long dim, int dims)
    {
        var n = Math.Max(dims, 1);
        if (dim < -n || dim >= n)
            throw new ExternalException($"Dimension out of range (expected to be in range of [{-n}, {n - 1}], but got {dim})");
        return (int)(dim < 0 ? dim + n : dim);
    }

    internal static void CheckSizes(ReadOnlySpan<long> shape)
    {
        foreach (var d in shape)
            if (d < 0) throw new ExternalException($"Trying to create tensor with negative dimension {d}: {Text(shape)}");
    }

    internal static string Text(ReadOnlySpan<long> shape) => "[" + string.Join(", ", shape.ToArray()) + "]";

    /// <summary>Resolves a −1 in a requested shape.</summary>
    internal static long[] Infer(ReadOnlySpan<long> shape, long count)
    {
        var result = shape.ToArray();
        var hole = -1;
        long known = 1;
        for (var i = 0; i < result.Length; i++)
        {
            if (result[i] == -1)
            {
                if (hole >= 0) throw new ExternalException("only one dimension can be inferred");
                hole = i;
            }
            else if (result[i] < 0)
            {
                throw new ExternalException($"invalid shape dimension {result[i]}");
            }
            else
            {
                known *= result[i];
            }
        }
        if (hole >= 0 && known == 0 && count == 0)
            throw new ExternalException($"cannot reshape tensor of 0 elements into shape {Text(shape)} because the unspecified dimension size -1 can be any value and is ambiguous");
        if (hole >= 0 && known > 0 && count % known == 0) result[hole] = count / known;
        else if (hole >= 0 || known != count) throw new ExternalException($"shape '{Text(shape)}' is invalid for input of size {count}");
        return result;
    }

    /// <summary>Strides under which the same memory has the new shape, or null when only a copy has.</summary>
    internal static long[]? ViewStrides(ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, ReadOnlySpan<long> target)
    {
        if (Count(shape) == 0 || IsContiguous(shape, strides)) return ContiguousStrides(target);
        var result = new long[target.Length];
        var t = target.Length - 1;
        var chunkStride = shape.Length > 0 ? strides[^1] : 1;
        long chunk = 1, filled = 1;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            chunk *= shape[i];
            if (i > 0 && (shape[i - 1] == 1 || strides[i - 1] == chunk * chunkStride)) continue;
            while (t >= 0 && (filled < chunk || target[t] == 1))
            {
                result[t] = filled * chunkStride;
                filled *= target[t];
                t--;
            }
            if (filled != chunk) return null;
            if (i > 0)
            {
                chunkStride = strides[i - 1];
                chunk = filled = 1;
            }
        }
        return t < 0 ? result : null;
    }
}
