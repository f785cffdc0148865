using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Maximum pooling and its way back as operations.</summary>
internal static class MaxPoolOp
{
    /// <summary>Maxima of windows of the last two dimensions, and their places in the plane (int64).</summary>
    internal static (torch.Tensor Values, torch.Tensor Places) Find(torch.Tensor x, LineWindows down, LineWindows across, string name)
    {
        if (down.Outputs * across.Outputs > 0 && x.Impl.Shape.AsSpan()[^2..].Contains(0))
            throw new ExternalException($"max_pool2d(): Expected input to have non-zero size for non-batch dimensions, but input has sizes {Shape.Text(x.Impl.Shape)}");
        var flat = Checked(x, "max_pool2d").AsContiguous();
        long[] shape = [.. x.Impl.Shape[..^2], down.Outputs, across.Outputs];
        var (y, places) = (torch.Tensor.Empty(shape, x.Impl.Dtype), torch.Tensor.Empty(shape, torch.ScalarType.Int64));
        if (x.Impl.Dtype == torch.ScalarType.Float32) MaxWindows.Find<float>(flat, y, places, down, across);
        else MaxWindows.Find<double>(flat, y, places, down, across);
        if (!ReferenceEquals(flat, x)) flat.Dispose();
        if (Op.Records(x)) new Op(name, places).Input(x, (g, kept) => Put(g, kept[0], down.Input, across.Input, true)).Result(y);
        return (y, places);
    }

    /// <summary>Planes of zeros with values at places.</summary>
    internal static torch.Tensor Put(torch.Tensor values, torch.Tensor places, int height, int width, bool add)
    {
        var (flat, where) = (Checked(values, "max_unpooling2d").AsContiguous(), places.AsContiguous());
        var planes = torch.Tensor.Empty([.. values.Impl.Shape[..^2], height, width], values.Impl.Dtype);
        var size = Shape.Int(values.Impl.Shape[^1] * values.Impl.Shape[^2]);
        if (values.Impl.Dtype == torch.ScalarType.Float32) MaxWindows.Put<float>(flat, where, planes, size, checked(height * width), add);
        else MaxWindows.Put<double>(flat, where, planes, size, checked(height * width), add);
        return Op.Records(values) ? new Op("MaxUnpool2DBackward0", where).Input(values, static (g, kept) => Take(g, kept[0])).Result(planes) : planes;
    }

    private static torch.Tensor Take(torch.Tensor planes, torch.Tensor places)
    {
        var flat = planes.AsContiguous();
        var (p, v) = (planes.Impl.Shape, places.Impl.Shape);
        var values = torch.Tensor.Empty(v, planes.Impl.Dtype);
        var (size, planeSize) = ((int)(v[^1] * v[^2]), (int)(p[^1] * p[^2]));
        if (planes.Impl.Dtype == torch.ScalarType.Float32) MaxWindows.Take<float>(flat, places, values, size, planeSize);
        else MaxWindows.Take<double>(flat, places, values, size, planeSize);
        return Op.Records(planes) ? new Op("TakeBackward", places).Input(planes, (g, kept) => Put(g, kept[0], (int)p[^2], (int)p[^1], true)).Result(values) : values;
    }

    private static torch.Tensor Checked(torch.Tensor x, string name) => x.Impl.Dtype is torch.ScalarType.Float32 or torch.ScalarType.Float64
        ? x
        : throw new ExternalException($"\"{name}\" not implemented for '{x.Impl.Dtype.TorchName()}'");
}
