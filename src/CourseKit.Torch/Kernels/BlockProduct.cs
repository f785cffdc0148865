using System.Numerics;

namespace TorchSharp;

/// <summary>What is to be multiplied; see <see cref="Gemm"/> for the members.</summary>
internal unsafe struct MatrixProduct<T> where T : unmanaged
{
    public int M, N, K;
    public T Alpha, Beta;
    public T* A, B, C, Bias;
    public nint ARow, AColumn, BRow, BColumn, CRow;
}

/// <summary>The loops round the tiles: which part of A and B is packed when, and how long it is used.</summary>
internal static unsafe class BlockProduct
{
    /// <summary>Bytes of a row of A worked on at a time: a tile's rows of this length fit the first cache beside what streams through it.</summary>
    private const int DepthBytes = 2400;

    /// <summary>Columns of B packed at a time, at most: DepthBytes times this fits the second cache.</summary>
    private const int MostColumns = 384;

    /// <summary>Products for each row of A from which on fetching the next rows early is worth the instructions.</summary>
    private const int PrefetchFloor = 8192;

    /// <summary>Computes rows [top, bottom) and columns [left, right) of C on this thread.</summary>
    public static void Compute<TTile, T>(in MatrixProduct<T> p, int top, int bottom, int left, int right)
        where TTile : ITileKernel<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Without a first summand of its own, C starts from the bias or from zeros, read again for every row.
        var zeros = stackalloc T[TTile.Columns];
        new Span<T>(zeros, TTile.Columns).Clear();
        var fresh = p.Beta == T.Zero;
        var blocks = (p.K + DepthBytes / sizeof(T) - 1) / (DepthBytes / sizeof(T));
        var longest = (p.K + blocks - 1) / blocks;
        var across = (right - left + MostColumns - 1) / MostColumns;
        var widest = ((right - left + across - 1) / across + TTile.Columns - 1) / TTile.Columns * TTile.Columns;
        var sums = PackBuffer.Rent<T>((nint)TTile.Rows * TTile.Columns + (nint)longest * (TTile.Rows + widest));
        var packedB = sums + TTile.Rows * TTile.Columns;
        var packedA = packedB + (nint)longest * widest;

        // Lines of B that only one row of tiles reads are read where they are, whole panels of them.
        var direct = p.BColumn == 1 && bottom - top <= TTile.Rows;
        var packRows = Packing.IsWorthwhile<T>(p.ARow, p.AColumn, right - left);
        MatrixTile<T> tile = default;
        tile.Alpha = p.Alpha;
        tile.TargetStep = p.CRow;
        tile.Sums = sums;
        for (var j0 = left; j0 < right; j0 += widest)
        {
            var columns = Math.Min(widest, right - j0);
            var k0 = 0;
            for (var block = 0; block < blocks; block++)
            {
                var depth = (int)((long)(block + 1) * p.K / blocks) - k0;
                var firstB = p.B + k0 * p.BRow + j0 * p.BColumn;
                var unpacked = direct ? columns / TTile.Columns * TTile.Columns : 0;
                Packing.Panels<TTile, T>(firstB + unpacked, p.BRow, p.BColumn, depth, columns - unpacked, packedB);
                tile.Depth = depth;
                var prefetch = depth * columns >= PrefetchFloor;
                tile.Beta = fresh || block > 0 ? T.One : p.Beta;
                tile.InitialStep = fresh && block == 0 ? 0 : p.CRow;
                for (var i = top; i < bottom; i += TTile.Rows)
                {
                    tile.Rows = Math.Min(TTile.Rows, bottom - i);
                    tile.A = p.A + i * p.ARow + k0 * p.AColumn;
                    tile.ARowStep = p.ARow;
                    tile.ADepthStep = p.AColumn;
                    if (packRows || tile.Rows < TTile.Rows)
                    {
                        Packing.Rows<TTile, T>(tile.A, p.ARow, p.AColumn, depth, tile.Rows, packedA);
                        tile.A = packedA;
                        tile.ARowStep = 1;
                        tile.ADepthStep = TTile.Rows;
                    }
                    if (prefetch && i + TTile.Rows < bottom)
                    {
                        var next = i + TTile.Rows;
                        Packing.Prefetch(
                            p.A + next * p.ARow + k0 * p.AColumn, p.ARow, p.AColumn, Math.Min(TTile.Rows, bottom - next), depth);
                    }
                    var panel = packedB;
                    for (var j = 0; j < columns; j += TTile.Columns)
                    {
                        tile.Columns = Math.Min(TTile.Columns, columns - j);
                        tile.Target = p.C + i * p.CRow + j0 + j;
                        tile.Initial = !fresh || block > 0 ? tile.Target : p.Bias is null ? zeros : p.Bias + j0 + j;
                        if (j < unpacked)
                        {
                            tile.B = firstB + j;
                            tile.BStep = p.BRow;
                        }
                        else
                        {
                            tile.B = panel;
                            tile.BStep = TTile.PanelWidth(tile.Columns);
                            panel += depth * tile.BStep;
                        }
                        TTile.Run(tile);
                    }
                }
                k0 += depth;
            }
        }
    }
}
