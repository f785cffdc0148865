namespace TorchSharp;

public static partial class torch
{
    private static Tensor FromValues<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged
    {
        CheckDevice(device);
        if (Shape.Count(shape) != values.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {values.Length} values for shape {Shape.Text(shape)}");
        var t = Tensor.From(values, shape);
        return Finish(dtype is { } type ? t.Cast(type) : t, requiresGrad);
    }

    private static T[] Flatten<T>(Array values) where T : unmanaged
    {
        var flat = new T[values.Length];
        if (typeof(T) == typeof(bool))
        {
            var i = 0;
            foreach (var v in values) flat[i++] = (T)v;
        }
        else
        {
            Buffer.BlockCopy(values, 0, flat, 0, Buffer.ByteLength(values));
        }
        return flat;
    }

    private static T[] ToArray<T>(IList<T> values) => values as T[] ?? [.. values];

    private static long[] Lengths(Array a) => [.. Enumerable.Range(0, a.Rank).Select(a.GetLongLength)];

    /// <summary>A tensor with the values, shape and element type of an array of any rank.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A tensor with the values and shape of an array of any rank.</summary>
    /// <exception cref="ArgumentException">The array's elements are of a type that tensors do not hold.</exception>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var shape = Lengths(rawArray);
        return rawArray.GetType().GetElementType()! switch
        {
            var e when e == typeof(float) => FromValues<float>(Flatten<float>(rawArray), shape, dtype, device, requires_grad),
            var e when e == typeof(double) => FromValues<double>(Flatten<double>(rawArray), shape, dtype, device, requires_grad),
            var e when e == typeof(long) => FromValues<long>(Flatten<long>(rawArray), shape, dtype, device, requires_grad),
            var e when e == typeof(int) => FromValues<int>(Flatten<int>(rawArray), shape, dtype, device, requires_grad),
            var e when e == typeof(short) => FromValues<short>(Flatten<short>(rawArray), shape, dtype, device, requires_grad),
            var e when e == typeof(sbyte) => FromValues<sbyte>(Flatten<sbyte>(rawArray), shape, dtype, device, requires_grad),
            var e when e == typeof(byte) => FromValues<byte>(Flatten<byte>(rawArray), shape, dtype, device, requires_grad),
            var e when e == typeof(bool) => FromValues<bool>(Flatten<bool>(rawArray), shape, dtype, device, requires_grad),
            var e => throw new ArgumentException($"elements of type {e.Name} are not supported"),
        };
    }

