namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns: a leaf of the graph that shares the memory of the data it is made from.</summary>
public class Parameter : torch.Tensor
{
    /// <summary>Makes a parameter of data, which is not copied; it belongs to no dispose scope.</summary>
    public Parameter(torch.Tensor data, bool requires_grad = true)
        : base(Share(data), scoped: false)
    {
        if (requires_grad) this.requires_grad = true;
    }

    private static TensorImpl Share(torch.Tensor data)
    {
        var i = data.Impl;
        i.Storage.Retain();
        return new TensorImpl(i.Storage, i.Offset, i.Shape, i.Strides, i.Dtype);
    }
}
