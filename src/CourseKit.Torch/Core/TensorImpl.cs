namespace TorchSharp;

/// <summary>
/// What several handles can share: the geometry of a value in a storage, and its place in the autograd graph. A
/// <see cref="torch.Tensor"/> is a handle on one of these; disposing the handle gives up its claim on the storage only.
/// </summary>
internal sealed class TensorImpl(Storage storage, long offset, long[] shape, long[] strides, torch.ScalarType dtype)
{
    internal Storage Storage = storage;
    internal readonly long Offset = offset;
    internal long[] Shape = shape;
    internal long[] Strides = strides;
    internal readonly torch.ScalarType Dtype = dtype;
    internal readonly long Count = TorchSharp.Shape.Count(shape);
    internal readonly bool Contiguous = TorchSharp.Shape.IsContiguous(shape, strides);

    // Autograd. A leaf has RequiresGrad and accumulates into Grad; everything else has the node that made it.
    internal bool RequiresGrad;
    internal torch.Tensor? Grad;
    internal Node? GradFn;
    internal int OutputNumber;
    internal AccumulateGrad? Accumulator;
    internal bool RetainsGrad;

    // A differentiable view knows its base; GraphVersion tells when an in-place write gave the base a new history.
    internal TensorImpl? ViewBase;
    internal int GraphVersion;

    /// <summary>Whether what is computed from the value has a gradient. A view can get one by a write to its base.</summary>
    internal bool NeedsGrad
    {
        get
        {
            if (ViewBase is not null) InPlace.RefreshView(this);
            return RequiresGrad || GradFn is not null;
        }
    }
}
