using System.Numerics;

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
        var i = 0;
        for (; i <= y.Length - Vector<T>.Count; i += Vector<T>.Count) TPair.Of(new Vector<T>(a[i..]), new Vector<T>(b[i..])).CopyTo(y[i..]);
        if (i == y.Length) return;
        Span<T> p = stackalloc T[Vector<T>.Count], q = stackalloc T[Vector<T>.Count];
        a[i..].CopyTo(p);
        b[i..].CopyTo(q);
        TPair.Of(new Vector<T>(p), new Vector<T>(q)).CopyTo(p);
        p[..(y.Length - i)].CopyTo(y[i..]);
    }

    public static void Run<T>(ReadOnlySpan<T> a, T b, Span<T> y) where T : unmanaged, INumber<T>
    {
        var q = new Vector<T>(b);
        var i = 0;
        for (; i <= y.Length - Vector<T>.Count; i += Vector<T>.Count) TPair.Of(new Vector<T>(a[i..]), q).CopyTo(y[i..]);
        if (i == y.Length) return;
        Span<T> p = stackalloc T[Vector<T>.Count];
        a[i..].CopyTo(p);
        TPair.Of(new Vector<T>(p), q).CopyTo(p);
        p[..(y.Length - i)].CopyTo(y[i..]);
    }

    public static void Run<T>(T a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        var p = new Vector<T>(a);
        var i = 0;
        for (; i <= y.Length - Vector<T>.Count; i += Vector<T>.Count) TPair.Of(p, new Vector<T>(b[i..])).CopyTo(y[i..]);
        if (i == y.Length) return;
        Span<T> q = stackalloc T[Vector<T>.Count];
        b[i..].CopyTo(q);
        TPair.Of(p, new Vector<T>(q)).CopyTo(q);
        q[..(y.Length - i)].CopyTo(y[i..]);
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
