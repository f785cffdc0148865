using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>A value that a node keeps for its backward pass, with the version it had.</summary>
internal sealed class Saved
{
    private TensorImpl impl;
    private int version;
    private bool released;

    internal Saved(torch.Tensor t) => Hold(impl = t.Impl);

    private void Hold(TensorImpl value)
    {
        (impl, version, released) = (value, value.Storage.Version, false);
        value.Storage.Retain();
    }

    /// <summary>The value, as a fresh handle.</summary>
    /// <exception cref="ExternalException">It was changed in place since, or the graph was used up by an earlier backward pass.</exception>
    internal torch.Tensor Value
    {
        get
        {
            if (released)
            {
                throw new ExternalException("Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). "
                    + "Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). "
                    + "Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.");
            }
            if (impl.Storage.Version != version)
            {
                throw new ExternalException("one of the variables needed for gradient computation has been modified by an inplace operation: "
                    + $"[torch.{impl.Dtype.TorchName()}Tensor {Shape.Text(impl.Shape)}] is at version {impl.Storage.Version}; expected version {version} instead. "
                    + "Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).");
            }
            impl.Storage.Retain();
            return new torch.Tensor(impl);
        }
    }

    /// <summary>Goes over to a copy, with the same history, when the value lies in memory that is about to be overwritten.</summary>
    internal void KeepCopyOf(Storage storage)
    {
        if (released || impl.Storage != storage) return;
        using var old = Value;
        using var copy = old.ContiguousCopy();
        var edge = Node.EdgeOf(impl);
        Release();
        Hold(copy.Impl);
        (impl.GradFn, impl.OutputNumber) = (edge.Node, edge.Output);
    }

    internal void Release()
    {
        if (released) return;
        released = true;
        impl.Storage.Release();
    }
}
