using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp;

/// <summary>Copies pieces of matrices into the order in which the tile loops read them.</summary>
internal static unsafe class Packing
{
    /// <summary>
    /// Whether rows of A that are used for so many columns of B should be packed, rather than read where they are: yes when their
    /// numbers are apart, or when rows lie so that all of them fall into the same few lines of the first cache.
    /// </summary>
    public static bool IsWorthwhile<T>(nint rowStep, nint columnStep, int columns) where T : unmanaged =>
        columns > 64 && (columnStep != 1 || rowStep * sizeof(T) % 2048 == 0);

    /// <summary>
    /// Packs <paramref name="depth"/> x <paramref name="columns"/> numbers of B into panels, each line after line; the last panel may
    /// be narrower, and what a panel has beyond the columns is of no meaning.
    /// </summary>
    public static void Panels<TTile, T>(T* source, nint rowStep, nint columnStep, int depth, int columns, T* target)
        where TTile : ITileKernel<T> where T : unmanaged
    {
        var whole = columnStep == 1 ? columns / TTile.Columns : 0;
        if (whole > 0)
            TTile.CopyWholePanels(source, rowStep, depth, whole, target);
        target += (nint)whole * depth * TTile.Columns;
        for (var j = whole * TTile.Columns; j < columns; j += TTile.Columns)
        {
            var used = Math.Min(TTile.Columns, columns - j);
            var width = TTile.PanelWidth(used);
            Lines<TTile, T>(source + j * columnStep, columnStep, rowStep, used, depth, width, target);
            target += (nint)depth * width;
        }
    }

    /// <summary>Packs up to a tile's rows of A, interleaved: for each of depth columns the rows' numbers, anything where there is no row.</summary>
    public static void Rows<TTile, T>(T* source, nint rowStep, nint columnStep, int depth, int used, T* target)
        where TTile : ITileKernel<T> where T : unmanaged =>
        Lines<TTile, T>(source, rowStep, columnStep, used, depth, TTile.Rows, target);

    /// <summary>Asks for the next rows of A to be brought into the second cache while this tile's are worked on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Prefetch<T>(T* source, nint rowStep, nint columnStep, int rows, int columns) where T : unmanaged
    {
        if (!Sse.IsSupported)
            return;
        if (rowStep == 1)
        {
            for (var j = 0; j < columns; j++)
                Sse.Prefetch1(source + rows - 1 + j * columnStep); // the tile's own rows share the line of the first
        }
        else
        {
            var line = Math.Max(1, 64 / sizeof(T) / (int)Math.Clamp(Math.Abs(columnStep), 1, 64));
            for (var row = 0; row < rows; row++)
                for (var j = 0; j < columns; j += line)
                    Sse.Prefetch1(source + row * rowStep + j * columnStep);
        }
    }

    private static void Lines<TTile, T>(T* source, nint rowStep, nint columnStep, int rows, int columns, int width, T* target)
        where TTile : ITileKernel<T> where T : unmanaged
    {
        if (rowStep == 1)
            TTile.CopyLines(source, columnStep, columns, rows, width, target);
        else
            Turn(source, rowStep, columnStep, rows, columns, width, target);
    }

    /// <summary>Packs panels of two vectors each, reading whole lines: memory is fetched ahead best in the order of its addresses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyWholePanels<TLanes, TVector, T>(T* source, nint step, int lines, int panels, T* target)
        where TLanes : ILanes<TVector, T> where TVector : struct where T : unmanaged
    {
        var width = 2 * TLanes.Count;
        var panelStep = (nint)lines * width;
        for (var line = 0; line < lines; line++)
        {
            var from = source;
            var to = target;
            for (var panel = 0; panel < panels; panel++)
            {
                TLanes.Store(to, TLanes.Load(from));
                TLanes.Store(to + TLanes.Count, TLanes.Load(from + TLanes.Count));
                from += width;
                to += panelStep;
            }
            source += step;
            target += width;
        }
    }

    /// <summary>
    /// Copies lines of <paramref name="used"/> numbers, <paramref name="step"/> apart, into lines of <paramref name="width"/> numbers
    /// that follow one another; the rest of a line becomes zeros.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyLines<TLanes, TVector, T>(T* source, nint step, int lines, int used, int width, T* target)
        where TLanes : ILanes<TVector, T> where TVector : struct where T : unmanaged
    {
        for (var i = 0; i < width; i += TLanes.Count)
        {
            var from = source + i;
            var to = target + i;
            if (i + TLanes.Count <= used)
            {
                for (var line = 0; line < lines; line++)
                {
                    TLanes.Store(to, TLanes.Load(from));
                    from += step;
                    to += width;
                }
            }
            else
            {
                TVector present = TLanes.Mask(used - i), wanted = TLanes.Mask(width - i);
                for (var line = 0; line < lines; line++)
                {
                    TLanes.Store(to, TLanes.Load(from, present), wanted);
                    from += step;
                    to += width;
                }
            }
        }
    }

