using System.Numerics;
using System.Runtime.InteropServices;

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
        Span<Vector<T>> ps = Vectors(p), states = Vectors(a), states2 = Vectors(b), states3 = Vectors(c);
        var gs = MemoryMarshal.Cast<T, Vector<T>>(g);
        Vector<T> none = default;
        if (!states3.IsEmpty)
            for (var i = 0; i < ps.Length; i++) update.Apply(ref ps[i], gs[i], ref states[i], ref states2[i], ref states3[i]);
        else if (!states2.IsEmpty)
            for (var i = 0; i < ps.Length; i++) update.Apply(ref ps[i], gs[i], ref states[i], ref states2[i], ref none);
        else if (!states.IsEmpty)
            for (var i = 0; i < ps.Length; i++) update.Apply(ref ps[i], gs[i], ref states[i], ref none, ref none);
        else
            for (var i = 0; i < ps.Length; i++) update.Apply(ref ps[i], gs[i], ref none, ref none, ref none);

        // The rest is a vector with zeros behind it.
        var done = ps.Length * Vector<T>.Count;
        if (done == p.Length) return;
        Vector<T> lp = Last(p, done), la = Last(a, done), lb = Last(b, done), lc = Last(c, done);
        update.Apply(ref lp, Last(g, done), ref la, ref lb, ref lc);
        Keep(lp, p, done);
        Keep(la, a, done);
        Keep(lb, b, done);
        Keep(lc, c, done);
    }

    private static Span<Vector<T>> Vectors<T>(Span<T> values) where T : unmanaged => MemoryMarshal.Cast<T, Vector<T>>(values);

    private static Vector<T> Last<T>(ReadOnlySpan<T> values, int done) where T : unmanaged
    {
        Span<T> room = stackalloc T[Vector<T>.Count];
        room.Clear();
        if (!values.IsEmpty) values[done..].CopyTo(room);
        return new(room);
    }

    private static void Keep<T>(Vector<T> last, Span<T> values, int done) where T : unmanaged
    {
        for (var i = done; i < values.Length; i++) values[i] = last[i - done];
    }
}
