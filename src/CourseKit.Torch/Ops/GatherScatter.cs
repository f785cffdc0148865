using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static void CheckInt64(Tensor index, string name)
        {
            if (index.Impl.Dtype != ScalarType.Int64) throw new ExternalException($"{name}(): Expected dtype int64 for index");
        }

        /// <summary>The whole rows (of a dimension) that a vector of indices names, in its order.</summary>
        /// <exception cref="ExternalException">The index is not a vector of integers, or reaches outside.</exception>
        public Tensor index_select(long dim, Tensor index)
        {
            var d = Shape.Dim(dim, Impl.Shape.Length);
            return RowsAt(d, index, "index_select").Take(Impl.Shape.Length == 0 ? unsqueeze(0) : this).reshape(Impl.Shape.Length == 0 ? [] : [.. Impl.Shape[..d], index.Impl.Count, .. Impl.Shape[(d + 1)..]]);
        }

        private Places RowsAt(int dim, Tensor index, string name)
        {
            if (index.Impl.Shape.Length > 1) throw new ExternalException($"{name}(): Index is supposed to be a vector");
            if (index.Impl.Dtype is not (ScalarType.Int64 or ScalarType.Int32)) throw new ExternalException($"{name}(): Expected dtype int32 or int64 for index");
            var n = Impl.Shape.Length == 0 ? 1 : Impl.Shape[dim];
            foreach (var i in index.Cast(ScalarType.Int64).AsContiguous().Span<long>())
                if ((i < 0 || i >= n) && name != "index_fill_") throw new ExternalException("index out of range in self");
            return Places.At(Impl.Shape.Length == 0 ? [1] : Impl.Shape, [.. Enumerable.Repeat<Tensor?>(null, dim), index.reshape(-1)]);
        }

        private Places GatherPlaces(long dim, Tensor index, string name)
        {
            var n = Impl.Shape.Length;
            var d = Shape.Dim(dim, n);
            CheckInt64(index, name);
            var s = index.Impl.Shape;
            if (index.Impl.Count > 0 && Math.Max(s.Length, 1) != Math.Max(n, 1))
                throw new ExternalException($"Index tensor must have the same number of dimensions as {(name == "gather" ? "input" : "self")} tensor");
            for (var k = 0; index.Impl.Count > 0 && k < Math.Min(s.Length, n); k++)
            {
                if (k != d && s[k] > Impl.Shape[k])
                {
                    throw new ExternalException(name == "gather"
                        ? $"Size does not match at dimension {k} expected index {Shape.Text(s)} to be smaller than self {Shape.Text(Impl.Shape)} apart from dimension {d}"
                        : $"Expected index {Shape.Text(s)} to be smaller than self {Shape.Text(Impl.Shape)} apart from dimension {d} and to be smaller size than src");
                }
            }
            return index.Impl.Count == 0 ? new([], 1, s) : Places.Along(n == 0 ? [1] : Impl.Shape, d, s.Length == 0 ? index.reshape(1) : index) with { Shape = s };
        }

        /// <summary>y[i, j] = this[index[i, j], j] for dimension 0, and alike for others.</summary>
        public Tensor gather(long dim, Tensor index) => GatherPlaces(dim, index, "gather").Take(this);

        /// <summary>A copy into which this[index[i, j], j] = src[i, j] is written for dimension 0, and alike for others.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => GatherPlaces(dim, index, "scatter").Put(this, SourceFor(index, src), false);

        /// <summary>Writes this[index[i, j], j] = src[i, j] for dimension 0, and alike for others.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => PutInPlace(GatherPlaces(dim, index, "scatter"), SourceFor(index, src), false);

        /// <summary>A copy to which src is added at the indices: this[index[i, j], j] += src[i, j].</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => GatherPlaces(dim, index, "scatter").Put(this, SourceFor(index, src), true);

        /// <summary>Adds src at the indices: this[index[i, j], j] += src[i, j].</summary>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => PutInPlace(GatherPlaces(dim, index, "scatter"), SourceFor(index, src), true);

        /// <summary>The part of the source that an index of smaller size uses.</summary>
        private Tensor SourceFor(Tensor index, Tensor src)
        {
            if (src.Impl.Dtype != Impl.Dtype) throw new ExternalException("scatter(): Expected self.dtype to be equal to src.dtype");
            var s = index.Impl.Shape;
            if (s.Length != src.Impl.Shape.Length && src.Impl.Count != 1) throw new ExternalException("Index tensor must have the same number of dimensions as src tensor");
            var part = src;
            for (var d = 0; d < s.Length && part.Impl.Shape.Length == s.Length; d++)
            {
                if (s[d] > src.Impl.Shape[d])
                    throw new ExternalException($"Expected index {Shape.Text(s)} to be smaller than self {Shape.Text(Impl.Shape)} apart from dimension 0 and to be smaller size than src {Shape.Text(src.Impl.Shape)}");
                if (s[d] < src.Impl.Shape[d]) part = part.narrow(d, 0, s[d]);
            }
            return part.reshape(s);
        }

        /// <summary>Writes at places in this tensor itself: at once where nothing is recorded and the memory is flat.</summary>
        private Tensor PutInPlace(Places places, Tensor values, bool accumulate)
        {
            if (InPlace.Records(this, values) || !Impl.Contiguous || values.Impl.Storage == Impl.Storage)
                return InPlace.Assign(this, places.Put(this, values, accumulate));
            TakePut.Put(this, places.Positions, places.Block, values.AsContiguous(), accumulate);
            Impl.Storage.Version++;
            return this;
        }

        /// <summary>Adds alpha · source to the rows (of a dimension) that a vector of indices names.</summary>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha)
        {
            var d = Shape.Dim(dim, Impl.Shape.Length);
            var places = RowsAt(d, index, "index_add_");
            if (source.Impl.Dtype != Impl.Dtype)
                throw new ExternalException($"index_add_(): self ({Impl.Dtype.TorchName()}) and source ({source.Impl.Dtype.TorchName()}) must have the same scalar type");
            if (!Shape.Same(source.Impl.Shape, places.Shape) && Impl.Shape.Length > 0)
                throw new ExternalException($"index_add_(): Number of indices ({index.Impl.Count}) should be equal to source.size(dim): ({(source.Impl.Shape.Length > d ? source.Impl.Shape[d] : 1)}), for dim: {d}");
            return PutInPlace(places, source * alpha, true);
        }

        /// <summary>A copy with alpha · source added to the rows (of a dimension) that a vector of indices names.</summary>
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => clone().index_add_(dim, index, source, alpha);

        /// <summary>Sets the rows (of a dimension) that a vector of indices names to a number.</summary>
        public Tensor index_fill_(long dim, Tensor index, Scalar value)
        {
            if (index.Impl.Dtype != ScalarType.Int64) throw new ExternalException("index_fill_(): Expected dtype int64 for index.");
            if (index.Impl.Shape.Length > 1) throw new ExternalException("index_fill_(): Index is supposed to be a vector");
            var places = Places.At(Impl.Shape.Length == 0 ? [1] : Impl.Shape, [.. Enumerable.Repeat<Tensor?>(null, Shape.Dim(dim, Impl.Shape.Length)), index.reshape(-1)]);
            return PutInPlace(places, full(places.Shape, value, Impl.Dtype), false);
        }

        /// <summary>The elements at flat indices, in the shape of the index.</summary>
        public Tensor take(Tensor index)
        {
            if (index.Impl.Dtype != ScalarType.Int64) throw new ExternalException($"take(): Expected a long tensor for index, but got {index.Impl.Dtype.TorchName()}");
            var n = Impl.Count;
            var positions = index.AsContiguous().Span<long>().ToArray();
            for (var i = 0; i < positions.Length; i++)
            {
                if (positions[i] < -n || positions[i] >= n) throw new ExternalException($"out of range: tried to access index {positions[i]} on a tensor of {n} elements.");
                if (positions[i] < 0) positions[i] += n;
            }
            return new Places(positions, 1, index.Impl.Shape).Take(this);
        }

        /// <summary>The elements at flat indices.</summary>
        public Tensor take_along_dim(Tensor indices) => reshape(-1).gather(0, indices.reshape(-1));

        /// <summary>The elements at flat indices.</summary>
        public Tensor take_along_dim(IEnumerable<long> indices) => take_along_dim(tensor(indices.ToArray()));

        /// <summary>The elements whose index along a dimension is given; the others are broadcast.</summary>
        public Tensor take_along_dim(Tensor indices, long dim)
        {
            var d = Shape.Dim(dim, Impl.Shape.Length);
            if (indices.Impl.Shape.Length != Impl.Shape.Length)
                throw new ExternalException($"torch.take_along_dim(): input and indices should have the same number of dimensions, but got {Impl.Shape.Length} dimensions for input, and {indices.Impl.Shape.Length} dimensions for indices");
            long[] a = [.. Impl.Shape], b = [.. indices.Impl.Shape];
            (a[d], b[d]) = (1, 1);
            var common = Shape.Broadcast(a, b);
            (a, b) = ([.. common], [.. common]);
            (a[d], b[d]) = (Impl.Shape[d], indices.Impl.Shape[d]);
            return expand(a).gather(d, indices.expand(b));
        }

        /// <summary>The elements whose index along a dimension is given.</summary>
        public Tensor take_along_dim(IEnumerable<long> indices, long dim) => take_along_dim(tensor(indices.ToArray()), dim);

        /// <summary>The elements under a mask (broadcast), as a vector.</summary>
        public Tensor masked_select(Tensor mask)
        {
            if (mask.Impl.Dtype != ScalarType.Bool) throw new ExternalException("masked_select: expected BoolTensor for mask");
            var common = Shape.Broadcast(Impl.Shape, mask.Impl.Shape);
            var (x, m) = (expand(common), mask.expand(common));
            return common.Length == 0 ? x.unsqueeze(0)[m.unsqueeze(0)] : x[m];
        }

        /// <summary>The indices of all elements that are not 0: [count, dimensions].</summary>
        public Tensor nonzero()
        {
            var flags = Cast(ScalarType.Bool).AsContiguous().Span<bool>();
            var found = new List<long>();
            for (var i = 0; i < flags.Length; i++)
            {
                if (!flags[i]) continue;
                var rest = (long)i;
                var at = found.Count;
                for (var d = Impl.Shape.Length - 1; d >= 0; d--)
                {
                    found.Insert(at, rest % Impl.Shape[d]);
                    rest /= Impl.Shape[d];
                }
            }
            var n = Impl.Shape.Length;
            long count = n > 0 ? found.Count / n : flags[0] ? 1 : 0;
            return From<long>(found.ToArray(), [count, n]);
        }
    }

    /// <inheritdoc cref="Tensor.gather"/>
    public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);
    /// <inheritdoc cref="Tensor.gather"/>
    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) => input.gather(dim, index);
    /// <inheritdoc cref="Tensor.scatter"/>
    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) => input.scatter(dim, index, src);
    /// <inheritdoc cref="Tensor.scatter_add"/>
    public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add(dim, index, src);
    /// <inheritdoc cref="Tensor.index_select"/>
    public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);
    /// <inheritdoc cref="Tensor.masked_select"/>
    public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);
    /// <inheritdoc cref="Tensor.take"/>
    public static Tensor take(Tensor input, Tensor index) => input.take(index);
    /// <inheritdoc cref="Tensor.take_along_dim(Tensor, long)"/>
    public static Tensor take_along_dim(Tensor input, Tensor indices, long dim = 0) => input.take_along_dim(indices, dim);
    /// <inheritdoc cref="Tensor.take_along_dim(IEnumerable{long}, long)"/>
    public static Tensor take_along_dim(Tensor input, IEnumerable<long> indices, long dim = 0) => input.take_along_dim(indices, dim);
    /// <inheritdoc cref="Tensor.nonzero"/>
    public static Tensor nonzero(Tensor input) => input.nonzero();
    /// <summary>The indices of all elements that are true: one vector per dimension.</summary>
    public static Tensor[] where(Tensor condition) => condition.nonzero().unbind(1);
}
