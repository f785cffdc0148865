using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    private static unsafe void Plane<T>(ReadOnlySpan<T> x, Span<T> y, Span<long> places, LineWindows down, LineWindows across) where T : unmanaged, INumber<T>
    {
        var width = across.Outputs;
        var together = Avx2.IsSupported && typeof(T) == typeof(float) && across.Stride > 0;
        fixed (T* from = x, to = y)
        {
            fixed (long* where = places)
            {
                for (var i = 0; i < down.Outputs; i++)
                {
                    if (together) WholeWindows((float*)from, (float*)to + (i * width), where + (i * width), down, across, i);
                    else AnyWindows(x, y.Slice(i * width, width), places.Slice(i * width, width), down, across, i);
                }
            }
        }
    }

    /// <summary>A row of windows of which none is cut off, eight at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void WholeWindows(float* x, float* y, long* places, LineWindows down, LineWindows across, int i)
    {
        var (rows, columns, width, stride) = (down.Count[i], across.Count[0], across.Outputs, across.Stride);
        var top = (down.First[i] * across.Input) + across.First[0];
        var end = x + (down.Input * across.Input);
        for (var j = 0; j < width; j += 8)
        {
            var there = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(width - j));
            var first = Vector256.Create(top + (j * stride)) + (Vector256<int>.Indices * stride);
            var pixels = x + top + (j * stride);
            var best = Read(pixels, stride, end, there);
            var place = first;
            for (var a = 0; a < rows; a++)
            {
                for (var b = a == 0 ? 1 : 0; b < columns; b++)
                {
                    var tap = (a * down.Step * across.Input) + (b * across.Step);
                    var v = Read(pixels + tap, stride, end, there);
                    var better = Vector256.GreaterThan(v, best) | ~Vector256.Equals(v, v);
                    best = Vector256.ConditionalSelect(better, v, best);
                    place = Vector256.ConditionalSelect(better.AsInt32(), first + Vector256.Create(tap), place);
                }
            }
            Avx.MaskStore(y + j, there.AsSingle(), best);
            var (low, high) = Vector256.Widen(place);
            var (lowThere, highThere) = Vector256.Widen(there);
            Avx2.MaskStore(places + j, lowThere, low);
            Avx2.MaskStore(places + j + 4, highThere, high);
        }
    }

    /// <summary>Eight pixels a stride apart, those that are there; shuffles where they may read on, since gathering is slow on many machines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> Read(float* pixels, int stride, float* end, Vector256<int> there)
    {
        if (stride == 1 && pixels + 8 <= end) return Vector256.Load(pixels);
        if (stride == 2 && pixels + 16 <= end)
        {
            var quarters = Avx.Shuffle(Vector256.Load(pixels), Vector256.Load(pixels + 8), 0b10_00_10_00);
            return Avx2.Permute4x64(quarters.AsDouble(), 0b11_01_10_00).AsSingle();
        }
        return Avx2.GatherMaskVector256(Vector256<float>.Zero, pixels, Vector256<int>.Indices * stride, there.AsSingle(), 4);
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
