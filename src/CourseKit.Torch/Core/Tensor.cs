using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A multi-dimensional array with a gradient. Values are strided views on reference-counted memory: slices and transposes share it, and
    /// writes through one are seen by all. Not safe for concurrent writes.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private TensorImpl? impl;

        // The scope that disposes this handle, and where the scope keeps it.
        internal DisposeScope? OwningDisposeScope;
        internal int PlaceInScope;

        internal Tensor(TensorImpl impl, bool scoped = true)
        {
            this.impl = impl;
            if (scoped && DisposeScope.Current is { } scope)
            {
                scope.Add(this);
                DisposeScopeManager.Statistics.CreatedInScopeCount++;
            }
            else
            {
                DisposeScopeManager.Statistics.CreatedOutsideScopeCount++;
            }
        }

        internal TensorImpl Impl => impl ?? throw new InvalidOperationException("Tensor invalid -- empty handle.");

        /// <summary>A fresh contiguous tensor whose memory holds anything.</summary>
        internal static Tensor Empty(ReadOnlySpan<long> shape, ScalarType dtype)
        {
            Shape.CheckSizes(shape);
            var sizes = shape.ToArray();
            return new Tensor(new TensorImpl(new Storage(Shape.Bytes(shape, dtype)), 0, sizes, Shape.ContiguousStrides(shape), dtype));
        }

        internal static Tensor From<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape) where T : unmanaged
        {
            var t = Empty(shape, ScalarTypes.Of<T>());
            values.CopyTo(t.Span<T>());
            return t;
        }

        /// <summary>Another handle on the same memory with other geometry, outside the graph.</summary>
        internal Tensor Alias(long[] shape, long[] strides, long offset)
        {
            var source = Impl;
            source.Storage.Retain();
            return new Tensor(new TensorImpl(source.Storage, offset, shape, strides, source.Dtype));
        }

        /// <summary>The elements of a contiguous tensor.</summary>
        internal Span<T> Span<T>() where T : unmanaged
        {
            var i = Impl;
            if (!i.Contiguous) throw new InvalidOperationException("internal error: a strided tensor used as a flat one");
            return i.Storage.Span<T>(i.Offset, i.Count);
        }

        /// <summary>The whole storage, for kernels that walk strides.</summary>
        internal Span<T> Memory<T>() where T : unmanaged
        {
            var i = Impl;
            return i.Storage.Span<T>(0, i.Storage.Bytes / Unsafe.SizeOf<T>());
        }

        /// <summary>A label of your own.</summary>
        public string? name { get; set; }

        /// <summary>The element type.</summary>
        public ScalarType dtype => Impl.Dtype;

        /// <summary>Where the values live: always the CPU.</summary>
        public Device device => Valid(CPU);

        private Device Valid(Device value)
        {
            _ = Impl;
            return value;
        }

        /// <summary>The kind of device: always the CPU.</summary>
        public DeviceType device_type => device.type;

        /// <summary>The device's index: −1.</summary>
        public int device_index => device.index;

        /// <summary>Always false.</summary>
        public bool is_cuda => device.type == DeviceType.CUDA;

        /// <summary>The sizes of all dimensions.</summary>
        public long[] shape => (long[])Impl.Shape.Clone();

        /// <summary>The sizes of all dimensions.</summary>
        public long[] size() => shape;

        /// <summary>The size of one dimension, counted from the end when negative.</summary>
        public long size(int dim) => Impl.Shape[Shape.Dim(dim, Impl.Shape.Length)];

        /// <summary>The distances between neighbours along all dimensions, in elements.</summary>
        public long[] stride() => (long[])Impl.Strides.Clone();

        /// <summary>The distance between neighbours along one dimension, in elements.</summary>
        public long stride(int dim) => Impl.Strides[Shape.Dim(dim, Impl.Shape.Length)];

        /// <summary>Where the first element lies in the storage, in elements.</summary>
        public long storage_offset() => Impl.Offset;

        /// <summary>The number of dimensions.</summary>
        public long Dimensions => Impl.Shape.Length;

        /// <summary>The number of dimensions.</summary>
        public long ndim => Impl.Shape.Length;

        /// <summary>The number of dimensions.</summary>
        public long dim() => Impl.Shape.Length;

        /// <summary>The number of elements.</summary>
        public long NumberOfElements => Impl.Count;

        /// <summary>The number of elements.</summary>
        public long numel() => Impl.Count;

        /// <summary>Bytes per element.</summary>
        public long ElementSize => Impl.Dtype.Size();

        /// <summary>Bytes per element.</summary>
        public long element_size() => Impl.Dtype.Size();

        /// <summary>True when the tensor was disposed.</summary>
        public bool IsInvalid => impl is null;

        /// <summary>True when the elements lie in memory in logical order without gaps.</summary>
        public bool is_contiguous() => Impl.Contiguous;

        /// <summary>True for floating-point element types.</summary>
        public bool is_floating_point() => Impl.Dtype.IsFloatingPoint();

        /// <summary>True for integer element types.</summary>
        public bool is_integral() => Impl.Dtype.IsInteger();

        /// <summary>Gives up this handle's claim on the memory; the tensor cannot be used afterwards.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Gives up this handle's claim on the memory.</summary>
        protected virtual void Dispose(bool disposing)
        {
            var i = Interlocked.Exchange(ref impl, null);
            if (i is null) return;
            if (OwningDisposeScope is null) DisposeScopeManager.Statistics.DisposedOutsideScopeCount++;
            else DisposeScopeManager.Statistics.DisposedInScopeCount++;
            OwningDisposeScope?.MarkAsDisposed(this);
            i.Storage.Release();
        }

        /// <summary>Keeps the tensor when its scope ends: the enclosing scope has it then.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Puts the tensor into the scope that another tensor is in.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope!);

        /// <summary>Puts the tensor into another scope.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope other)
        {
            if (OwningDisposeScope is { } scope) scope.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        /// <summary>Keeps the tensor when its scope ends: nobody disposes it but its owner.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }
    }
}
