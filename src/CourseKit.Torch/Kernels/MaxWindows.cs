using System.Numerics;

namespace TorchSharp;

/// <summary>Where along a line each output's window lies: Count[o] elements from First[o] on, Step apart.</summary>
internal sealed record LineWindows(int Input, int[] First, int[] Count, int Step)
{
    internal int Outputs => First.Length;
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
        var o = 0;
        for (var i = 0; i < down.Outputs; i++)
        {
            for (var j = 0; j < across.Outputs; j++, o++)
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
                        (best, place) = (v, at);
                    }
                }
                (y[o], places[o]) = (best, place);
            }
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
