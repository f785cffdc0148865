using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// Writes in place that autograd can follow. The new value is computed like any other and copied over the old one; the tensor then
/// takes over the new value's history. A write through a view changes the base: the base gets a node that routes the gradient of the
/// written region to the new value, and its other views look their history up again.
/// </summary>
internal static class InPlace
{
    /// <summary>Whether a write into <paramref name="self"/> has to be recorded.</summary>
    internal static bool Records(torch.Tensor self, torch.Tensor? value = null) =>
        GradMode.Enabled && (self.Impl.NeedsGrad || (self.Impl.ViewBase?.NeedsGrad ?? false) || (value?.Impl.NeedsGrad ?? false));

    /// <exception cref="ExternalException">The tensor is a leaf that requires a gradient, or a view of one, and gradients are recorded.</exception>
    internal static void Check(torch.Tensor self)
    {
        var impl = self.Impl;
        for (var d = 0; d < impl.Shape.Length; d++)
        {
            if (impl.Strides[d] == 0 && impl.Shape[d] > 1 && impl.Count > 0)
                throw new ExternalException("unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.");
        }
        if (!GradMode.Enabled) return;
        if (impl.RequiresGrad && impl.GradFn is null)
            throw new ExternalException("a leaf Variable that requires grad is being used in an in-place operation.");
        if (impl.ViewBase is { RequiresGrad: true, GradFn: null })
            throw new ExternalException("a view of a leaf Variable that requires grad is being used in an in-place operation.");
    }

    /// <summary>
    /// Overwrites <paramref name="self"/> with a function of itself. What the function saved of the old value for its gradient is copied first,
    /// so that <c>x.mul_(y)</c> does not invalidate its own backward pass.
    /// </summary>
    internal static torch.Tensor Apply(torch.Tensor self, Func<torch.Tensor, torch.Tensor> function) => Apply(self, function, static (x, f) => f(x));

    /// <summary>Overwrites <paramref name="self"/> with a function of itself and something else.</summary>
    internal static torch.Tensor Apply<T>(torch.Tensor self, T other, Func<torch.Tensor, T, torch.Tensor> function)
    {
        Check(self);
        var mark = Node.Latest;
        return Replace(self, function(self, other), mark);
    }

    /// <summary>Overwrites <paramref name="self"/> with what a function of it gave; its nodes are those recorded after <paramref name="mark"/>.</summary>
    internal static torch.Tensor Replace(torch.Tensor self, torch.Tensor value, long mark = 0)
    {
        Check(self);
        if (ScalarTypes.Rank(value.Impl.Dtype) > ScalarTypes.Rank(self.Impl.Dtype))
            throw new ExternalException($"result type {value.Impl.Dtype.TorchName()} can't be cast to the desired output type {self.Impl.Dtype.TorchName()}");
        var origin = Node.EdgeOf(self.Impl).Node;
        var stack = new Stack<Node?>([value.Impl.GradFn]);
        while (stack.TryPop(out var node))
        {
            if (node is null or AccumulateGrad || node == origin || node.Sequence <= mark) continue;
            if (node is Op op) op.KeepCopiesOf(self.Impl.Storage);
            foreach (var (next, _) in node.Next) stack.Push(next);
        }
        return Assign(self, value);
    }

    /// <summary>Overwrites <paramref name="self"/> with <paramref name="value"/> (broadcast and converted), history included.</summary>
    internal static torch.Tensor Assign(torch.Tensor self, torch.Tensor value)
    {
        Check(self);
        var target = self.Impl;
        if (!Shape.Same(Shape.Broadcast(target.Shape, value.Impl.Shape), target.Shape))
        {
            throw new ExternalException($"output with shape {Shape.Text(target.Shape)} doesn't match the broadcast shape "
                + Shape.Text(Shape.Broadcast(target.Shape, value.Impl.Shape)));
        }
        var records = Records(self, value);
        var fitted = records ? value.to(target.Dtype).expand(target.Shape) : value;
        StridedCopy.Copy(value, self);
        target.Storage.Version++;
        if (!records) return self;
        var origin = Node.EdgeOf(fitted.Impl);
        if (target.ViewBase is { } @base)
        {
            @base.GradFn = new CopySlices(Node.EdgeOf(@base), origin, new Region(@base, target));
            @base.OutputNumber = 0;
            @base.GraphVersion++;
        }
        else
        {
            (target.GradFn, target.OutputNumber) = (origin.Node, origin.Output);
            target.GraphVersion++;
        }
        return self;
    }

    /// <summary>Marks <paramref name="view"/> as a differentiable view of what <paramref name="source"/> is a view of, or of itself.</summary>
    internal static void MarkView(torch.Tensor source, torch.Tensor view)
    {
        if (!GradMode.Enabled || !source.Impl.Dtype.IsFloatingPoint()) return;
        var @base = source.Impl.ViewBase ?? source.Impl;
        view.Impl.ViewBase = @base;
        view.Impl.GraphVersion = @base.GraphVersion;
    }

    /// <summary>Gives a view a new history when its base was written to after the view was made.</summary>
    internal static void RefreshView(TensorImpl view)
    {
        var @base = view.ViewBase!;
        if (view.GraphVersion == @base.GraphVersion) return;
        view.GraphVersion = @base.GraphVersion;
        var node = new AsStrided(Node.EdgeOf(@base), new Region(@base, view));
        (view.GradFn, view.OutputNumber) = (node.Next[0].Node is null ? null : node, 0);
    }

    /// <summary>The base after a write through a view: the region's gradient goes to the new value, the rest to the old base.</summary>
    private sealed class CopySlices : Node
    {
        private readonly Region region;

        internal CopySlices(Edge oldBase, Edge value, Region region)
            : base("CopySlices")
        {
            Next = [oldBase, value];
            this.region = region;
        }

        internal override torch.Tensor?[] Backward(torch.Tensor?[] grads, ReadOnlySpan<bool> wanted) => [region.Clear(grads[0]!), region.Take(grads[0]!)];
    }

    /// <summary>A view as a plain function of its base.</summary>
    private sealed class AsStrided : Node
    {
        private readonly Region region;

        internal AsStrided(Edge @base, Region region)
            : base("AsStridedBackward0")
        {
            Next = [@base];
            this.region = region;
        }

        internal override torch.Tensor?[] Backward(torch.Tensor?[] grads, ReadOnlySpan<bool> wanted) => [region.Put(grads[0]!)];
    }
}
