using System.Numerics;
using System.Numerics.Tensors;

namespace TorchSharp;

/// <summary>
/// The three products that a convolution and its gradients are made of: maps from images and weights, images from maps and weights,
/// weights from images and maps. All tensors are contiguous. Each is a matrix product in which every line of pixels is read where it
/// lies (see <see cref="ConvolutionShape"/>) instead of being copied once per weight.
/// </summary>
internal static unsafe class Convolution<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Rows = 4;
    private const int MostPartialSums = 16;
    private const int BlockBytes = 512 * 1024;
    private const int ProductsPerNanosecond = 16;

    /// <summary>maps = images * weights (+ bias, one per filter, or null).</summary>
    public static void Maps(ConvolutionShape s, T* images, T* weights, T* bias, T* maps)
    {
        var (depth, tiles) = (s.GroupChannels * s.Taps, Tiles(s.GroupFilters));
        using var packed = new Scratch<T>((long)s.Groups * tiles * depth * Rows);
        using var starts = new Scratch<int>(depth);
        T* pack = packed.Start;
        int* lines = starts.Start;
        for (var k = 0; k < depth; k++)
        {
            lines[k] = ((k / s.Taps) * s.ChannelStep) + (s.Phase(k % s.Taps) * s.PlaneStep) + s.Shift(k % s.Taps);
            for (var f = 0; f < s.Filters; f++)
            {
                var (g, row) = (f / s.GroupFilters, f % s.GroupFilters);
                pack[((((long)g * tiles) + (row / Rows)) * depth * Rows) + ((long)k * Rows) + (row % Rows)] = weights[((long)f * depth) + k];
            }
        }
        Work.Pieces(s.Images, PieceLength(s), (start, end) =>
        {
            var room = s.Run + ConvolutionShape.VectorRoom;
            using var planes = new Scratch<T>(checked(((long)s.Channels * s.ChannelStep) + ConvolutionShape.VectorRoom));
            using var runs = new Scratch<T>((long)Rows * room);
            for (var n = start; n < end; n++)
            {
                for (var c = 0; c < s.Channels; c++)
                    ConvolutionLayout.ToPlanes(s, images + ((((long)n * s.Channels) + c) * s.ImageSize), planes.Start + ((long)c * s.ChannelStep));
                for (var g = 0; g < s.Groups; g++)
                {
                    for (var tile = 0; tile < tiles; tile++)
                    {
                        var rows = Math.Min(Rows, s.GroupFilters - (tile * Rows));
                        Multiply(new ShiftedProduct<T>
                        {
                            Depth = depth,
                            Weights = pack + ((((long)g * tiles) + tile) * depth * Rows),
                            Lines = lines,
                            Source = planes.Start + ((long)g * s.GroupChannels * s.ChannelStep),
                            Row0 = runs.Start,
                            Row1 = runs.Start + room,
                            Row2 = runs.Start + (2L * room),
                            Row3 = runs.Start + (3L * room),
                            Length = s.Run,
                            Rows = rows,
                        });
                        for (var r = 0; r < rows; r++)
                        {
                            var f = (g * s.GroupFilters) + (tile * Rows) + r;
                            ConvolutionLayout.FromRun(s, runs.Start + ((long)r * room), bias is null ? T.Zero : bias[f], maps + ((((long)n * s.Filters) + f) * s.MapSize));
                        }
                    }
                }
            }
        });
    }

    /// <summary>images = the adjoint of <see cref="Maps"/> applied to maps (+ bias, one per channel, or null).</summary>
    public static void Images(ConvolutionShape s, T* maps, T* weights, T* bias, T* images)
    {
        var tiles = Tiles(s.GroupChannels);
        var depth = s.GroupFilters * s.Taps;
        var before = s.MaxShift;
        var runStep = before + s.PlaneStep + ConvolutionShape.VectorRoom;
        using var packed = new Scratch<T>((long)s.Groups * tiles * depth * Rows);
        using var starts = new Scratch<int>(depth);
        T* pack = packed.Start;
        int* lines = starts.Start;

        // A plane's pixels are read by the taps of its own phase only, so each plane has its own part of the weights.
        var tapsOf = Enumerable.Range(0, s.Taps).GroupBy(s.Phase).OrderBy(p => p.Key).Select(p => (Phase: p.Key, Taps: p.ToArray())).ToArray();
        var first = new int[tapsOf.Length + 1];
        for (var p = 0; p < tapsOf.Length; p++)
        {
            var taps = tapsOf[p].Taps;
            first[p + 1] = first[p] + (s.GroupFilters * taps.Length);
            for (var k = 0; k < s.GroupFilters * taps.Length; k++)
            {
                var (f, tap) = (k / taps.Length, taps[k % taps.Length]);
                lines[first[p] + k] = checked((f * runStep) + before - s.Shift(tap));
                for (var c = 0; c < s.Channels; c++)
                {
                    var (g, row) = (c / s.GroupChannels, c % s.GroupChannels);
                    pack[((((long)g * tiles) + (row / Rows)) * depth * Rows) + ((long)(first[p] + k) * Rows) + (row % Rows)] =
                        weights[((((long)g * s.GroupFilters) + f) * s.GroupChannels * s.Taps) + ((long)row * s.Taps) + tap];
                }
            }
        }
        Work.Pieces(s.Images, PieceLength(s), (start, end) =>
        {
            using var runs = new Scratch<T>((long)s.Filters * runStep);
            using var planes = new Scratch<T>(((long)Rows * s.ChannelStep) + ConvolutionShape.VectorRoom);
            for (var n = start; n < end; n++)
            {
                for (var f = 0; f < s.Filters; f++)
                    ConvolutionLayout.ToRun(s, maps + ((((long)n * s.Filters) + f) * s.MapSize), runs.Start + ((long)f * runStep) + before);
                for (var g = 0; g < s.Groups; g++)
                {
                    for (var tile = 0; tile < tiles; tile++)
                    {
                        var rows = Math.Min(Rows, s.GroupChannels - (tile * Rows));
                        for (var p = 0; p < tapsOf.Length; p++)
                        {
                            var plane = planes.Start + ((long)tapsOf[p].Phase * s.PlaneStep);
                            Multiply(new ShiftedProduct<T>
                            {
                                Depth = first[p + 1] - first[p],
                                Weights = pack + ((((long)g * tiles) + tile) * depth * Rows) + ((long)first[p] * Rows),
                                Lines = lines + first[p],
                                Source = runs.Start + ((long)g * s.GroupFilters * runStep),
                                Row0 = plane,
                                Row1 = plane + s.ChannelStep,
                                Row2 = plane + (2L * s.ChannelStep),
                                Row3 = plane + (3L * s.ChannelStep),
                                Length = s.PlaneSize,
                                Rows = rows,
                            });
                        }
                        for (var r = 0; r < rows; r++)
                        {
                            var c = (g * s.GroupChannels) + (tile * Rows) + r;
                            var image = images + ((((long)n * s.Channels) + c) * s.ImageSize);
                            ConvolutionLayout.FromPlanes(s, planes.Start + ((long)r * s.ChannelStep), image);
                            if (bias is not null) TensorPrimitives.Add(new ReadOnlySpan<T>(image, s.ImageSize), bias[c], new Span<T>(image, s.ImageSize));
                        }
                    }
                }
            }
        });
    }

    /// <summary>weights = the sum over all images and places of pixel times output.</summary>
    public static void Weights(ConvolutionShape s, T* images, T* maps, T* weights)
    {
        var depth = s.GroupChannels * s.Taps;
        var count = (long)s.Filters * depth;
        // As many partial sums as the geometry says, not the number of threads: the same bits on every machine.
        var length = Math.Max(PieceLength(s), (s.Images + MostPartialSums - 1) / MostPartialSums);
        var pieces = (s.Images + length - 1) / length;
        using var partial = new Scratch<T>(pieces * count);
        var sums = partial.Start;
        Work.Pieces(s.Images, length, (start, end) =>
        {
            for (var n = start; n < end; n += BlockLength(s))
                AddWeights(s, images, maps, n, Math.Min(end, n + BlockLength(s)), sums + (start / length * count));
        });
        var total = new Span<T>(weights, checked((int)count));
        total.Clear();
        for (var piece = 0; piece < pieces; piece++) TensorPrimitives.Add(total, new ReadOnlySpan<T>(sums + (piece * count), total.Length), total);
    }

    private static void AddWeights(ConvolutionShape s, T* images, T* maps, int start, int end, T* sums)
    {
        var depth = s.GroupChannels * s.Taps;
        var (imageStep, runStep) = ((long)s.Channels * s.ChannelStep, s.Run + ConvolutionShape.VectorRoom);
        var mapStep = (long)s.Filters * runStep;
        using var planes = new Scratch<T>(((end - start) * imageStep) + ConvolutionShape.VectorRoom);
        using var runs = new Scratch<T>((end - start) * mapStep);
        for (var n = start; n < end; n++)
        {
            for (var c = 0; c < s.Channels; c++)
                ConvolutionLayout.ToPlanes(s, images + ((((long)n * s.Channels) + c) * s.ImageSize), planes.Start + ((n - start) * imageStep) + ((long)c * s.ChannelStep));
            for (var f = 0; f < s.Filters; f++)
                ConvolutionLayout.ToRun(s, maps + ((((long)n * s.Filters) + f) * s.MapSize), runs.Start + ((n - start) * mapStep) + ((long)f * runStep));
        }
        int* left = stackalloc int[Rows], right = stackalloc int[Rows];
        var lanes = Kernel.Lanes;
        using var tile = new Scratch<T>(Rows * Rows * (long)lanes);
        for (var g = 0; g < s.Groups; g++)
        {
            for (var f0 = 0; f0 < s.GroupFilters; f0 += Rows)
            {
                for (var k0 = 0; k0 < depth; k0 += Rows)
                {
                    for (var i = 0; i < Rows; i++)
                    {
                        // Rows that are not there repeat the last one.
                        var (f, k) = (Math.Min(f0 + i, s.GroupFilters - 1), Math.Min(k0 + i, depth - 1));
                        left[i] = f * runStep;
                        right[i] = ((k / s.Taps) * s.ChannelStep) + (s.Phase(k % s.Taps) * s.PlaneStep) + s.Shift(k % s.Taps);
                    }
                    Sum(new ShiftedSums<T>
                    {
                        Left = runs.Start + ((long)g * s.GroupFilters * runStep),
                        Right = planes.Start + ((long)g * s.GroupChannels * s.ChannelStep),
                        LeftLines = left,
                        RightLines = right,
                        LeftStep = (nint)mapStep,
                        RightStep = (nint)imageStep,
                        Images = end - start,
                        Length = s.Run,
                        Sums = tile.Start,
                    });
                    for (var i = 0; i < Math.Min(Rows, s.GroupFilters - f0); i++)
                    {
                        var row = sums + ((((long)g * s.GroupFilters) + f0 + i) * depth) + k0;
                        for (var j = 0; j < Math.Min(Rows, depth - k0); j++)
                            for (var lane = 0; lane < lanes; lane++) row[j] += tile.Start[(((i * Rows) + j) * lanes) + lane];
                    }
                }
            }
        }
    }

    private static int Tiles(int rows) => (rows + Rows - 1) / Rows;

    private static int PieceLength(ConvolutionShape s) => Work.PieceLength(s.ImageCost / ProductsPerNanosecond);

    /// <summary>Images whose planes and runs fit the second cache.</summary>
    private static int BlockLength(ConvolutionShape s) =>
        (int)Math.Max(1, BlockBytes / sizeof(T) / (((long)s.Channels * s.ChannelStep) + ((long)s.Filters * s.Run)));

    private static void Multiply(in ShiftedProduct<T> product) => Kernel.Multiply(product);

    private static void Sum(in ShiftedSums<T> sums) => Kernel.Sum(sums);

    private static readonly ShiftedKernel<T> Kernel = ShiftedKernel<T>.Choose();
}
