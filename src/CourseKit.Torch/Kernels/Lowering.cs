using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp;

/// <summary>
/// Writes a convolution as a matrix product ("im2col", Chellapilla et al., 2006). Row (channel, ky, kx) of the lowered matrix holds, for every output
/// place, the pixel that this weight meets there, or 0 in the padding: maps = weights · lowered.
/// </summary>
/// <remarks>
/// A pixel is read once per weight, so the image is first laid out for that: padded, and with pixels a stride apart next to one another
/// ("planes", one for each phase of the stride). Then every row of outputs reads a run of pixels.
/// </remarks>
internal readonly unsafe struct Lowering<T> : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Runs are copied in whole vectors: there is room for one behind the last.</summary>
    private const int VectorRoom = 16;

    private const int StripBytes = 256 * 1024;

    private readonly ConvolutionShape shape;
    private readonly int width, planeSize;
    private readonly int[] starts;
    private readonly Scratch<T> planes, lowered;

    /// <summary>Makes room.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="starts">What <see cref="Starts"/> says of it.</param>
    internal Lowering(ConvolutionShape shape, int[] starts)
    {
        this.shape = shape;
        this.starts = starts;
        width = shape.X.Length;
        planeSize = shape.Y.Length * width;
        Rows = (int)Math.Clamp(StripBytes / sizeof(T) / Math.Max(1, (long)shape.Depth * shape.X.Output), 1, Math.Max(1, shape.Y.Output));
        planes = new Scratch<T>(((long)shape.GroupChannels * shape.Y.Phases * shape.X.Phases * planeSize) + VectorRoom);
        lowered = new Scratch<T>(((long)shape.Depth * Rows * shape.X.Output) + VectorRoom);
        Clear();
    }

    /// <summary>Rows of outputs that are lowered at a time: what is lowered stays in the second cache.</summary>
    internal int Rows { get; }

    /// <summary>The lowered matrix [Depth, rows · output width] of some rows of outputs.</summary>
    internal T* Matrix => lowered.Start;

    /// <summary>Where in the planes each weight of a filter meets its first pixel.</summary>
    /// <exception cref="OverflowException">The planes of an image have more than 2³¹ pixels.</exception>
    internal static int[] Starts(ConvolutionShape s)
    {
        var planeSize = checked(s.Y.Length * s.X.Length);
        var starts = new int[s.Depth];
        for (var k = 0; k < starts.Length; k++)
        {
            var (c, ky, kx) = (k / s.X.Kernel / s.Y.Kernel, k / s.X.Kernel % s.Y.Kernel, k % s.X.Kernel);
            var plane = (((c * s.Y.Phases) + s.Y.Phase(ky)) * s.X.Phases) + s.X.Phase(kx);
            starts[k] = checked((plane * planeSize) + (s.Y.Shift(ky) * s.X.Length) + s.X.Shift(kx));
        }
        return starts;
    }

    /// <summary>Makes all pixels 0.</summary>
    internal void Clear() => new Span<T>(planes.Start, checked((int)planes.Length)).Clear();

    /// <summary>Reads the channels of an image, those of one group.</summary>
    internal void Read(T* image) => Exchange(image, false);

    /// <summary>Adds what <see cref="Collect"/> gathered to the channels of an image, those of one group.</summary>
    internal void AddTo(T* image) => Exchange(image, true);

    /// <summary>Lowers the rows [top, bottom) of outputs.</summary>
    internal void Spread(int top, int bottom)
    {
        var size = (bottom - top) * shape.X.Output;
        T* from = planes.Start + ((nint)top * width), to = lowered.Start;
        foreach (var start in starts)
        {
            Copy(from + start, width, to, shape.X.Output, bottom - top);
            to += size;
        }
    }

    /// <summary>The adjoint of <see cref="Spread"/>: adds every number of the lowered matrix to the pixel that it would come from.</summary>
    internal void Collect(int top, int bottom)
    {
        var size = (bottom - top) * shape.X.Output;
        T* from = lowered.Start, to = planes.Start + ((nint)top * width);
        foreach (var start in starts)
        {
            Add(from, shape.X.Output, to + start, width, bottom - top);
            from += size;
        }
    }

    public void Dispose()
    {
        planes.Dispose();
        lowered.Dispose();
    }

    private void Exchange(T* image, bool back)
    {
        nint stride = shape.X.Stride, rowStep = (nint)shape.Y.Stride * shape.X.Input;
        var plane = planes.Start;
        for (var c = 0; c < shape.GroupChannels; c++, image += shape.ImageSize)
        {
            for (var a = 0; a < shape.Y.Phases; a++)
            {
                var (top, bottom) = shape.Y.Inside(a);
                for (var b = 0; b < shape.X.Phases; b++, plane += planeSize)
                {
                    var (left, right) = shape.X.Inside(b);
                    var pixels = image + (top * rowStep) + ((nint)(a - shape.Y.Padding) * shape.X.Input) + (left * stride) + b - shape.X.Padding;
                    var line = plane + ((nint)top * width) + left;
                    if (back) Add(line, width, pixels, rowStep, stride, right - left, bottom - top);
                    else Gather(pixels, rowStep, stride, line, width, right - left, bottom - top);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(T* pixels, nint rowStep, nint stride, T* line, nint width, int length, int lines)
    {
        for (var i = 0; i < lines; i++, pixels += rowStep, line += width) Strided.Gather(pixels, stride, line, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(T* line, nint width, T* pixels, nint rowStep, nint stride, int length, int lines)
    {
        for (var i = 0; i < lines; i++, pixels += rowStep, line += width)
        {
            var pixel = pixels;
            for (var j = 0; j < length; j++, pixel += stride) *pixel += line[j];
        }
    }

    /// <summary>Copies lines in whole vectors: each overwrites what the one before wrote too much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(T* from, nint fromStep, T* to, nint length, int lines)
    {
        for (var i = 0; i < lines; i++, from += fromStep, to += length)
            for (nint j = 0; j < length; j += Vector256<T>.Count)
                Vector256.Store(Vector256.Load(from + j), to + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(T* from, nint length, T* to, nint toStep, int lines)
    {
        // What is added beyond a line is 0: the rest of the last vector is masked.
        nint rest = length % Vector256<T>.Count, whole = length - rest;
        var mask = Vector256<T>.Zero;
        for (var i = 0; i < rest; i++) mask = mask.WithElement(i, Vector256<T>.AllBitsSet[0]);
        for (var i = 0; i < lines; i++, from += length, to += toStep)
        {
            for (nint j = 0; j < whole; j += Vector256<T>.Count)
                Vector256.Store(Vector256.Load(from + j) + Vector256.Load(to + j), to + j);
            if (rest != 0) Vector256.Store((Vector256.Load(from + whole) & mask) + Vector256.Load(to + whole), to + whole);
        }
    }
}
