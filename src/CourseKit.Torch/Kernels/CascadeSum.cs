using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace TorchSharp;

/// <summary>
/// Sums in PyTorch's order, to the last bit: four parts side by side, each of one number or of a vector of them; every 16 or more terms
/// the partial sums move up a level, so that the rounding error grows with the logarithm of the length only.
/// </summary>
internal static class CascadeSum
{
    private const int Levels = 4;
    private const int Parts = 4;

    /// <summary>The sum of neighbours in memory.</summary>
    internal static T Of<T>(ReadOnlySpan<T> x) where T : unmanaged, INumber<T>
    {
        var lanes = Vector256<T>.Count;
        if (x.Length < lanes) return Scalars(x, 1, x.Length);
        Span<T> sum = stackalloc T[lanes];
        var vectors = x.Length / lanes;
        Vectors(x, lanes, vectors, sum);
        var total = T.Zero;
        for (var i = vectors * lanes; i < x.Length; i++) total += x[i];
        for (var k = 0; k < lanes; k++) total += sum[k];
        return total;
    }

    /// <summary>The sums of the columns of a matrix whose rows lie one behind the other.</summary>
    internal static void Columns<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>
    {
        var (lanes, width, rows) = (Vector256<T>.Count, y.Length, x.Length / y.Length);
        var column = 0;
        if (rows == 0)
        {
            y.Clear();
            return;
        }
        if (width >= lanes)
        {
            for (; column + (Parts * lanes) <= width; column += Parts * lanes) Accumulate(x[column..], width, lanes, lanes, rows, y.Slice(column, Parts * lanes));
            for (; column + lanes <= width; column += lanes) Vectors(x[column..], width, rows, y.Slice(column, lanes));
        }
        else
        {
            for (; column + Parts <= width; column += Parts) Accumulate(x[column..], width, 1, 1, rows, y.Slice(column, Parts));
        }
        for (; column < width; column++) y[column] = Scalars(x[column..], width, rows);
    }

    private static T Scalars<T>(ReadOnlySpan<T> x, int stride, int count) where T : unmanaged, INumber<T>
    {
        Span<T> sums = stackalloc T[Parts];
        var quarter = count / Parts;
        Accumulate(x, Parts * stride, stride, 1, quarter, sums);
        for (var i = quarter * Parts; i < count; i++) sums[0] += x[i * stride];
        return sums[0] + sums[1] + sums[2] + sums[3];
    }

    private static void Vectors<T>(ReadOnlySpan<T> x, int stride, int count, Span<T> y) where T : unmanaged, INumber<T>
    {
        var lanes = Vector256<T>.Count;
        Span<T> sums = stackalloc T[Parts * lanes];
        var quarter = count / Parts;
        Accumulate(x, Parts * stride, stride, lanes, quarter, sums);
        var sum = Vector256.Create<T>(sums);
        for (var i = quarter * Parts; i < count; i++) sum += Vector256.Create(x[(i * stride)..]);
        for (var k = 1; k < Parts; k++) sum += Vector256.Create<T>(sums[(k * lanes)..]);
        sum.CopyTo(y);
    }

    /// <summary>
    /// Four sums at once: part k of step i begins at i · <paramref name="stride"/> + k · <paramref name="next"/> and is one number wide, or one vector.
    /// </summary>
    private static void Accumulate<T>(ReadOnlySpan<T> x, int stride, int next, int width, int steps, Span<T> sums) where T : unmanaged, INumber<T>
    {
        var n = Parts * width;
        Span<T> levels = stackalloc T[Levels * n];
        levels.Clear();
        // How many terms a level takes, as a power of two.
        var power = Math.Max(4, (steps <= 1 ? 0 : 32 - BitOperations.LeadingZeroCount((uint)(steps - 1))) / Levels);
        var mask = (1 << power) - 1;
        for (var i = 0; i < steps;)
        {
            var end = Math.Min(steps, i + mask + 1);
            if (width == 1) AddScalars(x, stride, next, i, end, levels);
            else AddVectors(x, stride, next, i, end, levels);
            i = end;
            if ((i & mask) != 0) break;
            for (var j = 1; j < Levels; j++)
            {
                var (lower, upper) = ((j - 1) * n, j * n);
                TensorPrimitives.Add(levels.Slice(upper, n), levels.Slice(lower, n), levels.Slice(upper, n));
                levels.Slice(lower, n).Clear();
                if ((i & (mask << (j * power))) != 0) break;
            }
        }
        levels[..n].CopyTo(sums);
        for (var j = 1; j < Levels; j++) TensorPrimitives.Add(sums[..n], levels.Slice(j * n, n), sums);
    }

    private static void AddScalars<T>(ReadOnlySpan<T> x, int stride, int next, int from, int to, Span<T> sums) where T : unmanaged, INumber<T>
    {
        for (var i = from; i < to; i++)
            for (var k = 0; k < Parts; k++) sums[k] += x[(i * stride) + (k * next)];
    }

    private static void AddVectors<T>(ReadOnlySpan<T> x, int stride, int next, int from, int to, Span<T> sums) where T : unmanaged, INumber<T>
    {
        var lanes = Vector256<T>.Count;
        var a = Vector256.Create<T>(sums);
        var b = Vector256.Create<T>(sums[lanes..]);
        var c = Vector256.Create<T>(sums[(2 * lanes)..]);
        var d = Vector256.Create<T>(sums[(3 * lanes)..]);
        for (var i = from; i < to; i++)
        {
            var row = x.Slice(i * stride, (3 * next) + lanes);
            a += Vector256.Create(row);
            b += Vector256.Create(row[next..]);
            c += Vector256.Create(row[(2 * next)..]);
            d += Vector256.Create(row[(3 * next)..]);
        }
        a.CopyTo(sums);
        b.CopyTo(sums[lanes..]);
        c.CopyTo(sums[(2 * lanes)..]);
        d.CopyTo(sums[(3 * lanes)..]);
    }
}
