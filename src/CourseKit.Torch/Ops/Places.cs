using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Chosen blocks of a contiguous tensor, and the shape in which they are laid out.</summary>
internal sealed record Places(long[] Positions, int Block, long[] Shape)
{
    /// <summary>The chosen elements of <paramref name="x"/>; their gradient goes back to where they came from.</summary>
    internal torch.Tensor Take(torch.Tensor x)
    {
        var y = TakePut.Take(x, Positions, Block, Shape);
        if (!Op.Records(x)) return y;
        var shape = x.Impl.Shape;
        return new Op("IndexBackward0").Input(x, g => Put(torch.zeros(shape, g.dtype), g, accumulate: true)).Result(y);
    }

    /// <summary>A copy of <paramref name="x"/> with values written at, or added to, the chosen elements.</summary>
    internal torch.Tensor Put(torch.Tensor x, torch.Tensor values, bool accumulate)
    {
        var y = x.ContiguousCopy();
        TakePut.Put(y, Positions, Block, values.AsContiguous(), accumulate);
        if (!Op.Records(x, values)) return y;
        var shape = values.Impl.Shape;
        return new Op("IndexPutBackward0")
            .Input(x, g => accumulate ? g : Put(g, torch.zeros(shape, g.dtype), false))
            .Input(values, g => Take(g).reshape(shape)).Result(y);
    }

    /// <summary>One list of indices per dimension, broadcast against each other; null takes all of a dimension.</summary>
    internal static Places At(long[] shape, List<torch.Tensor?> lists)
    {
        var strides = TorchSharp.Shape.ContiguousStrides(shape);
        var common = Common(lists);
        var offsets = new long[TorchSharp.Shape.Count(common)];
        var (first, last, count) = (-1, -1, 0);
        for (var d = 0; d < lists.Count; d++)
        {
            if (lists[d] is not { } list) continue;
            (first, last, count) = (first < 0 ? d : first, d, count + 1);
            var indices = list.Cast(torch.ScalarType.Int64).BroadcastContiguous(common).Span<long>();
            for (var k = 0; k < offsets.Length; k++) offsets[k] += Checked(indices[k], shape[d], d) * strides[d];
        }
        // The result's dimensions: where the lists stood when they stood together, else in front.
        var together = last - first + 1 == count;
        var outer = Enumerable.Range(0, last).Where(d => lists[d] is null).ToArray();
        var rest = OffsetsOf([.. outer.Select(d => shape[d])], [.. outer.Select(d => strides[d])]);
        var outerShape = outer.Select(d => shape[d]);
        var after = shape[(last + 1)..];
        var positions = new long[offsets.Length * rest.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = together
                ? rest[i / offsets.Length] + offsets[i % offsets.Length]
                : offsets[i / rest.Length] + rest[i % rest.Length];
        }
        long[] result = together ? [.. outerShape, .. common, .. after] : [.. common, .. outerShape, .. after];
        var block = (int)TorchSharp.Shape.Count(after);
        return new(block == 0 ? [] : positions, block, result);
    }

    /// <summary>For every element of <paramref name="index"/>: the element of the same place, but with that index along one dimension.</summary>
    internal static Places Along(long[] shape, int dim, torch.Tensor index)
    {
        var (size, stride) = shape.Length == 0 ? (1, 1) : (shape[dim], TorchSharp.Shape.ContiguousStrides(shape)[dim]);
        var strides = TorchSharp.Shape.ContiguousStrides(shape);
        if (shape.Length > 0) strides[dim] = 0;
        var positions = OffsetsOf(index.Impl.Shape, strides);
        var indices = index.AsContiguous().Span<long>();
        for (var i = 0; i < positions.Length; i++)
        {
            if (indices[i] < 0 || indices[i] >= size) throw OutOfBounds(indices[i], size, dim);
            positions[i] += indices[i] * stride;
        }
        return new(positions, 1, index.Impl.Shape);
    }

    /// <summary>The offsets of all elements of a shape under given strides, in logical order.</summary>
    internal static long[] OffsetsOf(long[] shape, long[] strides)
    {
        var offsets = new long[TorchSharp.Shape.Count(shape)];
        var index = new long[shape.Length];
        long at = 0;
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = at;
            for (var d = shape.Length - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++index[d] < shape[d]) break;
                at -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
        return offsets;
    }

    internal static long Checked(long index, long size, int dim)
    {
        if (index < -size || index >= size) throw OutOfBounds(index, size, dim);
        return index < 0 ? index + size : index;
    }

    private static ExternalException OutOfBounds(long index, long size, int dim) =>
        new($"index {index} is out of bounds for dimension {dim} with size {size}");

    private static long[] Common(List<torch.Tensor?> lists)
    {
        long[] common = [];
        try
        {
            foreach (var list in lists)
                if (list is not null) common = TorchSharp.Shape.Broadcast(common, list.Impl.Shape);
        }
        catch (ExternalException)
        {
            throw new ExternalException("shape mismatch: indexing tensors could not be broadcast together with shapes "
                + string.Join(", ", lists.Where(l => l is not null).Select(l => TorchSharp.Shape.Text(l!.Impl.Shape))));
        }
        return common;
    }
}
