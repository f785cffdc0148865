using System.Numerics;
using System.Numerics.Tensors;

namespace TorchSharp;

/// <summary>
/// The three products that a convolution and its gradients are made of: maps from images and weights, images from maps and weights,
/// weights from images and maps. All tensors are contiguous. Each is a matrix product with the lowered image (see <see cref="Lowering{T}"/>), a few
/// rows of outputs at a time.
/// </summary>
internal static unsafe class Convolution<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostPieces = 16;
    private const int ProductsPerNanosecond = 16;

    /// <summary>maps = weights · lowered images (+ bias, one per filter, or null).</summary>
    public static void Maps(ConvolutionShape s, T* images, T* weights, T* bias, T* maps) => ForEachImage(s, (lowering, n, g) =>
    {
        var map = Filters(s, maps, n, g);
        if (bias is not null) Fill(map, bias + ((nint)g * s.GroupFilters), s.GroupFilters, s.MapSize);
        lowering.Read(Channels(s, images, n, g));
        for (var top = 0; top < s.Y.Output; top += lowering.Rows)
        {
            var bottom = Math.Min(top + lowering.Rows, s.Y.Output);
            var columns = (bottom - top) * s.X.Output;
            lowering.Spread(top, bottom);
            Gemm.Multiply(
                s.GroupFilters, columns, s.Depth,
                T.One, Weights(s, weights, g), s.Depth, 1, lowering.Matrix, columns, 1,
                bias is null ? T.Zero : T.One, map + ((nint)top * s.X.Output), s.MapSize);
        }
    });

    /// <summary>images = the adjoint of <see cref="Maps"/> applied to maps (+ bias, one per channel, or null).</summary>
    public static void Images(ConvolutionShape s, T* maps, T* weights, T* bias, T* images)
    {
        if (s.Adjoint is { } adjoint)
        {
            // Gathering is cheaper than scattering.
            using var flipped = new Scratch<T>((long)s.Filters * s.Depth);
            Flip(s, weights, flipped.Start);
            Maps(adjoint, maps, flipped.Start, bias, images);
        }
        else
        {
            Scatter(s, maps, weights, bias, images);
        }
    }

    private static void Scatter(ConvolutionShape s, T* maps, T* weights, T* bias, T* images) => ForEachImage(s, (lowering, n, g) =>
    {
        var image = Channels(s, images, n, g);
        if (bias is not null) Fill(image, bias + ((nint)g * s.GroupChannels), s.GroupChannels, s.ImageSize);
        else new Span<T>(image, s.GroupChannels * s.ImageSize).Clear();
        lowering.Clear();
        for (var top = 0; top < s.Y.Output; top += lowering.Rows)
        {
            var bottom = Math.Min(top + lowering.Rows, s.Y.Output);
            var columns = (bottom - top) * s.X.Output;
            Gemm.Multiply(
                s.Depth, columns, s.GroupFilters,
                T.One, Weights(s, weights, g), 1, s.Depth, Filters(s, maps, n, g) + ((nint)top * s.X.Output), s.MapSize, 1,
                T.Zero, lowering.Matrix, columns);
            lowering.Collect(top, bottom);
        }
        lowering.AddTo(image);
    });

    /// <summary>weights = the sum over all images of maps · loweredᵀ.</summary>
    public static void Weights(ConvolutionShape s, T* images, T* maps, T* weights)
    {
        if (s.Filters < s.Channels && s.Adjoint is { } adjoint)
        {
            // What has fewer lines is lowered.
            using var flipped = new Scratch<T>((long)s.Filters * s.Depth);
            Weights(adjoint, maps, images, flipped.Start);
            Flip(adjoint, flipped.Start, weights);
            return;
        }
        var count = checked(s.Filters * s.Depth);
        // As many partial sums as the geometry says, not the number of threads: the same bits on every machine.
        var length = PieceLength(s);
        var pieces = Math.Max(1, (s.Images + length - 1) / length);
        using var partial = new Scratch<T>((long)pieces * count);
        var sums = partial.Start;
        new Span<T>(sums, checked(pieces * count)).Clear();
        ForEachImage(s, (lowering, n, g) =>
        {
            lowering.Read(Channels(s, images, n, g));
            for (var top = 0; top < s.Y.Output; top += lowering.Rows)
            {
                var bottom = Math.Min(top + lowering.Rows, s.Y.Output);
                var columns = (bottom - top) * s.X.Output;
                lowering.Spread(top, bottom);
                // Transposed, the few maps are packed instead of the large lowered matrix.
                Gemm.Multiply(
                    s.Depth, s.GroupFilters, columns,
                    T.One, lowering.Matrix, columns, 1, Filters(s, maps, n, g) + ((nint)top * s.X.Output), 1, s.MapSize,
                    T.One, sums + ((nint)(n / length) * count) + ((nint)g * s.GroupFilters * s.Depth), s.GroupFilters);
            }
        });
        var total = partial.Span(0, count);
        for (var piece = 1; piece < pieces; piece++) TensorPrimitives.Add(total, partial.Span((long)piece * count, count), total);
        for (var f = 0; f < s.Filters; f++)
        {
            var (g, row) = Math.DivRem(f, s.GroupFilters);
            for (var k = 0; k < s.Depth; k++) weights[((nint)f * s.Depth) + k] = sums[((((nint)g * s.Depth) + k) * s.GroupFilters) + row];
        }
    }

    /// <summary>Turns every kernel by half a turn and exchanges channels and filters.</summary>
    private static void Flip(ConvolutionShape s, T* weights, T* flipped)
    {
        var taps = s.Y.Kernel * s.X.Kernel;
        for (var f = 0; f < s.Filters; f++)
        {
            var (g, row) = Math.DivRem(f, s.GroupFilters);
            for (var c = 0; c < s.GroupChannels; c++, weights += taps)
            {
                var to = flipped + ((((nint)g * s.GroupChannels) + c) * s.GroupFilters * taps) + ((nint)row * taps);
                for (var tap = 0; tap < taps; tap++) to[taps - 1 - tap] = weights[tap];
            }
        }
    }

    /// <summary>Calls the body for every group of channels of every image.</summary>
    private static void ForEachImage(ConvolutionShape s, Action<Lowering<T>, int, int> body)
    {
        var starts = Lowering<T>.Starts(s);
        Work.Pieces(s.Images, PieceLength(s), (start, end) =>
        {
            using var lowering = new Lowering<T>(s, starts);
            for (var n = start; n < end; n++)
                for (var g = 0; g < s.Groups; g++)
                    body(lowering, n, g);
        });
    }

    private static T* Channels(ConvolutionShape s, T* images, int n, int group) => images + ((((nint)n * s.Channels) + ((nint)group * s.GroupChannels)) * s.ImageSize);

    private static T* Filters(ConvolutionShape s, T* maps, int n, int group) => maps + ((((nint)n * s.Filters) + ((nint)group * s.GroupFilters)) * s.MapSize);

    private static T* Weights(ConvolutionShape s, T* weights, int group) => weights + ((nint)group * s.GroupFilters * s.Depth);

    private static void Fill(T* rows, T* values, int count, int length)
    {
        for (var i = 0; i < count; i++) new Span<T>(rows + ((nint)i * length), length).Fill(values[i]);
    }

    /// <summary>Images for one room of working memory: few rooms, which have to be cleared, and few partial sums.</summary>
    private static int PieceLength(ConvolutionShape s) => Math.Max(Work.PieceLength(s.ImageCost / ProductsPerNanosecond), (s.Images + MostPieces - 1) / MostPieces);
}
