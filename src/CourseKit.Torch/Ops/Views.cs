using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A view of this tensor with a way back for its gradient.</summary>
        private Tensor View(long[] shape, long[] strides, long offset, string name, Gradient gradient)
        {
            var y = Alias(shape, strides, offset);
            InPlace.MarkView(this, y);
            return Op.Records(this) ? new Op(name).Input(this, gradient).Result(y) : y;
        }

        private static Tensor Reshaped(Tensor g, Op op) => g.reshape(op.InputShape);

        /// <summary>The gradient of a view that shows part of the memory: zeros with the view's gradient in its place.</summary>
        private static Gradient Scatter(Func<Tensor, Tensor> gradient) => (g, op) =>
        {
            var whole = zeros(op.InputShape, g.dtype);
            StridedCopy.Copy(g, gradient(whole));
            return Op.Records(g) ? new Op("ScatterViewBackward").Input(g, gradient).Result(whole) : whole;
        };

        /// <summary>The same elements in another shape; one size may be −1. The memory is shared.</summary>
        /// <exception cref="ExternalException">The shape does not fit, or only a copy could have it: use <see cref="reshape(long[])"/>.</exception>
        public Tensor view(params long[] shape)
        {
            var target = Shape.Infer(shape, Impl.Count);
            var strides = Shape.ViewStrides(Impl.Shape, Impl.Strides, target)
                ?? throw new ExternalException("view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.");
            return View(target, strides, Impl.Offset, "ViewBackward0", Reshaped);
        }

        /// <summary>The same elements in the shape of another tensor.</summary>
        public Tensor view_as(Tensor other) => view(other.shape);

        /// <summary>The same elements in another shape; one size may be −1. A view where possible, else a copy.</summary>
        public Tensor reshape(params long[] shape)
        {
            var target = Shape.Infer(shape, Impl.Count);
            return Shape.ViewStrides(Impl.Shape, Impl.Strides, target) is null ? clone().view(target) : view(target);
        }

        /// <summary>Merges dimensions into one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1)
        {
            var n = Impl.Shape.Length;
            if (n == 0) return reshape(1);
            var (a, b) = (Shape.Dim(start_dim, n), Shape.Dim(end_dim, n));
            if (a > b) throw new ExternalException("flatten() has invalid args: start_dim cannot come after end_dim");
            return reshape([.. Impl.Shape[..a], Shape.Count(Impl.Shape.AsSpan(a, b - a + 1)), .. Impl.Shape[(b + 1)..]]);
        }

        /// <summary>Splits one dimension into several; one size may be −1.</summary>
        public Tensor unflatten(long dim, params long[] sizes)
        {
            var d = Shape.Dim(dim, Impl.Shape.Length);
            if (Impl.Shape.Length == 0) throw new ExternalException("unflatten: Dimension specified as 0 but tensor has no dimensions");
            try
            {
                return view([.. Impl.Shape[..d], .. Shape.Infer(sizes, Impl.Shape[d]), .. Impl.Shape[(d + 1)..]]);
            }
            catch (ExternalException) when (!sizes.Contains(-1) && Shape.Count(sizes) != Impl.Shape[d])
            {
                throw new ExternalException($"unflatten: Provided sizes {Shape.Text(sizes)} don't multiply up to the size of dim {d} ({Impl.Shape[d]}) in the input tensor");
            }
        }

        /// <summary>Splits one dimension into several.</summary>
        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        /// <summary>Drops a dimension of size 1, or all of them.</summary>
        public Tensor squeeze(long? dim = null)
        {
            var keep = Enumerable.Range(0, Impl.Shape.Length).ToArray();
            if (dim is { } one)
            {
                var d = Shape.Dim(one, Impl.Shape.Length);
                if (Impl.Shape.Length > 0 && Impl.Shape[d] == 1) keep = [.. keep.Where(k => k != d)];
            }
            else
            {
                keep = [.. keep.Where(k => Impl.Shape[k] != 1)];
            }
            return View([.. keep.Select(k => Impl.Shape[k])], [.. keep.Select(k => Impl.Strides[k])], Impl.Offset, "SqueezeBackward0", Reshaped);
        }

        /// <summary>Inserts a dimension of size 1.</summary>
        public Tensor unsqueeze(long dim)
        {
            var d = Shape.Dim(dim, Impl.Shape.Length + 1);
            var stride = d < Impl.Shape.Length ? Impl.Shape[d] * Impl.Strides[d] : 1;
            return View([.. Impl.Shape[..d], 1, .. Impl.Shape[d..]], [.. Impl.Strides[..d], stride, .. Impl.Strides[d..]], Impl.Offset, "UnsqueezeBackward0", Reshaped);
        }

        /// <summary>Reorders the dimensions.</summary>
        public Tensor permute(params long[] permutation)
        {
            var n = Impl.Shape.Length;
            if (permutation.Length != n)
                throw new ExternalException($"permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = {n} is not equal to len(dims) = {permutation.Length}");
            var order = permutation.Select(p => Shape.Dim(p, n)).ToArray();
            if (order.Distinct().Count() != n) throw new ExternalException("permute(): duplicate dims are not allowed.");
            var back = new long[n];
            for (var i = 0; i < n; i++) back[order[i]] = i;
            return View([.. order.Select(d => Impl.Shape[d])], [.. order.Select(d => Impl.Strides[d])], Impl.Offset, "PermuteBackward0", (g, _) => g.permute(back));
        }

        /// <summary>Reorders the dimensions.</summary>
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        /// <summary>Swaps two dimensions.</summary>
        public Tensor transpose(long dim0, long dim1)
        {
            var (a, b) = (Shape.Dim(dim0, Impl.Shape.Length), Shape.Dim(dim1, Impl.Shape.Length));
            if (Impl.Shape.Length == 0) return alias();
            var (shape, strides) = ((long[])Impl.Shape.Clone(), (long[])Impl.Strides.Clone());
            (shape[a], shape[b], strides[a], strides[b]) = (shape[b], shape[a], strides[b], strides[a]);
            return View(shape, strides, Impl.Offset, "TransposeBackward0", (g, _) => g.transpose(a, b));
        }

        /// <summary>The transpose of a matrix; vectors stay.</summary>
        public Tensor t()
        {
            if (Impl.Shape.Length > 2)
                throw new ExternalException($"t() expects a tensor with <= 2 dimensions, but self is {Impl.Shape.Length}D");
            return Impl.Shape.Length < 2 ? alias() : transpose(0, 1);
        }

        /// <summary>All dimensions in reverse order.</summary>
        public Tensor T => permute([.. Enumerable.Range(0, Impl.Shape.Length).Reverse().Select(d => (long)d)]);

        /// <summary>The last two dimensions swapped.</summary>
        public Tensor mT => transpose(-2, -1);

        /// <summary>Moves dimensions to other places.</summary>
        public Tensor movedim(long[] source, long[] destination)
        {
            var n = Impl.Shape.Length;
            if (source.Length != destination.Length)
                throw new ExternalException($"movedim: Invalid source or destination dims: source ({Shape.Text(source)} dims) should contain the same number of dims as destination ({Shape.Text(destination)} dims)");
            var order = new int[n];
            if (n == 0) return alias();
            Array.Fill(order, -1);
            for (var i = 0; i < source.Length; i++) order[Shape.Dim(destination[i], n)] = Shape.Dim(source[i], n);
            var rest = new Queue<int>(Enumerable.Range(0, n).Except(order));
            return permute([.. order.Select(d => (long)(d >= 0 ? d : rest.Dequeue()))]);
        }

        /// <summary>Repeats dimensions of size 1 (and new leading ones) without a copy; −1 keeps a size.</summary>
        public Tensor expand(long[] sizes, bool isImplicit = false)
        {
            var lead = sizes.Length - Impl.Shape.Length;
            if (lead < 0)
            {
                throw new ExternalException($"expand(torch.{Impl.Dtype.TorchName()}Tensor{{{Shape.Text(Impl.Shape)}}}, size={Shape.Text(sizes)}): "
                    + $"the number of sizes provided ({sizes.Length}) must be greater or equal to the number of dimensions in the tensor ({Impl.Shape.Length})");
            }
            var (shape, strides) = (new long[sizes.Length], new long[sizes.Length]);
            for (var i = 0; i < sizes.Length; i++)
            {
                var own = i < lead ? 1 : Impl.Shape[i - lead];
                shape[i] = sizes[i] == -1 && i >= lead ? own : sizes[i];
                if (shape[i] < 0) throw new ExternalException($"The expanded size of the tensor ({sizes[i]}) isn't allowed in a leading, non-existing dimension {i}");
                if (own != 1 && own != shape[i])
                {
                    throw new ExternalException($"The expanded size of the tensor ({shape[i]}) must match the existing size ({own}) at non-singleton dimension {i}.  "
                        + $"Target sizes: {Shape.Text(sizes)}.  Tensor sizes: {Shape.Text(Impl.Shape)}");
                }
                strides[i] = i < lead || own == 1 ? 0 : Impl.Strides[i - lead];
            }
            return View(shape, strides, Impl.Offset, "ExpandBackward0", static (g, _) => g);
        }

        /// <summary>Repeats dimensions of size 1 without a copy.</summary>
        public Tensor expand(params long[] sizes) => expand(sizes, false);

        /// <summary>Repeats dimensions of size 1 without a copy.</summary>
        public Tensor expand(Size sizes, bool isImplicit = false) => expand(sizes.Shape, isImplicit);

        /// <summary>Repeats dimensions of size 1 to the shape of another tensor.</summary>
        public Tensor expand_as(Tensor other) => expand(other.shape);

        /// <summary>One index of a dimension, which goes away.</summary>
        public Tensor select(long dim, long index)
        {
            var d = Shape.Dim(dim, Impl.Shape.Length);
            if (Impl.Shape.Length == 0) throw new ExternalException("select() cannot be applied to a 0-dim tensor.");
            var n = Impl.Shape[d];
            if (index < -n || index >= n)
                throw new ExternalException($"select(): index {index} out of range for tensor of size {Shape.Text(Impl.Shape)} at dimension {d}");
            var i = index < 0 ? index + n : index;
            return View([.. Impl.Shape[..d], .. Impl.Shape[(d + 1)..]], [.. Impl.Strides[..d], .. Impl.Strides[(d + 1)..]],
                Impl.Offset + (i * Impl.Strides[d]), "SelectBackward0", Scatter(w => w.select(d, i)));
        }

        /// <summary>Every step-th index of a dimension from start up to finish; negative bounds count from the end.</summary>
        public Tensor slice(long dim, long start, long finish, long step)
        {
            var d = Shape.Dim(dim, Impl.Shape.Length);
            if (Impl.Shape.Length == 0) throw new ExternalException("slice() cannot be applied to a 0-dim tensor.");
            if (step <= 0) throw new ExternalException("slice step must be positive");
            var n = Impl.Shape[d];
            var from = Math.Clamp(start < 0 ? start + n : start, 0, n);
            var to = Math.Clamp(finish < 0 ? finish + n : finish, from, n);
            var (shape, strides) = ((long[])Impl.Shape.Clone(), (long[])Impl.Strides.Clone());
            shape[d] = to > from ? ((to - from - 1) / step) + 1 : 0;
            strides[d] *= step;
            return View(shape, strides, Impl.Offset + (from * Impl.Strides[d]), "SliceBackward0", Scatter(w => w.slice(d, from, to, step)));
        }

        /// <summary>A range of one dimension.</summary>
        public Tensor narrow(long dim, long start, long length)
        {
            var d = Shape.Dim(dim, Impl.Shape.Length);
            if (Impl.Shape.Length == 0) throw new ExternalException("narrow() cannot be applied to a 0-dim tensor.");
            var n = Impl.Shape[d];
            if (length < 0) throw new ExternalException("narrow(): length must be non-negative.");
            var from = start < 0 ? start + n : start;
            if (from < 0 || from > n) throw new ExternalException($"start out of range (expected to be in range of [{-n}, {n}], but got {start})");
            if (length > n - from) throw new ExternalException($"start ({from}) + length ({length}) exceeds dimension size ({n}).");
            return slice(d, from, from + length, 1);
        }

        /// <summary>The diagonal of two dimensions, as the last dimension.</summary>
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1)
        {
            var n = Impl.Shape.Length;
            var (a, b) = (Shape.Dim(dim1, n), Shape.Dim(dim2, n));
            if (a == b) throw new ExternalException($"diagonal dimensions cannot be identical {dim1}, {dim2}");
            var length = Math.Max(0, offset >= 0 ? Math.Min(Impl.Shape[a], Impl.Shape[b] - offset) : Math.Min(Impl.Shape[a] + offset, Impl.Shape[b]));
            var start = length == 0 ? Impl.Offset : Impl.Offset + (offset >= 0 ? offset * Impl.Strides[b] : -offset * Impl.Strides[a]);
            var keep = Enumerable.Range(0, n).Where(d => d != a && d != b).ToArray();
            return View([.. keep.Select(d => Impl.Shape[d]), length], [.. keep.Select(d => Impl.Strides[d]), Impl.Strides[a] + Impl.Strides[b]],
                start, "DiagonalBackward0", Scatter(w => w.diagonal(offset, a, b)));
        }

        /// <summary>All windows of a size along a dimension, as a new last dimension.</summary>
        public Tensor unfold(long dimension, long size, long step)
        {
            var d = Shape.Dim(dimension, Impl.Shape.Length);
            if (Impl.Shape.Length == 0) throw new ExternalException("unfold: Dimension specified as 0 but tensor has no dimensions");
            if (size < 0) throw new ExternalException($"size is {size} but must be >= 0");
            if (size > Impl.Shape[d])
                throw new ExternalException($"maximum size for tensor at dimension {d} is {Impl.Shape[d]} but size is {size}");
            if (step <= 0) throw new ExternalException($"step is {step} but must be > 0");
            var (shape, strides) = ((long[])Impl.Shape.Clone(), (long[])Impl.Strides.Clone());
            shape[d] = ((Impl.Shape[d] - size) / step) + 1;
            strides[d] *= step;
            var old = Impl.Shape;
            return View([.. shape, size], [.. strides, Impl.Strides[d]], Impl.Offset, "UnfoldBackward0", (g, _) =>
            {
                // Windows overlap, so their gradients are added one offset at a time.
                var whole = zeros(old, g.dtype);
                for (long k = 0; k < size; k++) whole = whole + Pad(g.select(-1, k), k);
                return whole;

                Tensor Pad(Tensor part, long k)
                {
                    var target = zeros(old, part.dtype);
                    InPlace.Assign(target.slice(d, k, k + ((shape[d] - 1) * step) + 1, step), part);
                    return target;
                }
            });
        }

        /// <summary>Sums what was broadcast, so that the result has <paramref name="shape"/>.</summary>
        internal Tensor SumToSize(long[] shape)
        {
            var lead = Impl.Shape.Length - shape.Length;
            var dims = new List<long>();
            for (var i = 0; i < Impl.Shape.Length; i++)
                if (i < lead || (shape[i - lead] == 1 && Impl.Shape[i] != 1)) dims.Add(i);
            var y = dims.Count > 0 ? sum([.. dims], keepdim: true) : this;
            return y.reshape(shape);
        }
    }
}
