using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Linear maps of images as operations: the gradient of a map is its transpose.</summary>
internal static class PlaneOp
{
    /// <summary>Applies a map along each of the last two dimensions.</summary>
    internal static torch.Tensor Apply(torch.Tensor x, LineMap down, LineMap across, string name)
    {
        var type = x.Impl.Dtype;
        if (type is not (torch.ScalarType.Float32 or torch.ScalarType.Float64)) throw new ExternalException($"\"{name}\" not implemented for '{type.TorchName()}'");
        var flat = x.AsContiguous();
        var y = torch.Tensor.Empty([.. x.Impl.Shape[..^2], down.Outputs, across.Outputs], type);
        if (type == torch.ScalarType.Float32) LineMap.Apply<float>(flat, y, down, across);
        else LineMap.Apply<double>(flat, y, down, across);
        if (!ReferenceEquals(flat, x)) flat.Dispose();
        return Op.Records(x) ? new Op(name).Input(x, g => Apply(g, down.Transpose, across.Transpose, name)).Result(y) : y;
    }
}