    /// <summary>A 0-dimensional tensor (Float32).</summary>
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        FromValues<float>([scalar], [], null, device, requires_grad);
    /// <summary>A 0-dimensional tensor, converted.</summary>
    public static Tensor tensor(float scalar, ScalarType dtype, Device? device = null, bool requires_grad = false) =>
        FromValues<float>([scalar], [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<float>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<float> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<float>(ToArray(rawArray), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<float>(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(IList<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<float>(ToArray(rawArray), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(IList<float> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<float>(ToArray(rawArray), [rows, columns], dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(IList<float> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<float>(ToArray(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(IList<float> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<float>(ToArray(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(float[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(float[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(Memory<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<float>(rawArray.Span, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor as_tensor(float[] data, ScalarType? dtype = null, Device? device = null) => tensor(data, dtype, device);

    /// <summary>A 0-dimensional tensor (Float64).</summary>
    public static Tensor tensor(double scalar, Device? device = null, bool requires_grad = false) =>
        FromValues<double>([scalar], [], null, device, requires_grad);
    /// <summary>A 0-dimensional tensor, converted.</summary>
    public static Tensor tensor(double scalar, ScalarType dtype, Device? device = null, bool requires_grad = false) =>
        FromValues<double>([scalar], [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<double>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<double> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<double>(ToArray(rawArray), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<double>(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(IList<double> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<double>(ToArray(rawArray), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(IList<double> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<double>(ToArray(rawArray), [rows, columns], dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(IList<double> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<double>(ToArray(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(IList<double> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<double>(ToArray(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(double[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(double[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(double[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(Memory<double> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<double>(rawArray.Span, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor as_tensor(double[] data, ScalarType? dtype = null, Device? device = null) => tensor(data, dtype, device);

    /// <summary>A 0-dimensional tensor (Int64).</summary>
    public static Tensor tensor(long scalar, Device? device = null, bool requires_grad = false) =>
        FromValues<long>([scalar], [], null, device, requires_grad);
    /// <summary>A 0-dimensional tensor, converted.</summary>
    public static Tensor tensor(long scalar, ScalarType dtype, Device? device = null, bool requires_grad = false) =>
        FromValues<long>([scalar], [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(long[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<long>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<long> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<long>(ToArray(rawArray), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(long[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<long>(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(IList<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<long>(ToArray(rawArray), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(IList<long> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<long>(ToArray(rawArray), [rows, columns], dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(IList<long> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<long>(ToArray(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(IList<long> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<long>(ToArray(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(long[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(long[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(Memory<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<long>(rawArray.Span, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor as_tensor(long[] data, ScalarType? dtype = null, Device? device = null) => tensor(data, dtype, device);

    /// <summary>A 0-dimensional tensor (Int32).</summary>
    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) =>
        FromValues<int>([scalar], [], null, device, requires_grad);
    /// <summary>A 0-dimensional tensor, converted.</summary>
    public static Tensor tensor(int scalar, ScalarType dtype, Device? device = null, bool requires_grad = false) =>
        FromValues<int>([scalar], [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<int>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<int> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<int>(ToArray(rawArray), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<int>(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(IList<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<int>(ToArray(rawArray), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(IList<int> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<int>(ToArray(rawArray), [rows, columns], dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(IList<int> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<int>(ToArray(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(IList<int> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<int>(ToArray(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(int[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(int[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(int[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(Memory<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<int>(rawArray.Span, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor as_tensor(int[] data, ScalarType? dtype = null, Device? device = null) => tensor(data, dtype, device);

    /// <summary>A 0-dimensional tensor (Int16).</summary>
    public static Tensor tensor(short scalar, Device? device = null, bool requires_grad = false) =>
        FromValues<short>([scalar], [], null, device, requires_grad);
    /// <summary>A 0-dimensional tensor, converted.</summary>
    public static Tensor tensor(short scalar, ScalarType dtype, Device? device = null, bool requires_grad = false) =>
        FromValues<short>([scalar], [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(short[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<short>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<short> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<short>(ToArray(rawArray), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(short[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<short>(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(IList<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<short>(ToArray(rawArray), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(IList<short> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<short>(ToArray(rawArray), [rows, columns], dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(IList<short> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<short>(ToArray(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(IList<short> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<short>(ToArray(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(short[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(short[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(short[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(Memory<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<short>(rawArray.Span, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor as_tensor(short[] data, ScalarType? dtype = null, Device? device = null) => tensor(data, dtype, device);

    /// <summary>A 0-dimensional tensor (Int8).</summary>
    public static Tensor tensor(sbyte scalar, Device? device = null, bool requires_grad = false) =>
        FromValues<sbyte>([scalar], [], null, device, requires_grad);
    /// <summary>A 0-dimensional tensor, converted.</summary>
    public static Tensor tensor(sbyte scalar, ScalarType dtype, Device? device = null, bool requires_grad = false) =>
        FromValues<sbyte>([scalar], [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(sbyte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<sbyte>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<sbyte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<sbyte>(ToArray(rawArray), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(sbyte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<sbyte>(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(IList<sbyte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<sbyte>(ToArray(rawArray), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(IList<sbyte> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<sbyte>(ToArray(rawArray), [rows, columns], dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(IList<sbyte> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<sbyte>(ToArray(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(IList<sbyte> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<sbyte>(ToArray(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(sbyte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(sbyte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(sbyte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(Memory<sbyte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<sbyte>(rawArray.Span, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor as_tensor(sbyte[] data, ScalarType? dtype = null, Device? device = null) => tensor(data, dtype, device);

    /// <summary>A 0-dimensional tensor (Byte).</summary>
    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) =>
        FromValues<byte>([scalar], [], null, device, requires_grad);
    /// <summary>A 0-dimensional tensor, converted.</summary>
    public static Tensor tensor(byte scalar, ScalarType dtype, Device? device = null, bool requires_grad = false) =>
        FromValues<byte>([scalar], [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<byte>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<byte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<byte>(ToArray(rawArray), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<byte>(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(IList<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<byte>(ToArray(rawArray), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(IList<byte> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<byte>(ToArray(rawArray), [rows, columns], dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(IList<byte> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<byte>(ToArray(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(IList<byte> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<byte>(ToArray(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(byte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(byte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(byte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(Memory<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<byte>(rawArray.Span, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor as_tensor(byte[] data, ScalarType? dtype = null, Device? device = null) => tensor(data, dtype, device);

    /// <summary>A 0-dimensional tensor (Bool).</summary>
    public static Tensor tensor(bool scalar, Device? device = null, bool requires_grad = false) =>
        FromValues<bool>([scalar], [], null, device, requires_grad);
    /// <summary>A 0-dimensional tensor, converted.</summary>
    public static Tensor tensor(bool scalar, ScalarType dtype, Device? device = null, bool requires_grad = false) =>
        FromValues<bool>([scalar], [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<bool>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<bool> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<bool>(ToArray(rawArray), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<bool>(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(IList<bool> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<bool>(ToArray(rawArray), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(IList<bool> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<bool>(ToArray(rawArray), [rows, columns], dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(IList<bool> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<bool>(ToArray(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(IList<bool> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<bool>(ToArray(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(bool[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(bool[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(bool[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad);
    /// <summary>A tensor of the given shape.</summary>
    public static Tensor tensor(Memory<bool> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromValues<bool>(rawArray.Span, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor as_tensor(bool[] data, ScalarType? dtype = null, Device? device = null) => tensor(data, dtype, device);

    /// <summary>The tensor itself, converted when a type is given.</summary>
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null)
    {
        CheckDevice(device);
        return data.to_type(dtype ?? data.dtype);
    }

    public partial class Tensor
    {
        /// <summary>A 0-dimensional tensor.</summary>
        public static implicit operator Tensor(float value) => tensor(value);
        /// <summary>A vector.</summary>
        public static implicit operator Tensor(float[] value) => tensor(value);
        /// <summary>A 0-dimensional tensor.</summary>
        public static implicit operator Tensor(double value) => tensor(value);
        /// <summary>A vector.</summary>
        public static implicit operator Tensor(double[] value) => tensor(value);
        /// <summary>A 0-dimensional tensor.</summary>
        public static implicit operator Tensor(long value) => tensor(value);
        /// <summary>A vector.</summary>
        public static implicit operator Tensor(long[] value) => tensor(value);
        /// <summary>A 0-dimensional tensor.</summary>
        public static implicit operator Tensor(int value) => tensor(value);
        /// <summary>A vector.</summary>
        public static implicit operator Tensor(int[] value) => tensor(value);
        /// <summary>A 0-dimensional tensor.</summary>
        public static implicit operator Tensor(short value) => tensor(value);
        /// <summary>A vector.</summary>
        public static implicit operator Tensor(short[] value) => tensor(value);
        /// <summary>A 0-dimensional tensor.</summary>
        public static implicit operator Tensor(sbyte value) => tensor(value);
        /// <summary>A vector.</summary>
        public static implicit operator Tensor(sbyte[] value) => tensor(value);
        /// <summary>A 0-dimensional tensor.</summary>
        public static implicit operator Tensor(byte value) => tensor(value);
        /// <summary>A vector.</summary>
        public static implicit operator Tensor(byte[] value) => tensor(value);
        /// <summary>A 0-dimensional tensor.</summary>
        public static implicit operator Tensor(bool value) => tensor(value);
        /// <summary>A vector.</summary>
        public static implicit operator Tensor(bool[] value) => tensor(value);
        /// <summary>A 0-dimensional tensor of the number's type.</summary>
        public static implicit operator Tensor(Scalar scalar) => full([], scalar, scalar.Type);
    }
}
