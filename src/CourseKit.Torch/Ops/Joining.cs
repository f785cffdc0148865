using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Tensors one behind the other along a dimension, in their common element type.</summary>
    /// <exception cref="ExternalException">The other sizes differ, or the list is empty.</exception>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0)
    {
        if (tensors.Count == 0) throw new ExternalException("torch.cat(): expected a non-empty list of Tensors");
        // A vector without elements fits everything: PyTorch still allows that.
        var parts = tensors.Where(t => !(t.Impl.Shape is [0])).ToArray();
        if (parts.Length == 0) parts = [tensors[0]];
        var type = tensors.Select(t => t.Impl.Dtype).Aggregate(ScalarTypes.Promote);
        var first = parts[0].Impl.Shape;
        if (Array.Exists(parts, p => p.Impl.Shape.Length == 0)) throw new ExternalException($"zero-dimensional tensor (at position {Array.FindIndex(parts, p => p.Impl.Shape.Length == 0)}) cannot be concatenated");
        var d = Shape.Dim(dim, first.Length);
        long total = 0;
        for (var k = 0; k < parts.Length; k++)
        {
            var s = parts[k].Impl.Shape;
            if (s.Length != first.Length) throw new ExternalException($"Tensors must have same number of dimensions: got {first.Length} and {s.Length}");
            for (var i = 0; i < s.Length; i++)
            {
                if (i != d && s[i] != first[i])
                    throw new ExternalException($"Sizes of tensors must match except in dimension {d}. Expected size {first[i]} but got size {s[i]} for tensor number {k} in the list.");
            }
            total += s[d];
        }
        long[] shape = [.. first];
        shape[d] = total;
        var y = Tensor.Empty(shape, type);
        var op = Op.Records([.. tensors]) ? new Op("CatBackward0") : null;
        var strides = y.Impl.Strides;
        long start = 0;
        foreach (var part in parts)
        {
            var (from, n) = (start, part.Impl.Shape[d]);
            using (var place = y.Alias(part.Impl.Shape, strides, start * strides[d])) StridedCopy.Copy(part, place);
            op?.Input(part, g => g.narrow(d, from, n));
            start += n;
        }
        if (op is null) return y;
        foreach (var skipped in tensors.Except(parts)) op.Input(skipped, g => zeros([0], g.dtype));
        return op.Result(y);
    }

    /// <inheritdoc cref="cat(IList{Tensor}, long)"/>
    public static Tensor cat(Tensor[] tensors, long dim = 0) => cat((IList<Tensor>)tensors, dim);
    /// <inheritdoc cref="cat(IList{Tensor}, long)"/>
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    /// <inheritdoc cref="cat(IList{Tensor}, long)"/>
    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat((IList<Tensor>)tensors, dim);

    /// <summary>Tensors of one shape along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        var list = tensors.ToArray();
        if (list.Length == 0) throw new ExternalException("stack expects a non-empty TensorList");
        for (var k = 1; k < list.Length; k++)
        {
            if (!Shape.Same(list[k].Impl.Shape, list[0].Impl.Shape))
                throw new ExternalException($"stack expects each tensor to be equal size, but got {Shape.Text(list[0].Impl.Shape)} at entry 0 and {Shape.Text(list[k].Impl.Shape)} at entry {k}");
        }
        var d = Shape.Dim(dim, list[0].Impl.Shape.Length + 1);
        return cat(list.Select(t => t.unsqueeze(d)).ToArray(), d);
    }

    /// <summary>Tensors side by side: along dimension 1, or 0 for vectors.</summary>
    public static Tensor hstack(IList<Tensor> tensors)
    {
        var list = tensors.Select(t => t.Impl.Shape.Length == 0 ? t.reshape(1) : t).ToArray();
        return cat(list, list[0].Impl.Shape.Length == 1 ? 0 : 1);
    }

    /// <inheritdoc cref="hstack(IList{Tensor})"/>
    public static Tensor hstack(params Tensor[] tensors) => hstack((IList<Tensor>)tensors);
    /// <inheritdoc cref="hstack(IList{Tensor})"/>
    public static Tensor hstack(IEnumerable<Tensor> tensors) => hstack((IList<Tensor>)tensors.ToArray());

    /// <summary>Tensors one below the other; vectors become rows.</summary>
    public static Tensor vstack(IList<Tensor> tensors) => cat(tensors.Select(t => t.Impl.Shape.Length < 2 ? t.reshape(1, -1) : t).ToArray(), 0);
    /// <inheritdoc cref="vstack(IList{Tensor})"/>
    public static Tensor vstack(Tensor[] tensors) => vstack((IList<Tensor>)tensors);

    /// <inheritdoc cref="Tensor.split(long[], long)"/>
    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) => tensor.split(split_size_or_sections, dim);
    /// <inheritdoc cref="Tensor.chunk"/>
    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => input.chunk(chunks, dim);
    /// <inheritdoc cref="Tensor.unbind"/>
    public static Tensor[] unbind(Tensor tensor, int dim = 0) => tensor.unbind(dim);
    /// <inheritdoc cref="Tensor.unbind"/>
    public static Tensor[] unbind(Tensor input, long dim = 0) => input.unbind(dim);

    public partial class Tensor
    {
        /// <summary>Views of equal size along a dimension; the last may be smaller.</summary>
        public Tensor[] split(long size, int dim = 0)
        {
            if (Impl.Shape.Length == 0) throw new ExternalException("split expects at least a 1-dimensional tensor");
            var d = Shape.Dim(dim, Impl.Shape.Length);
            if (size < 0) throw new ExternalException($"split expects split_size be non-negative, but got split_size={size}");
            var n = Impl.Shape[d];
            if (size == 0 && n != 0) throw new ExternalException($"split_size can only be 0 if dimension size is 0, but got dimension size of {n}");
            var count = size == 0 ? 1 : Math.Max(1, (n + size - 1) / size);
            return [.. Enumerable.Range(0, (int)count).Select(i => narrow(d, i * size, Math.Min(size, n - (i * size))))];
        }

        /// <summary>Views of given sizes along a dimension.</summary>
        public Tensor[] split(long[] sizes, long dim = 0)
        {
            if (Impl.Shape.Length == 0) throw new ExternalException("split_with_sizes expects at least a 1-dimensional tensor");
            var d = Shape.Dim(dim, Impl.Shape.Length);
            if (Array.Exists(sizes, s => s < 0) || sizes.Aggregate(0L, (sum, s) => sum + s) != Impl.Shape[d])
                throw new ExternalException($"split_with_sizes expects split_sizes to sum exactly to {Impl.Shape[d]} (input tensor's size at dimension {d}), but got split_sizes={Shape.Text(sizes)}");
            long start = 0;
            var parts = new Tensor[sizes.Length];
            for (var i = 0; i < sizes.Length; start += sizes[i++]) parts[i] = narrow(d, start, sizes[i]);
            return parts;
        }

        /// <summary>Views of given sizes along the first dimension.</summary>
        public Tensor[] split(params long[] sizes) => split(sizes, 0);

        /// <summary>At most so many views of equal size along a dimension; the last may be smaller.</summary>
        public Tensor[] chunk(long chunks, long dim = 0)
        {
            if (Impl.Shape.Length == 0) throw new ExternalException("chunk expects at least a 1-dimensional tensor");
            if (chunks > Array.MaxLength) throw new ExternalException($"chunk: {chunks} chunks are more than a list can hold");
            if (chunks <= 0) throw new ExternalException($"chunk expects `chunks` to be greater than 0, got: {chunks}");
            var d = Shape.Dim(dim, Impl.Shape.Length);
            var size = (Impl.Shape[d] + chunks - 1) / chunks;
            return size == 0 ? split(new long[chunks], d) : split(size, d);
        }

        /// <summary>A view per index of a dimension, which goes away.</summary>
        public Tensor[] unbind(long dimension = 0)
        {
            var d = Shape.Dim(dimension, Impl.Shape.Length);
            if (Impl.Shape.Length == 0) throw new ExternalException("Dimension specified as 0 but tensor has no dimensions");
            return [.. Enumerable.Range(0, (int)Impl.Shape[d]).Select(i => select(d, i))];
        }
    }
}