    /// <summary>Line i of the target, <paramref name="width"/> long, is column i of the source; what a line has beyond is left as it was.</summary>
    private static void Turn<T>(T* source, nint rowStep, nint columnStep, int rows, int columns, int width, T* target) where T : unmanaged
    {
        var row = 0;
        if (typeof(T) == typeof(float) && columnStep == 1)
        {
            if (Avx512F.IsSupported)
                for (; row + 16 <= rows; row += 16)
                    Turn16((float*)source + row * rowStep, rowStep, columns, width, (float*)target + row);
            for (; row + 4 <= rows; row += 4)
                Turn4((float*)source + row * rowStep, rowStep, columns, width, (float*)target + row);
        }
        for (; row < rows; row++)
        {
            var from = source + row * rowStep;
            var to = target + row;
            for (var i = 0; i < columns; i++)
                to[(nint)i * width] = from[i * columnStep];
        }
    }

    /// <summary>Sixteen rows become sixteen numbers in each of the target's lines: four 4 x 4 squares side by side at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn16(float* source, nint rowStep, int columns, int width, float* target)
    {
        nint step2 = 2 * rowStep, step3 = 3 * rowStep;
        float* s0 = source, s4 = s0 + 4 * rowStep, s8 = s4 + 4 * rowStep, s12 = s8 + 4 * rowStep;
        var i = 0;
        for (; i + 4 <= columns; i += 4)
        {
            var r0 = Quads(s0, s4, s8, s12);
            var r1 = Quads(s0 + rowStep, s4 + rowStep, s8 + rowStep, s12 + rowStep);
            var r2 = Quads(s0 + step2, s4 + step2, s8 + step2, s12 + step2);
            var r3 = Quads(s0 + step3, s4 + step3, s8 + step3, s12 + step3);
            var p0 = Avx512F.UnpackLow(r0, r1);
            var p1 = Avx512F.UnpackHigh(r0, r1);
            var p2 = Avx512F.UnpackLow(r2, r3);
            var p3 = Avx512F.UnpackHigh(r2, r3);
            Vector512.Store(Avx512F.Shuffle(p0, p2, 0x44), target);
            Vector512.Store(Avx512F.Shuffle(p0, p2, 0xee), target + width);
            Vector512.Store(Avx512F.Shuffle(p1, p3, 0x44), target + 2 * (nint)width);
            Vector512.Store(Avx512F.Shuffle(p1, p3, 0xee), target + 3 * (nint)width);
            s0 += 4;
            s4 += 4;
            s8 += 4;
            s12 += 4;
            target += 4 * (nint)width;
        }
        for (; i < columns; i++)
        {
            for (var row = 0; row < 16; row++)
                target[row] = s0[row * rowStep];
            s0++;
            target += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quads(float* a, float* b, float* c, float* d)
    {
        var quads = Vector128.Load(a).ToVector256Unsafe().ToVector512Unsafe();
        quads = Avx512F.InsertVector128(quads, Vector128.Load(b), 1);
        quads = Avx512F.InsertVector128(quads, Vector128.Load(c), 2);
        return Avx512F.InsertVector128(quads, Vector128.Load(d), 3);
    }

    /// <summary>Four rows become four numbers in each of the target's lines.</summary>
    private static void Turn4(float* source, nint rowStep, int columns, int width, float* target)
    {
        float* s0 = source, s1 = s0 + rowStep, s2 = s1 + rowStep, s3 = s2 + rowStep;
        var i = 0;
        if (Sse.IsSupported)
        {
            for (; i + 4 <= columns; i += 4)
            {
                Vector128<float> r0 = Vector128.Load(s0 + i), r1 = Vector128.Load(s1 + i), r2 = Vector128.Load(s2 + i), r3 = Vector128.Load(s3 + i);
                var p0 = Sse.UnpackLow(r0, r1);
                var p1 = Sse.UnpackHigh(r0, r1);
                var p2 = Sse.UnpackLow(r2, r3);
                var p3 = Sse.UnpackHigh(r2, r3);
                Sse.MoveLowToHigh(p0, p2).Store(target);
                Sse.MoveHighToLow(p2, p0).Store(target + width);
                Sse.MoveLowToHigh(p1, p3).Store(target + 2 * (nint)width);
                Sse.MoveHighToLow(p3, p1).Store(target + 3 * (nint)width);
                target += 4 * (nint)width;
            }
        }
        for (; i < columns; i++)
        {
            target[0] = s0[i];
            target[1] = s1[i];
            target[2] = s2[i];
            target[3] = s3[i];
            target += width;
        }
    }
}
