using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>
/// The innermost loops of the matrix product. Each keeps a tile of the target in registers: a line of B in one or two vectors
/// times a number of A in every lane, added to one vector a row. Every number of the target is one chain of fused
/// multiply-adds in the order of depth, so the result does not depend on the tile's shape or place.
/// </summary>
/// <remarks>
/// Written out because the runtime keeps only named variables in registers. Optimised at once rather than tiered: the first call may last long.
/// </remarks>
internal static unsafe class TileLoops<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T> where TVector : struct where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply12x2(in MatrixTile<T> tile)
    {
        T* a0 = tile.A, b = tile.B;
        nint row = tile.ARowStep, step = tile.ADepthStep, lineStep = tile.BStep, row2 = 2 * row, row3 = 3 * row;
        var a4 = a0 + 4 * row;
        var a8 = a0 + 8 * row;
        var depth = tile.Depth;
        TVector
            c0l = default, c0r = default,
            c1l = default, c1r = default,
            c2l = default, c2r = default,
            c3l = default, c3r = default,
            c4l = default, c4r = default,
            c5l = default, c5r = default,
            c6l = default, c6r = default,
            c7l = default, c7r = default,
            c8l = default, c8r = default,
            c9l = default, c9r = default,
            c10l = default, c10r = default,
            c11l = default, c11r = default;
        do
        {
            TVector left = TLanes.Load(b), right = TLanes.Load(b + TLanes.Count);
            var v0 = TLanes.Fill(*a0);
            c0l = TLanes.MultiplyAdd(v0, left, c0l);
            c0r = TLanes.MultiplyAdd(v0, right, c0r);
            var v1 = TLanes.Fill(a0[row]);
            c1l = TLanes.MultiplyAdd(v1, left, c1l);
            c1r = TLanes.MultiplyAdd(v1, right, c1r);
            var v2 = TLanes.Fill(a0[row2]);
            c2l = TLanes.MultiplyAdd(v2, left, c2l);
            c2r = TLanes.MultiplyAdd(v2, right, c2r);
            var v3 = TLanes.Fill(a0[row3]);
            c3l = TLanes.MultiplyAdd(v3, left, c3l);
            c3r = TLanes.MultiplyAdd(v3, right, c3r);
            var v4 = TLanes.Fill(*a4);
            c4l = TLanes.MultiplyAdd(v4, left, c4l);
            c4r = TLanes.MultiplyAdd(v4, right, c4r);
            var v5 = TLanes.Fill(a4[row]);
            c5l = TLanes.MultiplyAdd(v5, left, c5l);
            c5r = TLanes.MultiplyAdd(v5, right, c5r);
            var v6 = TLanes.Fill(a4[row2]);
            c6l = TLanes.MultiplyAdd(v6, left, c6l);
            c6r = TLanes.MultiplyAdd(v6, right, c6r);
            var v7 = TLanes.Fill(a4[row3]);
            c7l = TLanes.MultiplyAdd(v7, left, c7l);
            c7r = TLanes.MultiplyAdd(v7, right, c7r);
            var v8 = TLanes.Fill(*a8);
            c8l = TLanes.MultiplyAdd(v8, left, c8l);
            c8r = TLanes.MultiplyAdd(v8, right, c8r);
            var v9 = TLanes.Fill(a8[row]);
            c9l = TLanes.MultiplyAdd(v9, left, c9l);
            c9r = TLanes.MultiplyAdd(v9, right, c9r);
            var v10 = TLanes.Fill(a8[row2]);
            c10l = TLanes.MultiplyAdd(v10, left, c10l);
            c10r = TLanes.MultiplyAdd(v10, right, c10r);
            var v11 = TLanes.Fill(a8[row3]);
            c11l = TLanes.MultiplyAdd(v11, left, c11l);
            c11r = TLanes.MultiplyAdd(v11, right, c11r);
            a0 += step;
            a4 += step;
            a8 += step;
            b += lineStep;
        }
        while (--depth != 0);

        var sums = tile.Sums;
        Keep(sums, c0l, c0r);
        Keep(sums + 2 * TLanes.Count, c1l, c1r);
        Keep(sums + 4 * TLanes.Count, c2l, c2r);
        Keep(sums + 6 * TLanes.Count, c3l, c3r);
        Keep(sums + 8 * TLanes.Count, c4l, c4r);
        Keep(sums + 10 * TLanes.Count, c5l, c5r);
        Keep(sums + 12 * TLanes.Count, c6l, c6r);
        Keep(sums + 14 * TLanes.Count, c7l, c7r);
        Keep(sums + 16 * TLanes.Count, c8l, c8r);
        Keep(sums + 18 * TLanes.Count, c9l, c9r);
        Keep(sums + 20 * TLanes.Count, c10l, c10r);
        Keep(sums + 22 * TLanes.Count, c11l, c11r);
        Finish(tile, 2 * TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply12x1(in MatrixTile<T> tile)
    {
        T* a0 = tile.A, b = tile.B;
        nint row = tile.ARowStep, step = tile.ADepthStep, lineStep = tile.BStep, row2 = 2 * row, row3 = 3 * row;
        var a4 = a0 + 4 * row;
        var a8 = a0 + 8 * row;
        var depth = tile.Depth;
        TVector
            c0 = default,
            c1 = default,
            c2 = default,
            c3 = default,
            c4 = default,
            c5 = default,
            c6 = default,
            c7 = default,
            c8 = default,
            c9 = default,
            c10 = default,
            c11 = default;
        do
        {
            var left = TLanes.Load(b);
            c0 = TLanes.MultiplyAdd(TLanes.Fill(*a0), left, c0);
            c1 = TLanes.MultiplyAdd(TLanes.Fill(a0[row]), left, c1);
            c2 = TLanes.MultiplyAdd(TLanes.Fill(a0[row2]), left, c2);
            c3 = TLanes.MultiplyAdd(TLanes.Fill(a0[row3]), left, c3);
            c4 = TLanes.MultiplyAdd(TLanes.Fill(*a4), left, c4);
            c5 = TLanes.MultiplyAdd(TLanes.Fill(a4[row]), left, c5);
            c6 = TLanes.MultiplyAdd(TLanes.Fill(a4[row2]), left, c6);
            c7 = TLanes.MultiplyAdd(TLanes.Fill(a4[row3]), left, c7);
            c8 = TLanes.MultiplyAdd(TLanes.Fill(*a8), left, c8);
            c9 = TLanes.MultiplyAdd(TLanes.Fill(a8[row]), left, c9);
            c10 = TLanes.MultiplyAdd(TLanes.Fill(a8[row2]), left, c10);
            c11 = TLanes.MultiplyAdd(TLanes.Fill(a8[row3]), left, c11);
            a0 += step;
            a4 += step;
            a8 += step;
            b += lineStep;
        }
        while (--depth != 0);

        var sums = tile.Sums;
        TLanes.Store(sums, c0);
        TLanes.Store(sums + 2 * TLanes.Count, c1);
        TLanes.Store(sums + 4 * TLanes.Count, c2);
        TLanes.Store(sums + 6 * TLanes.Count, c3);
        TLanes.Store(sums + 8 * TLanes.Count, c4);
        TLanes.Store(sums + 10 * TLanes.Count, c5);
        TLanes.Store(sums + 12 * TLanes.Count, c6);
        TLanes.Store(sums + 14 * TLanes.Count, c7);
        TLanes.Store(sums + 16 * TLanes.Count, c8);
        TLanes.Store(sums + 18 * TLanes.Count, c9);
        TLanes.Store(sums + 20 * TLanes.Count, c10);
        TLanes.Store(sums + 22 * TLanes.Count, c11);
        Finish(tile, 2 * TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply6x2(in MatrixTile<T> tile)
    {
        T* a0 = tile.A, b = tile.B;
        nint row = tile.ARowStep, step = tile.ADepthStep, lineStep = tile.BStep, row2 = 2 * row, row3 = 3 * row;
        var a4 = a0 + 4 * row;
        var depth = tile.Depth;
        TVector
            c0l = default, c0r = default,
            c1l = default, c1r = default,
            c2l = default, c2r = default,
            c3l = default, c3r = default,
            c4l = default, c4r = default,
            c5l = default, c5r = default;
        do
        {
            TVector left = TLanes.Load(b), right = TLanes.Load(b + TLanes.Count);
            var v0 = TLanes.Fill(*a0);
            c0l = TLanes.MultiplyAdd(v0, left, c0l);
            c0r = TLanes.MultiplyAdd(v0, right, c0r);
            var v1 = TLanes.Fill(a0[row]);
            c1l = TLanes.MultiplyAdd(v1, left, c1l);
            c1r = TLanes.MultiplyAdd(v1, right, c1r);
            var v2 = TLanes.Fill(a0[row2]);
            c2l = TLanes.MultiplyAdd(v2, left, c2l);
            c2r = TLanes.MultiplyAdd(v2, right, c2r);
            var v3 = TLanes.Fill(a0[row3]);
            c3l = TLanes.MultiplyAdd(v3, left, c3l);
            c3r = TLanes.MultiplyAdd(v3, right, c3r);
            var v4 = TLanes.Fill(*a4);
            c4l = TLanes.MultiplyAdd(v4, left, c4l);
            c4r = TLanes.MultiplyAdd(v4, right, c4r);
            var v5 = TLanes.Fill(a4[row]);
            c5l = TLanes.MultiplyAdd(v5, left, c5l);
            c5r = TLanes.MultiplyAdd(v5, right, c5r);
            a0 += step;
            a4 += step;
            b += lineStep;
        }
        while (--depth != 0);

        var sums = tile.Sums;
        Keep(sums, c0l, c0r);
        Keep(sums + 2 * TLanes.Count, c1l, c1r);
        Keep(sums + 4 * TLanes.Count, c2l, c2r);
        Keep(sums + 6 * TLanes.Count, c3l, c3r);
        Keep(sums + 8 * TLanes.Count, c4l, c4r);
        Keep(sums + 10 * TLanes.Count, c5l, c5r);
        Finish(tile, 2 * TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply4x4(in MatrixTile<T> tile)
    {
        T* a = tile.A, b = tile.B;
        nint row = tile.ARowStep, step = tile.ADepthStep, lineStep = tile.BStep, row2 = 2 * row, row3 = 3 * row;
        var depth = tile.Depth;
        TVector
            c0a = default, c0b = default, c0c = default, c0d = default,
            c1a = default, c1b = default, c1c = default, c1d = default,
            c2a = default, c2b = default, c2c = default, c2d = default,
            c3a = default, c3b = default, c3c = default, c3d = default;
        do
        {
            TVector lineA = TLanes.Load(b), lineB = TLanes.Load(b + TLanes.Count);
            TVector lineC = TLanes.Load(b + 2 * TLanes.Count), lineD = TLanes.Load(b + 3 * TLanes.Count);
            var v0 = TLanes.Fill(*a);
            c0a = TLanes.MultiplyAdd(v0, lineA, c0a);
            c0b = TLanes.MultiplyAdd(v0, lineB, c0b);
            c0c = TLanes.MultiplyAdd(v0, lineC, c0c);
            c0d = TLanes.MultiplyAdd(v0, lineD, c0d);
            var v1 = TLanes.Fill(a[row]);
            c1a = TLanes.MultiplyAdd(v1, lineA, c1a);
            c1b = TLanes.MultiplyAdd(v1, lineB, c1b);
            c1c = TLanes.MultiplyAdd(v1, lineC, c1c);
            c1d = TLanes.MultiplyAdd(v1, lineD, c1d);
            var v2 = TLanes.Fill(a[row2]);
            c2a = TLanes.MultiplyAdd(v2, lineA, c2a);
            c2b = TLanes.MultiplyAdd(v2, lineB, c2b);
            c2c = TLanes.MultiplyAdd(v2, lineC, c2c);
            c2d = TLanes.MultiplyAdd(v2, lineD, c2d);
            var v3 = TLanes.Fill(a[row3]);
            c3a = TLanes.MultiplyAdd(v3, lineA, c3a);
            c3b = TLanes.MultiplyAdd(v3, lineB, c3b);
            c3c = TLanes.MultiplyAdd(v3, lineC, c3c);
            c3d = TLanes.MultiplyAdd(v3, lineD, c3d);
            a += step;
            b += lineStep;
        }
        while (--depth != 0);

        var sums = tile.Sums;
        Keep(sums, c0a, c0b);
        Keep(sums + 2 * TLanes.Count, c0c, c0d);
        Keep(sums + 4 * TLanes.Count, c1a, c1b);
        Keep(sums + 6 * TLanes.Count, c1c, c1d);
        Keep(sums + 8 * TLanes.Count, c2a, c2b);
        Keep(sums + 10 * TLanes.Count, c2c, c2d);
        Keep(sums + 12 * TLanes.Count, c3a, c3b);
        Keep(sums + 14 * TLanes.Count, c3c, c3d);
        Finish(tile, 4 * TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(T* sums, TVector left, TVector right)
    {
        TLanes.Store(sums, left);
        TLanes.Store(sums + TLanes.Count, right);
    }

    /// <summary>Brings the sums of a tile, kept in rows of so many numbers, into the target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish(in MatrixTile<T> tile, nint width)
    {
        nint targetStep = tile.TargetStep, initialStep = tile.InitialStep;
        TVector alpha = TLanes.Fill(tile.Alpha), beta = TLanes.Fill(tile.Beta);
        for (nint first = 0; first < tile.Columns; first += TLanes.Count)
        {
            T* sums = tile.Sums + first, target = tile.Target + first, initial = tile.Initial + first;
            var isWhole = first + TLanes.Count <= tile.Columns;
            var mask = TLanes.Mask(tile.Columns - (int)first);
            for (var row = tile.Rows; row != 0; row--)
            {
                var product = TLanes.Multiply(alpha, TLanes.Load(sums));
                if (isWhole) TLanes.Store(target, TLanes.MultiplyAdd(beta, TLanes.Load(initial), product));
                else TLanes.Store(target, TLanes.MultiplyAdd(beta, TLanes.Load(initial, mask), product), mask);
                sums += width;
                target += targetStep;
                initial += initialStep;
            }
        }
    }
}

/// <summary>Tiles of 4 rows and four vectors, for matrices of so few rows, on machines with 32 vector registers.</summary>
internal readonly unsafe struct FlatTile<TLanes, TVector, T> : ITileKernel<T>
    where TLanes : ILanes<TVector, T> where TVector : struct where T : unmanaged
{
    public static int Rows => 4;
    public static int Columns => 4 * TLanes.Count;

    public static void Run(in MatrixTile<T> tile) => TileLoops<TLanes, TVector, T>.Multiply4x4(tile);

    public static int PanelWidth(int columns) => Columns;

    public static void CopyWholePanels(T* source, nint step, int lines, int panels, T* target)
    {
        for (; panels > 0; panels--, source += Columns, target += (nint)lines * Columns) CopyLines(source, step, lines, Columns, Columns, target);
    }

    public static void CopyLines(T* source, nint step, int lines, int used, int width, T* target) =>
        Packing.CopyLines<TLanes, TVector, T>(source, step, lines, used, width, target);
}

/// <summary>Tiles of 12 rows and two vectors, for machines with 32 vector registers.</summary>
internal readonly unsafe struct TallTile<TLanes, TVector, T> : ITileKernel<T>
    where TLanes : ILanes<TVector, T> where TVector : struct where T : unmanaged
{
    public static int Rows => 12;
    public static int Columns => 2 * TLanes.Count;

    public static void Run(in MatrixTile<T> tile)
    {
        if (tile.Columns > TLanes.Count)
            TileLoops<TLanes, TVector, T>.Multiply12x2(tile);
        else
            TileLoops<TLanes, TVector, T>.Multiply12x1(tile);
    }

    public static int PanelWidth(int columns) => columns > TLanes.Count ? 2 * TLanes.Count : TLanes.Count;

    public static void CopyWholePanels(T* source, nint step, int lines, int panels, T* target) =>
        Packing.CopyWholePanels<TLanes, TVector, T>(source, step, lines, panels, target);

    public static void CopyLines(T* source, nint step, int lines, int used, int width, T* target) =>
        Packing.CopyLines<TLanes, TVector, T>(source, step, lines, used, width, target);
}

/// <summary>Tiles of 6 rows and two vectors, for machines with 16 vector registers.</summary>
internal readonly unsafe struct LowTile<TLanes, TVector, T> : ITileKernel<T>
    where TLanes : ILanes<TVector, T> where TVector : struct where T : unmanaged
{
    public static int Rows => 6;
    public static int Columns => 2 * TLanes.Count;

    public static void Run(in MatrixTile<T> tile) => TileLoops<TLanes, TVector, T>.Multiply6x2(tile);

    public static int PanelWidth(int columns) => 2 * TLanes.Count;

    public static void CopyWholePanels(T* source, nint step, int lines, int panels, T* target) =>
        Packing.CopyWholePanels<TLanes, TVector, T>(source, step, lines, panels, target);

    public static void CopyLines(T* source, nint step, int lines, int used, int width, T* target) =>
        Packing.CopyLines<TLanes, TVector, T>(source, step, lines, used, width, target);
}
