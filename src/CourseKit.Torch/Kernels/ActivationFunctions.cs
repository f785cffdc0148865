using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchSharp;

// Activations and their slopes as functions of one pair, vectorised: the first number is the input (or the gradient that arrives), the second
// a constant (or the value that the slope depends on).

/// <summary>A function of a pair that also has a vector form.</summary>
internal interface IVectorPair
{
    static abstract Vector<T> Of<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T>;
}

/// <summary>Makes a binary function over spans of one for pairs; the tail is padded, so that every element takes the same path.</summary>
internal struct Vectorised<TPair> : IBinary where TPair : struct, IVectorPair
{
    public static void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<Vector<T>> p = Vectors(a), q = Vectors(b);
        var to = Vectors(y);
        for (var i = 0; i < to.Length; i++) to[i] = TPair.Of(p[i], q[i]);
        var done = to.Length * Vector<T>.Count;
        if (done < y.Length) Last(a[done..], b[done..], y[done..]);
    }

    public static void Run<T>(ReadOnlySpan<T> a, T b, Span<T> y) where T : unmanaged, INumber<T>
    {
        var p = Vectors(a);
        var q = new Vector<T>(b);
        var to = Vectors(y);
        for (var i = 0; i < to.Length; i++) to[i] = TPair.Of(p[i], q);
        var done = to.Length * Vector<T>.Count;
        if (done < y.Length) Last(a[done..], [b], y[done..]);
    }

    public static void Run<T>(T a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        var p = new Vector<T>(a);
        var q = Vectors(b);
        var to = Vectors(y);
        for (var i = 0; i < to.Length; i++) to[i] = TPair.Of(p, q[i]);
        var done = to.Length * Vector<T>.Count;
        if (done < y.Length) Last([a], b[done..], y[done..]);
    }

    private static ReadOnlySpan<Vector<T>> Vectors<T>(ReadOnlySpan<T> values) where T : unmanaged => MemoryMarshal.Cast<T, Vector<T>>(values);

    private static Span<Vector<T>> Vectors<T>(Span<T> values) where T : unmanaged => MemoryMarshal.Cast<T, Vector<T>>(values);

    private static void Last<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        Span<T> p = stackalloc T[Vector<T>.Count], q = stackalloc T[Vector<T>.Count];
        if (a.Length == y.Length) a.CopyTo(p);
        else p.Fill(a[0]);
        if (b.Length == y.Length) b.CopyTo(q);
        else q.Fill(b[0]);
        TPair.Of(new Vector<T>(p), new Vector<T>(q)).CopyTo(p);
        p[..y.Length].CopyTo(y);
    }
}

/// <summary>g where the other number is positive, else 0: the slope of the rectifier.</summary>
internal struct PassPositive : IVectorPair
{
    public static Vector<T> Of<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> =>
        Vector.ConditionalSelect(Vector.GreaterThan(b, Vector<T>.Zero), a, Vector<T>.Zero);
}

/// <summary>x above 0, slope · x below: the leaky rectifier.</summary>
internal struct Leaky : IVectorPair
{
    public static Vector<T> Of<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> =>
        Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<T>.Zero), a, a * b);
}

/// <summary>1 where x is above 0, else the other number: the slope of the leaky rectifier.</summary>
internal struct LeakySlope : IVectorPair
{
    public static Vector<T> Of<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> =>
        Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<T>.Zero), Vector<T>.One, b);
}

/// <summary>g · (1 − y²): the slope of tanh at its value y.</summary>
internal struct TanhSlope : IVectorPair
{
    public static Vector<T> Of<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a * (Vector<T>.One - (b * b));
}

/// <summary>g · y(1 − y): the slope of the logistic function at its value y.</summary>
internal struct SigmoidSlope : IVectorPair
{
    public static Vector<T> Of<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a * (b * (Vector<T>.One - b));
}

/// <summary>(a − b)².</summary>
internal struct SquaredDifference : IVectorPair
{
    public static Vector<T> Of<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T>
    {
        var d = a - b;
        return d * d;
    }
}
