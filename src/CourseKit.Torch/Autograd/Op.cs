namespace TorchSharp;

/// <summary>The gradient of one input, from that of the result and what was kept: <c>(g, kept) => g * kept[0]</c>.</summary>
internal delegate torch.Tensor? Gradient(torch.Tensor g, Op kept);

/// <summary>
/// The one mechanism by which an operation gets its gradient. An operation computes its value, and when <c>Records</c> says that somebody
/// will ask for a gradient, it adds a node that keeps what the gradient needs:
/// <code>
/// var y = Elementwise.Binary&lt;Mul&gt;(a, b);
/// return Op.Records(a, b)
///     ? new Op("MulBackward0", a, b).Input(a, static (g, kept) => g * kept[1]).Input(b, static (g, kept) => g * kept[0]).Result(y)
///     : y;
/// </code>
/// Gradients are written with differentiable operations, so second derivatives come for free. A gradient that comes back in a broadcast
/// shape or another element type is brought to the input's here, so that no operation has to think of it.
/// </summary>
internal sealed class Op : Node
{
    private (torch.ScalarType Dtype, long[] Shape, Delegate Gradient)[] inputs = [];
    private Saved[] saved;
    private bool used;

    /// <summary>A node that keeps values, to be read as <c>kept[0]</c>, <c>kept[1]</c>, … in its gradients.</summary>
    internal Op(string name, params ReadOnlySpan<torch.Tensor> keep)
        : base(name)
    {
        saved = keep.IsEmpty ? [] : new Saved[keep.Length];
        for (var i = 0; i < keep.Length; i++) saved[i] = new(keep[i]);
    }

    /// <summary>A kept value.</summary>
    internal torch.Tensor this[int i] => saved[i].Value;

    /// <summary>A number that gradients need; it costs less than a closure.</summary>
    internal Scalar? Number { get; init; }

    /// <summary>The shape of the first input.</summary>
    internal long[] InputShape => inputs[0].Shape;

    internal static bool Records(torch.Tensor a) => GradMode.Enabled && a.Impl.NeedsGrad;

    internal static bool Records(torch.Tensor a, torch.Tensor b) => GradMode.Enabled && (a.Impl.NeedsGrad || b.Impl.NeedsGrad);

    internal static bool Records(params ReadOnlySpan<torch.Tensor?> inputs)
    {
        if (!GradMode.Enabled) return false;
        foreach (var t in inputs)
            if (t is not null && t.Impl.NeedsGrad) return true;
        return false;
    }

    /// <summary>Keeps one more value.</summary>
    internal Saved Save(torch.Tensor t)
    {
        Array.Resize(ref saved, saved.Length + 1);
        return saved[^1] = new(t);
    }

    /// <summary>Makes kept values independent of memory that is about to be overwritten.</summary>
    internal void KeepCopiesOf(Storage storage)
    {
        foreach (var s in saved) s.KeepCopyOf(storage);
    }

    /// <summary>Declares an input and its gradient, given the gradient of the only output and the kept values.</summary>
    internal Op Input(torch.Tensor t, Gradient gradient) => Add(t, gradient);

    /// <summary>Declares an input and its gradient, given the gradient of the only output.</summary>
    internal Op Input(torch.Tensor t, Func<torch.Tensor, torch.Tensor?> gradient) => Add(t, gradient);

    /// <summary>Declares an input and its gradient, given those of several outputs (null where none arrived).</summary>
    internal Op InputOfMany(torch.Tensor t, Func<torch.Tensor?[], torch.Tensor?> gradient) => Add(t, gradient);

    private Op Add(torch.Tensor t, Delegate gradient)
    {
        var i = t.Impl;
        if (!i.NeedsGrad || !i.Dtype.IsFloatingPoint()) return this;
        inputs = [.. inputs, (i.Dtype, i.Shape, gradient)];
        Next = [.. Next, EdgeOf(i)];
        return this;
    }

    /// <summary>Makes the node the origin of its result.</summary>
    internal torch.Tensor Result(torch.Tensor y)
    {
        Results(y);
        return y;
    }

    /// <summary>Makes the node the origin of its results.</summary>
    internal void Results(params ReadOnlySpan<torch.Tensor> outputs)
    {
        Outputs = outputs.Length;
        for (var i = 0; i < outputs.Length; i++)
        {
            var impl = outputs[i].Impl;
            if (impl.Dtype.IsFloatingPoint()) (impl.GradFn, impl.OutputNumber) = (this, i);
        }
    }

    internal override torch.Tensor?[] Backward(torch.Tensor?[] grads, ReadOnlySpan<bool> wanted)
    {
        if (used && saved.Length > 0) _ = saved[0].Value; // says that the graph was used up
        var result = new torch.Tensor?[inputs.Length];
        for (var i = 0; i < result.Length; i++)
        {
            if (!wanted[i]) continue;
            var (dtype, shape, gradient) = inputs[i];
            var g = gradient is Func<torch.Tensor?[], torch.Tensor?> ofMany ? ofMany(grads)
                : grads[0] is not { } only ? null
                : gradient is Gradient kept ? kept(only, this)
                : ((Func<torch.Tensor, torch.Tensor?>)gradient)(only);
            if (g is not null && !Shape.Same(g.Impl.Shape, shape)) g = g.SumToSize(shape);
            result[i] = g is null || g.Impl.Dtype == dtype ? g : g.to(dtype);
        }
        return result;
    }

    internal override void Release()
    {
        used = true;
        foreach (var s in saved) s.Release();
    }
}
