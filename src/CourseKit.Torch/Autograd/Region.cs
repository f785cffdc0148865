namespace TorchSharp;

/// <summary>
/// The part of a tensor that a view of it shows, as functions that have gradients: the part, a tensor that is zero but for the part, and a
/// tensor without the part. They work on any tensor of the base's shape.
/// </summary>
internal sealed class Region(TensorImpl @base, TensorImpl view)
{
    private readonly long[] shape = @base.Shape, strides = @base.Strides;
    private readonly (long[] Shape, long[] Strides, long Offset) part = (view.Shape, view.Strides, view.Offset - @base.Offset);

    /// <summary>A copy of the part.</summary>
    internal torch.Tensor Take(torch.Tensor whole)
    {
        var y = Lay(whole).Part.ContiguousCopy();
        return Op.Records(whole) ? new Op("AsStridedBackward0").Input(whole, Put).Result(y) : y;
    }

    /// <summary>Values in the place of the part, zeros elsewhere.</summary>
    internal torch.Tensor Put(torch.Tensor values)
    {
        var (y, place) = Lay(torch.zeros([], values.dtype).expand(shape));
        StridedCopy.Copy(values, place);
        return Op.Records(values) ? new Op("AsStridedScatterBackward0").Input(values, Take).Result(y) : y;
    }

    /// <summary>A copy of all but the part, which is zero.</summary>
    internal torch.Tensor Clear(torch.Tensor whole)
    {
        var (y, place) = Lay(whole);
        place.Fill(0);
        return Op.Records(whole) ? new Op("CopySlicesBackward0").Input(whole, Clear).Result(y) : y;
    }

    /// <summary>A copy laid out as the base is, in which the view's geometry shows the part.</summary>
    private (torch.Tensor Whole, torch.Tensor Part) Lay(torch.Tensor values)
    {
        var extent = 1 + shape.Zip(strides, (n, step) => Math.Max(n - 1, 0) * step).Sum();
        using var memory = torch.empty(extent, dtype: values.dtype);
        var whole = memory.Alias(shape, strides, 0);
        StridedCopy.Copy(values, whole);
        return (whole, memory.Alias(part.Shape, part.Strides, part.Offset));
    }
}
