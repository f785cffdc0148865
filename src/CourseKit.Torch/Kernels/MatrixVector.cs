using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>Products of a matrix with one vector. Every number of the matrix is used once: nothing is worth packing.</summary>
internal static unsafe class MatrixVector
{
    /// <summary>sums[i] = Σ matrix[i, j] x[j].</summary>
    /// <param name="rows">Rows of the matrix, length of the sums.</param>
    /// <param name="columns">Columns of the matrix, length of x.</param>
    /// <param name="matrix">First number; along its rows or along its columns the numbers lie next to one another.</param>
    /// <param name="rowStep">Step from a row to the next.</param>
    /// <param name="columnStep">Step from a column to the next; this or <paramref name="rowStep"/> is 1.</param>
    /// <param name="x">First number of the vector, whose numbers lie next to one another.</param>
    /// <param name="sums">Receives the sums, next to one another.</param>
    public static void Multiply<T>(int rows, int columns, T* matrix, nint rowStep, nint columnStep, T* x, T* sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Eight multiplications a nanosecond, which is about what memory delivers. Pieces of rows are lines of cache at least.
        var itemCost = Math.Max(1, columns / 8);
        var length = Math.Max(Work.PieceLength(itemCost), 64);
        if (length >= rows)
            Multiply(0, rows, columns, matrix, rowStep, columnStep, x, sums);
        else
            Share(rows, columns, matrix, rowStep, columnStep, x, sums, length);
    }

    private static void Share<T>(int rows, int columns, T* matrix, nint rowStep, nint columnStep, T* x, T* sums, int length)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Work.Pieces(rows, length, (start, end) => Multiply(start, end, columns, matrix, rowStep, columnStep, x, sums));

    private static void Multiply<T>(int start, int end, int columns, T* matrix, nint rowStep, nint columnStep, T* x, T* sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (columnStep == 1)
        {
            var vector = new ReadOnlySpan<T>(x, columns);
            for (var i = start; i < end; i++)
                sums[i] = TensorPrimitives.Dot(new ReadOnlySpan<T>(matrix + i * rowStep, columns), vector);
        }
        else
        {
            SumColumns(end - start, columns, matrix + start, columnStep, x, sums + start);
        }
    }

    /// <summary>The columns, each times its number of x, added up: four vectors of sums at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumColumns<T>(int rows, int columns, T* matrix, nint columnStep, T* x, T* sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var count = Vector<T>.Count;
        var i = 0;
        for (; i + 4 * count <= rows; i += 4 * count)
        {
            Vector<T> s0 = default, s1 = default, s2 = default, s3 = default;
            var from = matrix + i;
            for (var j = 0; j < columns; j++)
            {
                var factor = new Vector<T>(x[j]);
                s0 += factor * Vector.Load(from);
                s1 += factor * Vector.Load(from + count);
                s2 += factor * Vector.Load(from + 2 * count);
                s3 += factor * Vector.Load(from + 3 * count);
                from += columnStep;
            }
            s0.Store(sums + i);
            s1.Store(sums + i + count);
            s2.Store(sums + i + 2 * count);
            s3.Store(sums + i + 3 * count);
        }
        for (; i + count <= rows; i += count)
        {
            Vector<T> sum = default;
            for (var j = 0; j < columns; j++)
                sum += new Vector<T>(x[j]) * Vector.Load(matrix + i + j * columnStep);
            sum.Store(sums + i);
        }
        for (; i < rows; i++)
        {
            var sum = T.Zero;
            for (var j = 0; j < columns; j++)
                sum += x[j] * matrix[i + j * columnStep];
            sums[i] = sum;
        }
    }
}
