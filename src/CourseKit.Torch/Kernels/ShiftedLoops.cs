using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>
/// Rows of weights times lines of pixels, where every line is a run that starts anywhere: a matrix product whose right side
/// needs no copy. target[r][n] = Σₖ Weights[4k + r] · Source[Lines[k] + n].
/// </summary>
internal unsafe struct ShiftedProduct<T> where T : unmanaged
{
    public int Depth;

    /// <summary>Weights of four rows, next to one another for each line.</summary>
    public T* Weights;

    /// <summary>Where each line starts.</summary>
    public int* Lines;

    public T* Source;

    /// <summary>The targets, writable in whole vectors.</summary>
    public T* Row0, Row1, Row2, Row3;

    /// <summary>Numbers wanted in a row; whole vectors are computed.</summary>
    public int Length;

    /// <summary>Rows wanted, 1 to 4.</summary>
    public int Rows;
}

/// <summary>Sums of products of four runs of one side with four of the other, over several images: target[4r + k] = Σ Left[LeftLines[r] + n] · Right[RightLines[k] + n].</summary>
internal unsafe struct ShiftedSums<T> where T : unmanaged
{
    public T* Left, Right;

    /// <summary>Where the four runs of each side start.</summary>
    public int* LeftLines, RightLines;

    /// <summary>From an image to the next.</summary>
    public nint LeftStep, RightStep;

    public int Images;

    /// <summary>Length of a run; it is read in whole vectors, so the left side has zeros behind it.</summary>
    public int Length;

    /// <summary>Room for 16 vectors.</summary>
    public T* Sums;
}

