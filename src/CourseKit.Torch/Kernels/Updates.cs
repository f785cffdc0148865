using System.Numerics;

namespace TorchSharp;

/// <summary>What an optimiser does to one vector of elements: the parameter, its gradient and up to three states.</summary>
internal interface IUpdate<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    void Apply(ref Vector<T> p, Vector<T> g, ref Vector<T> a, ref Vector<T> b, ref Vector<T> c);
}

/// <summary>Runs an update over a parameter in one pass through memory.</summary>
internal static class Updates
{
    private const int Grain = 1 << 14;

    internal static void Run<TSingle, TDouble>(TSingle single, TDouble @double, torch.Tensor p, torch.Tensor g, ReadOnlySpan<torch.Tensor> states)
        where TSingle : IUpdate<float> where TDouble : IUpdate<double>
    {
        var (a, b, c) = (states.Length > 0 ? states[0] : p, states.Length > 1 ? states[1] : p, states.Length > 2 ? states[2] : p);
        var count = states.Length;
        if (p.Impl.Dtype == torch.ScalarType.Float32) Run<TSingle, float>(single, p, g, a, b, c, count);
        else Run<TDouble, double>(@double, p, g, a, b, c, count);
    }

    private static void Run<TUpdate, T>(TUpdate update, torch.Tensor p, torch.Tensor g, torch.Tensor a, torch.Tensor b, torch.Tensor c, int states)
        where TUpdate : IUpdate<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = (int)p.Impl.Count;
        if (n <= Grain) Piece(0, n);
        else Work.Pieces(n, Grain, Piece);

        void Piece(int start, int end)
        {
            Piece<TUpdate, T>(in update, p.Span<T>()[start..end], g.Span<T>()[start..end],
                states > 0 ? a.Span<T>()[start..end] : default, states > 1 ? b.Span<T>()[start..end] : default, states > 2 ? c.Span<T>()[start..end] : default);
        }
    }

    private static void Piece<TUpdate, T>(in TUpdate update, Span<T> p, ReadOnlySpan<T> g, Span<T> a, Span<T> b, Span<T> c)
        where TUpdate : IUpdate<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = Vector<T>.Count;
        var i = 0;
        for (; i <= p.Length - width; i += width) One(in update, p.Slice(i, width), g.Slice(i, width), At(a, i, width), At(b, i, width), At(c, i, width));
        if (i == p.Length) return;
        Span<T> tail = stackalloc T[5 * width];
        tail.Clear();
        var rest = p.Length - i;
        Span<T> tp = tail[..width], tg = tail.Slice(width, width), ta = tail.Slice(2 * width, width), tb = tail.Slice(3 * width, width), tc = tail.Slice(4 * width, width);
        p[i..].CopyTo(tp);
        g[i..].CopyTo(tg);
        if (!a.IsEmpty) a[i..].CopyTo(ta);
        if (!b.IsEmpty) b[i..].CopyTo(tb);
        if (!c.IsEmpty) c[i..].CopyTo(tc);
        One(in update, tp, tg, ta, tb, tc);
        tp[..rest].CopyTo(p[i..]);
        if (!a.IsEmpty) ta[..rest].CopyTo(a[i..]);
        if (!b.IsEmpty) tb[..rest].CopyTo(b[i..]);
        if (!c.IsEmpty) tc[..rest].CopyTo(c[i..]);
    }

    private static Span<T> At<T>(Span<T> s, int i, int width) => s.IsEmpty ? s : s.Slice(i, width);

    private static void One<TUpdate, T>(in TUpdate update, Span<T> p, ReadOnlySpan<T> g, Span<T> a, Span<T> b, Span<T> c)
        where TUpdate : IUpdate<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        var vp = new Vector<T>(p);
        var va = a.IsEmpty ? default : new Vector<T>(a);
        var vb = b.IsEmpty ? default : new Vector<T>(b);
        var vc = c.IsEmpty ? default : new Vector<T>(c);
        update.Apply(ref vp, new Vector<T>(g), ref va, ref vb, ref vc);
        vp.CopyTo(p);
        if (!a.IsEmpty) va.CopyTo(a);
        if (!b.IsEmpty) vb.CopyTo(b);
        if (!c.IsEmpty) vc.CopyTo(c);
    }
}
