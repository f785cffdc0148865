using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Where along a line each output's window lies: Count[o] elements from First[o] on, Step apart.</summary>
internal sealed record LineWindows(int Input, int[] First, int[] Count, int Step)
{
    internal int Outputs => First.Length;

    /// <summary>From a window to the next when all have the same length and distance; else 0.</summary>
    internal int Stride { get; } = Regular(First, Count);

    private static int Regular(int[] first, int[] count)
    {
        if (first.Length < 2) return 0;
        var stride = first[1] - first[0];
        for (var o = 1; o < first.Length; o++)
            if (first[o] - first[o - 1] != stride || count[o] != count[0]) return 0;
        return stride;
    }
}

/// <summary>Maxima over windows of planes, and moves between planes by the places of such maxima.</summary>
internal static class MaxWindows
{
    /// <summary>The greatest number of each window and its place in the plane; NaN counts as the greatest.</summary>
    internal static void Find<T>(torch.Tensor x, torch.Tensor y, torch.Tensor places, LineWindows down, LineWindows across) where T : unmanaged, INumber<T>
    {
        var (sizeX, sizeY) = (down.Input * across.Input, down.Outputs * across.Outputs);
        if (sizeY == 0) return;
        Work.For((int)(y.Impl.Count / sizeY), sizeX + sizeY, (start, end) =>
        {
            for (var p = start; p < end; p++)
                Plane(x.Span<T>().Slice(p * sizeX, sizeX), y.Span<T>().Slice(p * sizeY, sizeY), places.Span<long>().Slice(p * sizeY, sizeY), down, across);
        });
    }

    private static void Plane<T>(ReadOnlySpan<T> x, Span<T> y, Span<long> places, LineWindows down, LineWindows across) where T : unmanaged, INumber<T>
    {
        var stride = across.Stride;
        var width = across.Outputs;
        // Whole vectors, so that no output is left for a slower loop.
        var room = stride > 0 ? (width + Vector<T>.Count - 1) / Vector<T>.Count * Vector<T>.Count : 0;
        T[] line = new T[room], best = new T[room], taps = new T[room];
        for (var i = 0; i < down.Outputs; i++)
        {
            var row = y.Slice(i * width, width);
            var at = places.Slice(i * width, width);
            if (stride > 0) WholeWindows(x, row, at, down, across, i, stride, line, best, taps);
            else AnyWindows(x, row, at, down, across, i);
        }
    }

    /// <summary>A row of windows of which none is cut off: all outputs advance together, tap by tap, without branches.</summary>
    private static void WholeWindows<T>(
        ReadOnlySpan<T> x, Span<T> y, Span<long> places, LineWindows down, LineWindows across, int i, int stride, T[] line, T[] best, T[] taps) where T : unmanaged, INumber<T>
    {
        var (count, k) = (across.Count[0], 0);
        for (var a = 0; a < down.Count[i]; a++)
        {
            var from = x[(((down.First[i] + (a * down.Step)) * across.Input) + across.First[0])..];
            for (var b = 0; b < count; b++, k++)
            {
                var pixels = from[(b * across.Step)..];
                for (int j = 0, at = 0; j < y.Length; j++, at += stride) line[j] = pixels[at];
                if (k == 0)
                {
                    line.CopyTo(best, 0);
                    Array.Clear(taps);
                }
                else
                {
                    Improve(line, T.CreateTruncating(k), best, taps);
                }
            }
        }
        best.AsSpan(0, y.Length).CopyTo(y);
        Span<int> offsets = k <= 64 ? stackalloc int[k] : new int[k];
        for (var tap = 0; tap < k; tap++) offsets[tap] = ((down.First[i] + (tap / count * down.Step)) * across.Input) + across.First[0] + (tap % count * across.Step);
        for (var j = 0; j < places.Length; j++) places[j] = offsets[int.CreateTruncating(taps[j])] + ((long)j * stride);
    }

    private static void Improve<T>(T[] line, T tap, T[] best, T[] taps) where T : unmanaged, INumber<T>
    {
        Span<Vector<T>> vs = MemoryMarshal.Cast<T, Vector<T>>(line.AsSpan()), bests = MemoryMarshal.Cast<T, Vector<T>>(best.AsSpan());
        var which = MemoryMarshal.Cast<T, Vector<T>>(taps.AsSpan());
        for (var i = 0; i < vs.Length; i++)
        {
            var better = Vector.GreaterThan(vs[i], bests[i]) | Vector.OnesComplement(Vector.Equals(vs[i], vs[i]));
            bests[i] = Vector.ConditionalSelect(better, vs[i], bests[i]);
            which[i] = Vector.ConditionalSelect(better, new Vector<T>(tap), which[i]);
        }
    }

    private static void AnyWindows<T>(ReadOnlySpan<T> x, Span<T> y, Span<long> places, LineWindows down, LineWindows across, int i) where T : unmanaged, INumber<T>
    {
        for (var j = 0; j < y.Length; j++)
        {
            var place = (down.First[i] * across.Input) + across.First[j];
            var best = x[place];
            for (var a = 0; a < down.Count[i]; a++)
            {
                var at = ((down.First[i] + (a * down.Step)) * across.Input) + across.First[j];
                for (var b = across.Count[j]; b > 0; b--, at += across.Step)
                {
                    var v = x[at];
                    if (!(v > best) && !T.IsNaN(v)) continue;
                    best = v;
                    place = at;
                }
            }
            y[j] = best;
            places[j] = place;
        }
    }

    /// <summary>Puts values to their places in planes of zeros, adding them up where several have one place.</summary>
    internal static void Put<T>(torch.Tensor values, torch.Tensor places, torch.Tensor planes, int size, int planeSize, bool add) where T : unmanaged, INumber<T>
    {
        if (planeSize == 0) return;
        Work.For((int)(planes.Impl.Count / planeSize), size + planeSize, (start, end) =>
        {
            for (var p = start; p < end; p++)
            {
                var to = planes.Span<T>().Slice(p * planeSize, planeSize);
                to.Clear();
                var (from, at) = (p * size, 0);
                ReadOnlySpan<T> v = values.Span<T>().Slice(from, size);
                ReadOnlySpan<long> where = places.Span<long>().Slice(from, size);
                if (add)
                    for (; at < v.Length; at++) to[(int)where[at]] += v[at];
                else
                    for (; at < v.Length; at++) to[(int)where[at]] = v[at];
            }
        });
    }

    /// <summary>Takes values from their places in planes.</summary>
    internal static void Take<T>(torch.Tensor planes, torch.Tensor places, torch.Tensor values, int size, int planeSize) where T : unmanaged
    {
        if (size == 0) return;
        Work.For((int)(values.Impl.Count / size), 2 * size, (start, end) =>
        {
            for (var p = start; p < end; p++)
            {
                ReadOnlySpan<T> from = planes.Span<T>().Slice(p * planeSize, planeSize);
                ReadOnlySpan<long> where = places.Span<long>().Slice(p * size, size);
                var v = values.Span<T>().Slice(p * size, size);
                for (var i = 0; i < v.Length; i++) v[i] = from[(int)where[i]];
            }
        });
    }
}
