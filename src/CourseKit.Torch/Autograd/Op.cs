namespace TorchSharp;

/// <summary>
/// The one mechanism by which an operation gets its gradient. An operation computes its value, and when <c>Records</c> says that somebody
/// will ask for a gradient, it adds a node:
/// <code>
/// var y = Elementwise.Binary&lt;Multiply&gt;(a, b);
/// if (Op.Records(a, b))
/// {
///     var op = new Op("MulBackward0");
///     Saved sa = op.Save(a), sb = op.Save(b);
///     op.Input(a, g => g * sb.Value).Input(b, g => g * sa.Value).Result(y);
/// }
/// return y;
/// </code>
/// Gradients are written with differentiable operations, so second derivatives come for free. A gradient that comes back in a broadcast
/// shape is summed to the input's shape here, so that no operation has to think of it.
/// </summary>
internal sealed class Op(string name) : Node(name)
{
    private readonly List<(Edge Edge, long[] Shape, torch.ScalarType Dtype, Func<torch.Tensor?[], torch.Tensor?> Gradient)> inputs = new(2);
    private readonly List<Saved> saved = new(2);
    private bool used;

    internal static bool Records(torch.Tensor a) => GradMode.Enabled && a.Impl.NeedsGrad;

    internal static bool Records(torch.Tensor a, torch.Tensor b) => GradMode.Enabled && (a.Impl.NeedsGrad || b.Impl.NeedsGrad);

    internal static bool Records(params ReadOnlySpan<torch.Tensor?> inputs)
    {
        if (!GradMode.Enabled) return false;
        foreach (var t in inputs)
            if (t is not null && t.Impl.NeedsGrad) return true;
        return false;
    }

    internal Saved Save(torch.Tensor t)
    {
        var s = new Saved(t);
        saved.Add(s);
        return s;
    }

    /// <summary>Makes saved values independent of memory that is about to be overwritten.</summary>
    internal void KeepCopiesOf(Storage storage)
    {
        foreach (var s in saved) s.KeepCopyOf(storage);
    }

    /// <summary>Declares an input and its gradient, given the gradient of the only output.</summary>
    internal Op Input(torch.Tensor t, Func<torch.Tensor, torch.Tensor?> gradient) => InputOfMany(t, grads => grads[0] is { } g ? gradient(g) : null);

    /// <summary>Declares an input and its gradient, given those of several outputs (null where none arrived).</summary>
    internal Op InputOfMany(torch.Tensor t, Func<torch.Tensor?[], torch.Tensor?> gradient)
    {
        var i = t.Impl;
        if (i.NeedsGrad && i.Dtype.IsFloatingPoint()) inputs.Add((EdgeOf(i), i.Shape, i.Dtype, gradient));
        return this;
    }

    /// <summary>Makes the node the origin of its results.</summary>
    internal torch.Tensor Result(torch.Tensor y)
    {
        Results(y);
        return y;
    }

    internal void Results(params ReadOnlySpan<torch.Tensor> outputs)
    {
        Next = new Edge[inputs.Count];
        for (var i = 0; i < Next.Length; i++) Next[i] = inputs[i].Edge;
        Outputs = outputs.Length;
        for (var i = 0; i < outputs.Length; i++)
        {
            var impl = outputs[i].Impl;
            if (!impl.Dtype.IsFloatingPoint()) continue;
            impl.GradFn = this;
            impl.OutputNumber = i;
        }
    }

    internal override torch.Tensor?[] Backward(torch.Tensor?[] grads, ReadOnlySpan<bool> wanted)
    {
        if (used) _ = saved.Count > 0 ? saved[0].Value : null;
        var result = new torch.Tensor?[inputs.Count];
        for (var i = 0; i < result.Length; i++)
        {
            if (!wanted[i]) continue;
            var (_, shape, dtype, gradient) = inputs[i];
            var g = gradient(grads);
            if (g is null) continue;
            if (!Shape.Same(g.Impl.Shape, shape)) g = g.SumToSize(shape);
            result[i] = g.Impl.Dtype == dtype ? g : g.to(dtype);
        }
        return result;
    }

    internal override void Release()
    {
        used = true;
        foreach (var s in saved) s.Release();
    }
}
