using System.Runtime.InteropServices;

namespace TorchSharp;

// TorchSharp writes these functions out for every element type; here the compiler finds the type, and a number becomes a Scalar.
public static partial class torch
{
    private static Tensor FromValues<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requiresGrad) where T : unmanaged
    {
        CheckDevice(device);
        if (Shape.Count(shape) != values.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {values.Length} values for shape {Shape.Text(shape)}");
        var t = Tensor.From(values, shape);
        return Finish(dtype is { } type ? t.Cast(type) : t, requiresGrad);
    }

    private static T[] ToArray<T>(IList<T> values) => values as T[] ?? [.. values];

    /// <summary>A 0-dimensional tensor of the number's type.</summary>
    public static Tensor tensor(Scalar scalar, Device? device = null, bool requires_grad = false) => full([], scalar, scalar.Type, device, requires_grad);

    /// <summary>A 0-dimensional tensor, converted.</summary>
    public static Tensor tensor(Scalar scalar, ScalarType dtype, Device? device = null, bool requires_grad = false) => full([], scalar, dtype, device, requires_grad);

    /// <summary>A vector of the array's element type, unless another is given. The values are copied.</summary>
    /// <exception cref="ArgumentException">Tensors do not hold such elements.</exception>
    public static Tensor tensor<T>(IList<T> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) where T : unmanaged =>
        FromValues<T>(ToArray(rawArray), [rawArray.Count], dtype, device, requires_grad);

    /// <summary>A tensor of a given shape. The values are copied.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements, or tensors do not hold such elements.</exception>
    public static Tensor tensor<T>(IList<T> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) where T : unmanaged =>
        FromValues<T>(ToArray(rawArray), dimensions, dtype, device, requires_grad);

    /// <inheritdoc cref="tensor{T}(IList{T}, ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor tensor<T>(Memory<T> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) where T : unmanaged =>
        FromValues<T>(rawArray.Span, dimensions, dtype, device, requires_grad);

    /// <inheritdoc cref="tensor{T}(IList{T}, ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor tensor<T>(IList<T> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) where T : unmanaged =>
        tensor(rawArray, [rows, columns], dtype, device, requires_grad);

    /// <inheritdoc cref="tensor{T}(IList{T}, ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor tensor<T>(IList<T> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) where T : unmanaged =>
        tensor(rawArray, [dim0, dim1, dim2], dtype, device, requires_grad);

    /// <inheritdoc cref="tensor{T}(IList{T}, ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor tensor<T>(IList<T> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) where T : unmanaged =>
        tensor(rawArray, [dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A matrix. The values are copied.</summary>
    public static Tensor tensor<T>(T[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) where T : unmanaged =>
        from_array(rawArray, dtype, device, requires_grad);

    /// <summary>A tensor of three dimensions. The values are copied.</summary>
    public static Tensor tensor<T>(T[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) where T : unmanaged =>
        from_array(rawArray, dtype, device, requires_grad);

    /// <summary>A tensor of four dimensions. The values are copied.</summary>
    public static Tensor tensor<T>(T[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) where T : unmanaged =>
        from_array(rawArray, dtype, device, requires_grad);

    /// <summary>A tensor with the values, shape and element type of an array of any rank. The values are copied.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A tensor with the values and shape of an array of any rank. The values are copied.</summary>
    /// <exception cref="ArgumentException">Tensors do not hold such elements.</exception>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        CheckDevice(device);
        var t = Tensor.Empty([.. Enumerable.Range(0, rawArray.Rank).Select(rawArray.GetLongLength)], ScalarTypes.Of(rawArray.GetType().GetElementType()!));
        Bytes(rawArray).CopyTo(t.bytes);
        return Finish(dtype is { } type ? t.Cast(type) : t, requires_grad);
    }

    /// <summary>A vector that reads the bytes of an array as elements of another type. The values are copied.</summary>
    /// <param name="rawArray">The bytes.</param>
    /// <param name="dtype">The type of the result's elements.</param>
    /// <param name="count">How many; all that are left when negative.</param>
    /// <param name="offset">How many of the array's elements are left out at the beginning.</param>
    /// <param name="requires_grad">Whether gradients are wanted for the result.</param>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        if (offset < 0 || offset >= rawArray.LongLength) throw new ArgumentException($"invalid value for 'offset': {offset}");
        var rest = Bytes(rawArray)[checked((int)(offset * ScalarTypes.Of(rawArray.GetType().GetElementType()!).Size()))..];
        if (count < 0) count = rest.Length / dtype.Size();
        if (count > rest.Length / dtype.Size()) throw new IndexOutOfRangeException($"element count is too large: {count}");
        var t = Tensor.Empty([count], dtype);
        rest[..t.bytes.Length].CopyTo(t.bytes);
        return Finish(t, requires_grad);
    }

    private static ReadOnlySpan<byte> Bytes(Array array) =>
        MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), checked(array.Length * ScalarTypes.Of(array.GetType().GetElementType()!).Size()));

    /// <summary>A vector of the array's element type, unless another is given. The values are copied.</summary>
    public static Tensor as_tensor<T>(IList<T> data, ScalarType? dtype = null, Device? device = null) where T : unmanaged => tensor(data, dtype, device);

    /// <inheritdoc cref="as_tensor{T}(IList{T}, ScalarType?, Device)"/>
    public static Tensor as_tensor<T>(T[] data, ScalarType? dtype = null, Device? device = null) where T : unmanaged => tensor(data, dtype, device);

    /// <summary>The tensor itself, converted when a type is given.</summary>
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null)
    {
        CheckDevice(device);
        return data.to_type(dtype ?? data.dtype);
    }

    public partial class Tensor
    {
        /// <summary>The elements' memory, byte by byte; assigning overwrites it.</summary>
        /// <exception cref="NotImplementedException">The tensor is not contiguous.</exception>
        public Span<byte> bytes
        {
            get => Impl.Contiguous ? MemoryMarshal.AsBytes(Impl.Storage.Span<byte>(Impl.Offset * Impl.Dtype.Size(), Impl.Count * Impl.Dtype.Size()))
                : throw new NotImplementedException("Bytes() called on non-contiguous tensor.");
            set
            {
                if (value.Length != Impl.Count * Impl.Dtype.Size()) throw new ArgumentException("Mismatched data sizes in Tensor.set_bytes().");
                value.CopyTo(bytes);
                Impl.Storage.Version++;
            }
        }

        /// <summary>A 0-dimensional tensor of the number's type.</summary>
        public static implicit operator Tensor(Scalar scalar) => tensor(scalar);
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
    }
}
