using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Part of the tensor: a view while only numbers and ranges are used, else a copy. Assigning writes into this tensor.</summary>
        /// <exception cref="ExternalException">Too many places, an index outside its dimension, or a mask of another shape.</exception>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>The elements at lists of indices (one list per dimension), or under a mask.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>One index of the first dimension, as a view.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => At(i1);
            set => Write(At(i1), value);
        }

        /// <summary>One index of the first two dimensions, as a view.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => At(i1, i2);
            set => Write(At(i1, i2), value);
        }

        /// <summary>One index of the first three dimensions, as a view.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => At(i1, i2, i3);
            set => Write(At(i1, i2, i3), value);
        }

        /// <summary>One index of the first four dimensions, as a view.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At(i1, i2, i3, i4);
            set => Write(At(i1, i2, i3, i4), value);
        }

        /// <summary>One index of the first dimensions each, as a view.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => At(indices);
            set => Write(At(indices), value);
        }

        private Tensor At(params ReadOnlySpan<long> indices)
        {
            var y = this;
            foreach (var i in indices)
            {
                var next = y.select(0, i);
                if (!ReferenceEquals(y, this)) y.Dispose();
                y = next;
            }
            return y;
        }

        private ExternalException TooMany(int got) => new($"too many indices for tensor of dimension {Impl.Shape.Length} (got {got})");

        private static void Write(Tensor part, Tensor value)
        {
            InPlace.Assign(part, value);
            part.Dispose();
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor index(params TensorIndex[] indices)
        {
            var (view, lists) = Basic(indices);
            return lists is null ? view : view.Advanced(lists).Take(view);
        }

        /// <inheritdoc cref="this[Tensor[]]"/>
        public Tensor index(params Tensor[] indices) => Advanced(indices).Take(this);

        /// <summary>Writes a value, broadcast, at an index; with <paramref name="accumulate"/> it is added, as often as an index occurs.</summary>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            var (view, lists) = Basic(indices);
            if (lists is not null) view.PutAt(value, lists, accumulate);
            else InPlace.Assign(view, accumulate ? view + value : WithoutLeadingOnes(value).expand(view.Impl.Shape));
            return this;
        }

        /// <summary>Writes a value, broadcast, at lists of indices or under a mask.</summary>
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) => PutAt(value, indices, accumulate);

        /// <summary>Writes a value, broadcast, at an index.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        /// <summary>Writes a value, broadcast, at lists of indices or under a mask.</summary>
        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        /// <summary>Writes a number at an index.</summary>
        public Tensor index_put_(Scalar value, params TensorIndex[] indices) => index_put_(full([], value, Impl.Dtype), indices, false);

        /// <summary>Writes a number at lists of indices or under a mask.</summary>
        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(full([], value, Impl.Dtype), indices, false);

        private Tensor PutAt(Tensor value, Tensor?[] lists, bool accumulate)
        {
            if (value.Impl.Dtype != Impl.Dtype)
            {
                throw new ExternalException($"Index put requires the source and destination dtypes match, got {Impl.Dtype.TorchName()} for the destination "
                    + $"and {value.Impl.Dtype.TorchName()} for the source.");
            }
            var places = Advanced(lists);
            if (!Shape.Fits(value.Impl.Shape, places.Shape))
                throw new ExternalException($"shape mismatch: value tensor of shape {Shape.Text(value.Impl.Shape)} cannot be broadcast to indexing result of shape {Shape.Text(places.Shape)}");
            return PutInPlace(places, value.expand(places.Shape), accumulate);
        }

        private static Tensor WithoutLeadingOnes(Tensor t)
        {
            var n = t.Impl.Shape.TakeWhile(s => s == 1).Count();
            return n == 0 ? t : t.reshape(t.Impl.Shape[n..]);
        }

        /// <summary>Applies numbers, ranges and new dimensions as views; lists of indices stay, each at its dimension of the view.</summary>
        private (Tensor View, Tensor?[]? Lists) Basic(TensorIndex[] indices)
        {
            var used = indices.Sum(i => i.What switch
            {
                TensorIndex.Kind.None or TensorIndex.Kind.Ellipsis or TensorIndex.Kind.Bool => 0,
                TensorIndex.Kind.Tensor when i.List!.Impl.Dtype == ScalarType.Bool => i.List.Impl.Shape.Length,
                _ => 1,
            });
            if (used > Impl.Shape.Length)
            {
                throw new ExternalException(Impl.Shape.Length == 0
                    ? "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number"
                    : $"too many indices for tensor of dimension {Impl.Shape.Length}");
            }
            var view = this;
            var lists = new List<Tensor?>();
            var any = false;
            for (var place = 0; place < indices.Length; place++)
            {
                var (i, d) = (indices[place], lists.Count);
                switch (i.What)
                {
                    case TensorIndex.Kind.Single:
                        var n = view.Impl.Shape[d];
                        if (i.Start < -n || i.Start >= n) throw new ExternalException($"index {i.Start} is out of bounds for dimension {place} with size {n}");
                        view = view.select(d, i.Start!.Value);
                        break;
                    case TensorIndex.Kind.Slice:
                        if (i.Step is <= 0) throw new ExternalException("step must be greater than zero");
                        view = view.slice(d, i.Start ?? 0, i.Stop ?? long.MaxValue, i.Step ?? 1);
                        lists.Add(null);
                        break;
                    case TensorIndex.Kind.None:
                        view = view.unsqueeze(d);
                        lists.Add(null);
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        for (var k = Impl.Shape.Length - used; k > 0; k--) lists.Add(null);
                        break;
                    case TensorIndex.Kind.Bool:
                        view = view.unsqueeze(d);
                        lists.Add(tensor(new[] { i.Start == 1 }));
                        any = true;
                        break;
                    default:
                        // A mask covers as many dimensions as it has; the others are filled up when it becomes lists.
                        lists.Add(i.List);
                        for (var k = i.List!.Impl.Dtype == ScalarType.Bool ? i.List.Impl.Shape.Length : 1; k > 1; k--) lists.Add(Covered);
                        any = true;
                        break;
                }
            }
            return (ReferenceEquals(view, this) ? alias() : view, any ? [.. lists] : null);
        }

        /// <summary>Stands for a dimension that the mask before it covers.</summary>
        private static readonly Tensor Covered = Empty([], ScalarType.Bool).DetachFromDisposeScope();

        /// <summary>The positions that lists of indices (null: all of a dimension) choose, and the shape of the result.</summary>
        private Places Advanced(Tensor?[] lists)
        {
            var perDimension = new List<Tensor?>();
            foreach (var list in lists)
            {
                if (ReferenceEquals(list, Covered)) continue;
                if (list is null || list.Impl.Dtype.IsInteger() && list.Impl.Dtype != ScalarType.Byte) perDimension.Add(list);
                else if (list.Impl.Dtype is ScalarType.Bool or ScalarType.Byte) perDimension.AddRange(FromMask(list, perDimension.Count));
                else throw new ExternalException("tensors used as indices must be long, byte or bool tensors");
            }
            if (perDimension.Count > Impl.Shape.Length) throw TooMany(perDimension.Count);
            return Places.At(Impl.Shape, perDimension);
        }

        private Tensor[] FromMask(Tensor mask, int at)
        {
            var shape = mask.Impl.Shape;
            for (var d = 0; d < shape.Length; d++)
            {
                if (at + d >= Impl.Shape.Length) throw TooMany(at + shape.Length);
                if (shape[d] != Impl.Shape[at + d])
                    throw new ExternalException($"The shape of the mask {Shape.Text(shape)} at index {d} does not match the shape of the indexed tensor {Shape.Text(Impl.Shape)} at index {at + d}");
            }
            return mask.nonzero().unbind(1);
        }
    }
}
