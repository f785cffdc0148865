using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

/// <summary>A tensor's elements in logical (row-major) order, whatever its strides. Reads and writes go to the tensor's memory.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor tensor;

    internal TensorAccessor(torch.Tensor tensor) => this.tensor = tensor;

    /// <summary>The number of elements.</summary>
    public long Count => tensor.Impl.Count;

    /// <summary>Always false: elements can be written.</summary>
    public bool IsReadOnly => false;

    /// <summary>One element, by one flat index or by an index per dimension.</summary>
    /// <exception cref="IndexOutOfRangeException">Outside the tensor.</exception>
    public T this[params long[] indices]
    {
        get => tensor.Memory<T>()[Position(indices)];
        set => tensor.Memory<T>()[Position(indices)] = value;
    }

    /// <summary>All elements in a new array.</summary>
    public T[] ToArray()
    {
        if (tensor.Impl.Contiguous) return tensor.Span<T>().ToArray();
        using var copy = tensor.ContiguousCopy();
        return copy.Span<T>().ToArray();
    }

    /// <summary>All elements in an array of the tensor's shape.</summary>
    public Array ToNDArray()
    {
        var shape = tensor.Impl.Shape;
        if (shape.Length == 0) return new[] { this[0] };
        var result = Array.CreateInstance(typeof(T), shape);
        if (result.Length == 0) return result;
        ToArray().CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(result)), result.Length));
        return result;
    }

    /// <summary>Copies elements out, from <paramref name="tensorIndex"/> on.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies elements out, from <paramref name="tensorIndex"/> on.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0) => ToArray().AsSpan((int)tensorIndex).CopyTo(array[arrayIndex..]);

    /// <summary>Overwrites elements, from <paramref name="tensorIndex"/> on.</summary>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    /// <summary>Overwrites elements, from <paramref name="tensorIndex"/> on.</summary>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var from = array[arrayIndex..];
        for (var i = 0; i < from.Length; i++) this[tensorIndex + i] = from[i];
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>True when both have the same elements in the same order.</summary>
    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && Count == other.Count && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Count.GetHashCode();

    /// <inheritdoc cref="Equals(object)"/>
    public static bool operator ==(TensorAccessor<T>? left, TensorAccessor<T>? right) => left?.Equals(right) ?? right is null;

    /// <summary>True when some element differs.</summary>
    public static bool operator !=(TensorAccessor<T>? left, TensorAccessor<T>? right) => !(left == right);

    /// <summary>Nothing to release: the tensor owns the memory.</summary>
    public void Dispose()
    {
    }

    private int Position(long[] indices)
    {
        var i = tensor.Impl;
        var position = i.Offset;
        if (indices.Length == 1 && i.Shape.Length != 1)
        {
            var flat = indices[0];
            if (flat < 0 || flat >= i.Count) throw new IndexOutOfRangeException();
            for (var d = i.Shape.Length - 1; d >= 0; d--)
            {
                position += flat % i.Shape[d] * i.Strides[d];
                flat /= i.Shape[d];
            }
            return (int)position;
        }
        if (indices.Length != i.Shape.Length) throw new IndexOutOfRangeException();
        for (var d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= i.Shape[d]) throw new IndexOutOfRangeException();
            position += indices[d] * i.Strides[d];
        }
        return (int)position;
    }
}
