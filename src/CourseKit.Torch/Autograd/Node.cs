using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Where a gradient goes: an output of the node that made the value.</summary>
internal readonly record struct Edge(Node? Node, int Output);

/// <summary>
/// One recorded operation. Given the gradients of its outputs it returns those of its inputs, which flow along <see cref="Next"/>.
/// </summary>
internal abstract class Node(string name)
{
    [ThreadStatic]
    private static long counter;

    /// <summary>The number of the node recorded last on this thread.</summary>
    internal static long Latest => counter;

    internal string Name { get; } = name;

    /// <summary>Later operations first: the order in which backward runs what is ready.</summary>
    internal virtual long Sequence { get; } = ++counter;

    internal Edge[] Next { get; set; } = [];

    internal int Outputs { get; set; } = 1;

    /// <summary>What wants to see, and may replace, the gradient of an output before it is used.</summary>
    internal List<(int Output, Func<torch.Tensor, torch.Tensor?> Hook)>? Hooks { get; set; }

    /// <summary>Shows the gradients to the hooks, in the order in which they were registered.</summary>
    internal void RunHooks(torch.Tensor?[] grads)
    {
        foreach (var (output, hook) in Hooks?.ToArray() ?? [])
        {
            if (grads[output] is not { } g || hook(g) is not { } replacement || ReferenceEquals(replacement, g)) continue;
            grads[output] = replacement.SameImpl().DetachFromDisposeScope();
            g.Dispose();
        }
    }

    /// <summary>Gradients of the inputs, in the order of <see cref="Next"/>; null where none flows.</summary>
    internal abstract torch.Tensor?[] Backward(torch.Tensor?[] grads, ReadOnlySpan<bool> wanted);

    /// <summary>Lets go of saved values after a backward pass that does not retain the graph.</summary>
    internal virtual void Release()
    {
    }

    /// <summary>The edge through which a value receives its gradient.</summary>
    internal static Edge EdgeOf(TensorImpl t)
    {
        if (t.ViewBase is not null) InPlace.RefreshView(t);
        if (t.GradFn is { } fn) return new(fn, t.OutputNumber);
        return t.RequiresGrad ? new(t.Accumulator ??= new AccumulateGrad(t), 0) : default;
    }
}

/// <summary>The end of the line: adds what arrives to a leaf's <c>grad</c>.</summary>
internal sealed class AccumulateGrad(TensorImpl leaf) : Node("torch::autograd::AccumulateGrad")
{
    internal override long Sequence => long.MaxValue;

    internal TensorImpl Leaf => leaf;

    internal override torch.Tensor?[] Backward(torch.Tensor?[] grads, ReadOnlySpan<bool> wanted)
    {
        if (grads[0] is { } g) Add(leaf, g);
        return [];
    }

    internal static void Add(TensorImpl target, torch.Tensor g)
    {
        if (target.Grad is not { } old)
        {
            // A gradient that nobody else can see is taken over; anything else is copied, so that later sums do not write through.
            target.Grad = GradMode.Enabled ? Unscoped(g.SameImpl())
                : g.Impl.Storage.IsShared || !g.Impl.Contiguous ? Unscoped(g.ContiguousCopy())
                : Unscoped(g.Alias(g.Impl.Shape, g.Impl.Strides, g.Impl.Offset));
        }
        else if (GradMode.Enabled)
        {
            target.Grad = Unscoped(old + g);
        }
        else
        {
            old.add_(g);
        }
    }

    private static torch.Tensor Unscoped(torch.Tensor t) => t.DetachFromDisposeScope();
}

/// <summary>A value that a node keeps for its backward pass, with the version it had.</summary>
internal sealed class Saved
{
    private TensorImpl impl;
    private int version;
    private bool released;

    internal Saved(torch.Tensor t)
    {
        impl = t.Impl;
        impl.Storage.Retain();
        version = impl.Storage.Version;
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

    internal void KeepCopyOf(Storage storage)
    {
        if (released || impl.Storage != storage) return;
        using var old = Value;
        using var copy = old.ContiguousCopy();
        var edge = Node.EdgeOf(impl);
        Release();
        (impl, version, released) = (copy.Impl, copy.Impl.Storage.Version, false);
        (impl.GradFn, impl.OutputNumber) = (edge.Node, edge.Output);
        impl.Storage.Retain();
    }

    internal void Release()
    {
        if (released) return;
        released = true;
        impl.Storage.Release();
    }
}
