using System.Numerics;
using System.Numerics.Tensors;

namespace TorchSharp;

/// <summary>A function without a primitive of its own, written for one number.</summary>
internal interface IReal
{
    static abstract double Of(double x);
}

/// <summary>Makes a function over spans of one for single numbers.</summary>
internal struct EachReal<TReal> : IUnary where TReal : struct, IReal
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < x.Length; i++) y[i] = T.CreateTruncating(TReal.Of(double.CreateTruncating(x[i])));
    }
}

internal struct Erfc : IReal
{
    public static double Of(double x) => MathNet.Numerics.SpecialFunctions.Erfc(x);
}

internal struct Erfinv : IReal
{
    public static double Of(double x) => MathNet.Numerics.SpecialFunctions.ErfInv(x);
}

internal struct Exp2 : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Exp2(x, y);
}

internal struct Asinh : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Asinh(x, y);
}

internal struct Acosh : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Acosh(x, y);
}

internal struct Atanh : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Atanh(x, y);
}

/// <summary>√(a² + b²).</summary>
internal struct Hypotenuse : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => T.CreateTruncating(double.Hypot(double.CreateTruncating(a), double.CreateTruncating(b)));
}

/// <summary>log(eᵃ + eᵇ) = max + log(1 + exp(−|a − b|)).</summary>
internal struct LogAddExp : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T>
    {
        var (x, z) = (double.CreateTruncating(a), double.CreateTruncating(b));
        return T.CreateTruncating(x == z ? x + Math.Log(2) : Math.Max(x, z) + double.LogP1(Math.Exp(-Math.Abs(x - z))));
    }
}
