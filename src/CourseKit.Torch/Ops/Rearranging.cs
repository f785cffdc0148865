using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Copies side by side: so many along each dimension, new dimensions in front.</summary>
        public Tensor repeat(params long[] sizes)
        {
            var lead = sizes.Length - Impl.Shape.Length;
            if (lead < 0) throw new ExternalException("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor");
            long[] own = [.. Enumerable.Repeat(1L, lead), .. Impl.Shape];
            Shape.CheckSizes([.. own.Select((s, d) => s * sizes[d])]);
            var pairs = own.SelectMany(s => new[] { 1, s }).ToArray();
            var spread = own.SelectMany((s, d) => new[] { sizes[d], s }).ToArray();
            return reshape(pairs).expand(spread).clone().reshape([.. own.Select((s, d) => s * sizes[d])]);
        }

        /// <summary>Copies side by side, as <see cref="repeat"/>, but missing leading counts are 1.</summary>
        public Tensor tile(long[] reps) => repeat([.. Enumerable.Repeat(1L, Math.Max(0, Impl.Shape.Length - reps.Length)), .. reps]);

        /// <summary>Every index of a dimension so many times in a row; without a dimension, every element of the flat tensor.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null)
        {
            if (repeats < 0) throw new ExternalException("Repeats must be non-negative");
            if (dim is null) return flatten().repeat_interleave(repeats, 0);
            var d = Shape.Dim(dim.Value, Impl.Shape.Length);
            return unsqueeze(d + 1).expand([.. Impl.Shape[..(d + 1)], repeats, .. Impl.Shape[(d + 1)..]]).clone().flatten(d, d + 1);
        }

        /// <summary>Every index of a dimension as many times in a row as a vector says.</summary>
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null)
        {
            if (dim is null) return flatten().repeat_interleave(repeats, 0);
            if (repeats.Impl.Dtype is not (ScalarType.Int64 or ScalarType.Int32)) throw new ExternalException("repeats has to be Long or Int tensor");
            if (repeats.Impl.Count == 1) return repeat_interleave(repeats.AsInt64(), dim);
            var d = Shape.Dim(dim.Value, Impl.Shape.Length);
            if (repeats.Impl.Shape.Length != 1 || repeats.Impl.Count != Impl.Shape[d]) throw new ExternalException("repeats must have the same size as input along dim");
            var counts = repeats.Cast(ScalarType.Int64).AsContiguous().Span<long>().ToArray();
            if (Array.Exists(counts, c => c < 0)) throw new ExternalException("repeats can not be negative");
            return index_select(d, tensor(counts.SelectMany((c, i) => Enumerable.Repeat((long)i, (int)c)).ToArray()));
        }

        /// <summary>Dimensions in reverse order of their indices.</summary>
        public Tensor flip(params long[] dims)
        {
            var y = this;
            foreach (var d in Reduce.Dims(this, dims.Length == 0 ? [.. Enumerable.Empty<long>()] : dims))
            {
                if (dims.Length == 0 || Impl.Shape.Length == 0) break;
                var n = Impl.Shape[d];
                y = y.index_select(d, arange(n - 1, -1, -1));
            }
            return ReferenceEquals(y, this) ? clone() : y;
        }

        /// <summary>The elements moved along dimensions; what leaves at one end enters at the other.</summary>
        public Tensor roll(long[] shifts, long[] dims)
        {
            if (shifts.Length != dims.Length) throw new ExternalException($"shifts and dimensions must align. shifts: {shifts.Length}, dims:{dims.Length}");
            var y = this;
            for (var i = 0; i < dims.Length; i++)
            {
                var d = Shape.Dim(dims[i], Impl.Shape.Length);
                var n = Impl.Shape.Length == 0 ? 1 : Impl.Shape[d];
                var first = n == 0 ? 0 : ((-shifts[i] % n) + n) % n;
                if (first != 0) y = cat([y.narrow(d, first, n - first), y.narrow(d, 0, first)], d);
            }
            return ReferenceEquals(y, this) ? clone() : y;
        }

        /// <summary>The elements moved along a dimension, or along the flat tensor.</summary>
        public Tensor roll(long shifts, long? dims = null) => dims is { } d ? roll([shifts], [d]) : flatten().roll([shifts], [0]).reshape(Impl.Shape);
        /// <summary>The elements moved along the flat tensor.</summary>
        public Tensor roll(long[] shifts) =>
            shifts.Length == 1 ? roll(shifts[0]) : throw new ExternalException($"shifts and dimensions must align. shifts: {shifts.Length}, dims:0");
        /// <summary>The elements moved along two dimensions.</summary>
        public Tensor roll((long, long) shifts, (long, long) dims) => roll([shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);
        /// <summary>The elements moved along three dimensions.</summary>
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) => roll([shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);

        private Tensor Triangle(long diagonal, bool lower, string name)
        {
            if (Impl.Shape.Length < 2) throw new ExternalException($"{name}: input tensor must have at least 2 dimensions");
            var rows = arange(Impl.Shape[^2]).unsqueeze(1);
            var columns = arange(Impl.Shape[^1]);
            var keep = lower ? columns - rows <= diagonal : columns - rows >= diagonal;
            return torch.where(keep, this, zeros([], Impl.Dtype));
        }

        /// <summary>The part of matrices on and below a diagonal; the rest is 0.</summary>
        public Tensor tril(long diagonal = 0) => Triangle(diagonal, true, "tril");

        /// <summary>The part of matrices on and above a diagonal; the rest is 0.</summary>
        public Tensor triu(long diagonal = 0) => Triangle(diagonal, false, "triu");

        /// <summary>A diagonal of a matrix, or the matrix that has a vector as its diagonal.</summary>
        public Tensor diag(long diagonal = 0)
        {
            if (Impl.Shape.Length == 2) return this.diagonal(diagonal).clone();
            if (Impl.Shape.Length != 1) throw new ExternalException($"diag(): Supports 1D or 2D tensors. Got {Impl.Shape.Length}D");
            if (diagonal is < -int.MaxValue or > int.MaxValue) throw new ExternalException("numel: integer multiplication overflow");
            var n = Impl.Count + Math.Abs(diagonal);
            var first = diagonal >= 0 ? diagonal : -diagonal * n;
            var positions = Enumerable.Range(0, (int)Impl.Count).Select(i => first + (i * (n + 1))).ToArray();
            return new Places(positions, 1, Impl.Shape).Put(zeros([n, n], Impl.Dtype), this, false);
        }
    }

    /// <inheritdoc cref="Tensor.flip"/>
    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);
    /// <inheritdoc cref="Tensor.roll(long, long?)"/>
    public static Tensor roll(Tensor input, long shifts, long? dims = null) => input.roll(shifts, dims);
    /// <inheritdoc cref="Tensor.roll(long[], long[])"/>
    public static Tensor roll(Tensor input, long[] shifts, long[] dims) => input.roll(shifts, dims);
    /// <inheritdoc cref="Tensor.roll(long[])"/>
    public static Tensor roll(Tensor input, long[] shifts) => input.roll(shifts);
    /// <inheritdoc cref="Tensor.roll(long[], long[])"/>
    public static Tensor roll(Tensor input, (long, long) shifts, (long, long) dims) => input.roll(shifts, dims);
    /// <inheritdoc cref="Tensor.roll(long[], long[])"/>
    public static Tensor roll(Tensor input, (long, long, long) shifts, (long, long, long) dims) => input.roll(shifts, dims);
    /// <inheritdoc cref="Tensor.tile"/>
    public static Tensor tile(Tensor input, long[] dims) => input.tile(dims);
    /// <inheritdoc cref="Tensor.repeat_interleave(long, long?, long?)"/>
    public static Tensor repeat_interleave(Tensor input, long repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim);
    /// <inheritdoc cref="Tensor.repeat_interleave(Tensor, long?, long?)"/>
    public static Tensor repeat_interleave(Tensor input, Tensor repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim);
    /// <inheritdoc cref="Tensor.tril"/>
    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);
    /// <inheritdoc cref="Tensor.triu"/>
    public static Tensor triu(Tensor input, long diagonal = 0) => input.triu(diagonal);
    /// <inheritdoc cref="Tensor.diag"/>
    public static Tensor diag(Tensor input, long diagonal = 0) => input.diag(diagonal);

    /// <summary>The row and column indices of a matrix's lower triangle: [2, count].</summary>
    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        ones(row, col).tril(offset).nonzero().t().contiguous().to(dtype);

    /// <summary>The row and column indices of a matrix's upper triangle: [2, count].</summary>
    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        ones(row, col).triu(offset).nonzero().t().contiguous().to(dtype);

    /// <summary>The coordinates of a grid spanned by vectors, one tensor each; "xy" swaps the first two dimensions.</summary>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij")
    {
        var axes = tensors.ToArray();
        if (axes.Length == 0) throw new ExternalException("meshgrid expects a non-empty TensorList");
        if (Array.Exists(axes, a => a.Impl.Shape.Length > 1)) throw new ExternalException($"torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: {Shape.Text(axes.First(a => a.Impl.Shape.Length > 1).Impl.Shape)}");
        if (indexing is not ("ij" or "xy")) throw new ExternalException($"torch.meshgrid: indexing must be one of \"xy\" or \"ij\", but received: {indexing}");
        var swap = indexing == "xy" && axes.Length > 1;
        if (swap) (axes[0], axes[1]) = (axes[1], axes[0]);
        var shape = axes.Select(a => a.Impl.Count).ToArray();
        var grids = axes.Select((a, d) => a.reshape([.. shape.Select((n, k) => k == d ? n : 1)]).expand(shape)).ToArray();
        if (!swap) return grids;
        (grids[0], grids[1]) = (grids[1], grids[0]);
        return [.. grids.Select(g => g.transpose(0, 1))];
    }

    /// <summary>All ways to take one element of each vector: a row each.</summary>
    public static Tensor cartesian_prod(IList<Tensor> tensors) =>
        tensors.Count == 1 ? tensors[0].alias() : stack(meshgrid(tensors).Select(g => g.flatten()), 1);

    /// <inheritdoc cref="cartesian_prod(IList{Tensor})"/>
    public static Tensor cartesian_prod(params Tensor[] tensors) => cartesian_prod((IList<Tensor>)tensors);

    /// <summary>All ways to take r elements of a vector, in its order: a row each.</summary>
    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false)
    {
        if (input.Impl.Shape.Length != 1) throw new ExternalException($"Expect a 1D vector, but got shape {Shape.Text(input.Impl.Shape)}");
        if (r < 0) throw new ExternalException($"Expect a non-negative number, but got {r}");
        if (r == 0) return empty(0, dtype: input.Impl.Dtype);
        if (r > input.Impl.Count && !(with_replacement && input.Impl.Count > 0)) return empty(0, r, dtype: input.Impl.Dtype);
        if (r > 1000) throw new ExternalException($"Expect a number of elements up to 1000, but got {r}");
        var rows = new List<long>();
        var choice = new long[r];
        Choose(0, 0);
        return input.index_select(0, tensor(rows.ToArray())).reshape(-1, r);

        void Choose(int place, long first)
        {
            for (var i = first; i < input.Impl.Count; i++)
            {
                choice[place] = i;
                if (place == r - 1) rows.AddRange(choice);
                else Choose(place + 1, with_replacement ? i : i + 1);
            }
        }
    }
}
