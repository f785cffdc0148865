namespace TorchSharp;

/// <summary>Copies between images or maps and the layout in which <see cref="ConvolutionShape"/> reads them.</summary>
internal static unsafe class ConvolutionLayout
{
    /// <summary>Spreads one channel of an image over its planes; what is not in the image keeps its zeros.</summary>
    internal static void ToPlanes<T>(ConvolutionShape s, T* image, T* planes) where T : unmanaged => Walk(s, image, planes, false);

    /// <summary>Collects one channel of an image from its planes; pixels in no plane are zero.</summary>
    internal static void FromPlanes<T>(ConvolutionShape s, T* planes, T* image) where T : unmanaged
    {
        new Span<T>(image, s.ImageSize).Clear();
        Walk(s, image, planes, true);
    }

    private static void Walk<T>(ConvolutionShape s, T* image, T* planes, bool back) where T : unmanaged
    {
        var (rows, columns, stride) = (s.Y.Output + s.Y.MaxShift, s.RowLength, s.X.Stride);
        for (var a = 0; a < s.Y.Stride; a++)
        {
            var (top, bottom) = s.Y.Inside(a, rows);
            for (var b = 0; b < stride; b++)
            {
                var (left, right) = s.X.Inside(b, columns);
                var plane = planes + ((nint)((a * stride) + b) * s.PlaneStep) + left;
                for (var i = top; i < bottom; i++)
                {
                    var pixels = image + ((nint)((i * s.Y.Stride) + a - s.Y.Padding) * s.X.Input) + (left * stride) + b - s.X.Padding;
                    var line = plane + ((nint)i * columns);
                    if (stride == 1)
                        Copy(back ? line : pixels, back ? pixels : line, right - left);
                    else if (back)
                        for (var j = 0; j < right - left; j++) pixels[j * stride] = line[j];
                    else
                        for (var j = 0; j < right - left; j++) line[j] = pixels[j * stride];
                }
            }
        }
    }

    /// <summary>Spreads a map so that its rows are as far apart as those of a plane; what is between them keeps its zeros.</summary>
    internal static void ToRun<T>(ConvolutionShape s, T* map, T* run) where T : unmanaged
    {
        for (var i = 0; i < s.Y.Output; i++) Copy(map + ((nint)i * s.X.Output), run + ((nint)i * s.RowLength), s.X.Output);
    }

    /// <summary>Collects a map from a run of outputs, adding a bias.</summary>
    internal static void FromRun<T>(ConvolutionShape s, T* run, T bias, T* map) where T : unmanaged, System.Numerics.INumber<T>
    {
        for (var i = 0; i < s.Y.Output; i++)
        {
            T* from = run + ((nint)i * s.RowLength), to = map + ((nint)i * s.X.Output);
            var j = 0;
            var added = new System.Numerics.Vector<T>(bias);
            for (; j <= s.X.Output - System.Numerics.Vector<T>.Count; j += System.Numerics.Vector<T>.Count)
                System.Numerics.Vector.Store(System.Numerics.Vector.Load(from + j) + added, to + j);
            for (; j < s.X.Output; j++) to[j] = from[j] + bias;
        }
    }

    // Rows are short: a call to the runtime's copy would cost more than the copy.
    private static void Copy<T>(T* from, T* to, int length) where T : unmanaged
    {
        var width = System.Runtime.Intrinsics.Vector256<byte>.Count / sizeof(T);
        var j = 0;
        for (; j <= length - width; j += width)
            System.Runtime.Intrinsics.Vector256.Store(System.Runtime.Intrinsics.Vector256.Load((byte*)(from + j)), (byte*)(to + j));
        for (; j < length; j++) to[j] = from[j];
    }
}