/// <summary>The innermost loops of the convolution, written out so that all sums stay in registers.</summary>
internal static unsafe class ShiftedLoops<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T> where TVector : struct where T : unmanaged
{
    public static void Multiply(in ShiftedProduct<T> p)
    {
        var n = 0;
        if (p.Rows == 1)
        {
            for (; n < p.Length; n += 4 * TLanes.Count)
                OneRow(p, n);
            return;
        }
        for (; n + (2 * TLanes.Count) < p.Length; n += 3 * TLanes.Count)
            FourByThree(p, n);
        for (; n < p.Length; n += TLanes.Count)
            FourByOne(p, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(in ShiftedProduct<T> p, int n)
    {
        TVector a = default, b = default, c = default, d = default;
        T* weights = p.Weights, source = p.Source + n;
        var lines = p.Lines;
        var count = TLanes.Count;
        // Behind the wanted numbers whole blocks may be left out.
        var vectors = (p.Length - n + count - 1) / count;
        if (vectors >= 4)
        {
            for (var k = 0; k < p.Depth; k++)
            {
                var x = source + lines[k];
                var w = TLanes.Fill(weights[4 * k]);
                a = TLanes.MultiplyAdd(w, TLanes.Load(x), a);
                b = TLanes.MultiplyAdd(w, TLanes.Load(x + count), b);
                c = TLanes.MultiplyAdd(w, TLanes.Load(x + (2 * count)), c);
                d = TLanes.MultiplyAdd(w, TLanes.Load(x + (3 * count)), d);
            }
            TLanes.Store(p.Row0 + n, a);
            TLanes.Store(p.Row0 + n + count, b);
            TLanes.Store(p.Row0 + n + (2 * count), c);
            TLanes.Store(p.Row0 + n + (3 * count), d);
            return;
        }
        for (var v = 0; v < vectors; v++, source += count)
        {
            a = default;
            for (var k = 0; k < p.Depth; k++) a = TLanes.MultiplyAdd(TLanes.Fill(weights[4 * k]), TLanes.Load(source + lines[k]), a);
            TLanes.Store(p.Row0 + n + (v * count), a);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByOne(in ShiftedProduct<T> p, int n)
    {
        TVector a = default, b = default, c = default, d = default;
        T* weights = p.Weights, source = p.Source + n;
        var lines = p.Lines;
        for (var k = 0; k < p.Depth; k++, weights += 4)
        {
            var x = TLanes.Load(source + lines[k]);
            a = TLanes.MultiplyAdd(TLanes.Fill(weights[0]), x, a);
            b = TLanes.MultiplyAdd(TLanes.Fill(weights[1]), x, b);
            c = TLanes.MultiplyAdd(TLanes.Fill(weights[2]), x, c);
            d = TLanes.MultiplyAdd(TLanes.Fill(weights[3]), x, d);
        }
        TLanes.Store(p.Row0 + n, a);
        TLanes.Store(p.Row1 + n, b);
        TLanes.Store(p.Row2 + n, c);
        TLanes.Store(p.Row3 + n, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByThree(in ShiftedProduct<T> p, int n)
    {
        TVector a0 = default, a1 = default, a2 = default, b0 = default, b1 = default, b2 = default;
        TVector c0 = default, c1 = default, c2 = default, d0 = default, d1 = default, d2 = default;
        T* weights = p.Weights, source = p.Source + n;
        var lines = p.Lines;
        var count = TLanes.Count;
        for (var k = 0; k < p.Depth; k++, weights += 4)
        {
            var x = source + lines[k];
            TVector x0 = TLanes.Load(x), x1 = TLanes.Load(x + count), x2 = TLanes.Load(x + (2 * count));
            var w = TLanes.Fill(weights[0]);
            a0 = TLanes.MultiplyAdd(w, x0, a0);
            a1 = TLanes.MultiplyAdd(w, x1, a1);
            a2 = TLanes.MultiplyAdd(w, x2, a2);
            w = TLanes.Fill(weights[1]);
            b0 = TLanes.MultiplyAdd(w, x0, b0);
            b1 = TLanes.MultiplyAdd(w, x1, b1);
            b2 = TLanes.MultiplyAdd(w, x2, b2);
            w = TLanes.Fill(weights[2]);
            c0 = TLanes.MultiplyAdd(w, x0, c0);
            c1 = TLanes.MultiplyAdd(w, x1, c1);
            c2 = TLanes.MultiplyAdd(w, x2, c2);
            w = TLanes.Fill(weights[3]);
            d0 = TLanes.MultiplyAdd(w, x0, d0);
            d1 = TLanes.MultiplyAdd(w, x1, d1);
            d2 = TLanes.MultiplyAdd(w, x2, d2);
        }
        Keep(p.Row0 + n, a0, a1, a2);
        Keep(p.Row1 + n, b0, b1, b2);
        Keep(p.Row2 + n, c0, c1, c2);
        Keep(p.Row3 + n, d0, d1, d2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(T* row, TVector a, TVector b, TVector c)
    {
        TLanes.Store(row, a);
        TLanes.Store(row + TLanes.Count, b);
        TLanes.Store(row + (2 * TLanes.Count), c);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(in ShiftedSums<T> p)
    {
        TVector s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        TVector s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        for (var image = 0; image < p.Images; image++)
        {
            T* left = p.Left + (image * p.LeftStep), right = p.Right + (image * p.RightStep);
            T* y0 = left + p.LeftLines[0], y1 = left + p.LeftLines[1], y2 = left + p.LeftLines[2], y3 = left + p.LeftLines[3];
            T* x0 = right + p.RightLines[0], x1 = right + p.RightLines[1], x2 = right + p.RightLines[2], x3 = right + p.RightLines[3];
            for (nint n = 0; n < p.Length; n += TLanes.Count)
            {
                TVector l0 = TLanes.Load(y0 + n), l1 = TLanes.Load(y1 + n), l2 = TLanes.Load(y2 + n), l3 = TLanes.Load(y3 + n);
                var r = TLanes.Load(x0 + n);
                s00 = TLanes.MultiplyAdd(l0, r, s00);
                s10 = TLanes.MultiplyAdd(l1, r, s10);
                s20 = TLanes.MultiplyAdd(l2, r, s20);
                s30 = TLanes.MultiplyAdd(l3, r, s30);
                r = TLanes.Load(x1 + n);
                s01 = TLanes.MultiplyAdd(l0, r, s01);
                s11 = TLanes.MultiplyAdd(l1, r, s11);
                s21 = TLanes.MultiplyAdd(l2, r, s21);
                s31 = TLanes.MultiplyAdd(l3, r, s31);
                r = TLanes.Load(x2 + n);
                s02 = TLanes.MultiplyAdd(l0, r, s02);
                s12 = TLanes.MultiplyAdd(l1, r, s12);
                s22 = TLanes.MultiplyAdd(l2, r, s22);
                s32 = TLanes.MultiplyAdd(l3, r, s32);
                r = TLanes.Load(x3 + n);
                s03 = TLanes.MultiplyAdd(l0, r, s03);
                s13 = TLanes.MultiplyAdd(l1, r, s13);
                s23 = TLanes.MultiplyAdd(l2, r, s23);
                s33 = TLanes.MultiplyAdd(l3, r, s33);
            }
        }
        var sums = p.Sums;
        var count = TLanes.Count;
        TLanes.Store(sums, s00);
        TLanes.Store(sums + count, s01);
        TLanes.Store(sums + (2 * count), s02);
        TLanes.Store(sums + (3 * count), s03);
        TLanes.Store(sums + (4 * count), s10);
        TLanes.Store(sums + (5 * count), s11);
        TLanes.Store(sums + (6 * count), s12);
        TLanes.Store(sums + (7 * count), s13);
        TLanes.Store(sums + (8 * count), s20);
        TLanes.Store(sums + (9 * count), s21);
        TLanes.Store(sums + (10 * count), s22);
        TLanes.Store(sums + (11 * count), s23);
        TLanes.Store(sums + (12 * count), s30);
        TLanes.Store(sums + (13 * count), s31);
        TLanes.Store(sums + (14 * count), s32);
        TLanes.Store(sums + (15 * count), s33);
    }
}
