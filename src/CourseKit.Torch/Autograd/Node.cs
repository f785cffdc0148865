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
        if (Hooks is null) return;
        foreach (var (output, hook) in Hooks.ToArray())
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

    internal long[] LeafShape => [.. leaf.Shape];

    internal override torch.Tensor?[] Backward(torch.Tensor?[] grads, ReadOnlySpan<bool> wanted)
    {
        if (grads[0] is { } g) Add(leaf, g);
        return [];
    }

    internal static void Add(TensorImpl target, torch.Tensor g)
    {
        if (target.Grad is { } old && !GradMode.Enabled)
        {
            old.add_(g);
            return;
        }
        // A gradient that nobody else can see is taken over; anything else is copied, so that later sums do not write through.
        target.Grad = (target.Grad is { } sum ? sum + g
            : GradMode.Enabled ? g.SameImpl()
            : g.Impl.Storage.IsShared || !g.Impl.Contiguous ? g.ContiguousCopy()
            : g.detach()).DetachFromDisposeScope();
    }
}
