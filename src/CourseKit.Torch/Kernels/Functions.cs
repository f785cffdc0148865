using System.Numerics;
using System.Numerics.Tensors;

namespace TorchSharp;

// The functions behind the element-wise operations: one line each, on top of TensorPrimitives.

internal struct Add : IBinary
{
    public static void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Add(a, b, y);
    public static void Run<T>(ReadOnlySpan<T> a, T b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Add(a, b, y);
    public static void Run<T>(T a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Add(b, a, y);
}

internal struct Sub : IBinary
{
    public static void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Subtract(a, b, y);
    public static void Run<T>(ReadOnlySpan<T> a, T b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Subtract(a, b, y);
    public static void Run<T>(T a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Subtract(a, b, y);
}

internal struct Mul : IBinary
{
    public static void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Multiply(a, b, y);
    public static void Run<T>(ReadOnlySpan<T> a, T b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Multiply(a, b, y);
    public static void Run<T>(T a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Multiply(b, a, y);
}

internal struct Div : IBinary
{
    public static void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Divide(a, b, y);
    public static void Run<T>(ReadOnlySpan<T> a, T b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Divide(a, b, y);
    public static void Run<T>(T a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Divide(a, b, y);
}

internal struct Maximum : IBinary
{
    public static void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Max(a, b, y);
    public static void Run<T>(ReadOnlySpan<T> a, T b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Max(a, b, y);
    public static void Run<T>(T a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Max(b, a, y);
}

internal struct Minimum : IBinary
{
    public static void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Min(a, b, y);
    public static void Run<T>(ReadOnlySpan<T> a, T b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Min(a, b, y);
    public static void Run<T>(T a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T> => TensorPrimitives.Min(b, a, y);
}

/// <summary>A binary function without a primitive of its own, written for one pair.</summary>
internal interface IPair
{
    static abstract T Of<T>(T a, T b) where T : unmanaged, INumber<T>;
}

/// <summary>Makes a binary function over spans of one for pairs.</summary>
internal struct Each<TPair> : IBinary where TPair : struct, IPair
{
    public static void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < y.Length; i++) y[i] = TPair.Of(a[i], b[i]);
    }

    public static void Run<T>(ReadOnlySpan<T> a, T b, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < y.Length; i++) y[i] = TPair.Of(a[i], b);
    }

    public static void Run<T>(T a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < y.Length; i++) y[i] = TPair.Of(a, b[i]);
    }
}

internal struct Power : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> =>
        typeof(T) == typeof(float) ? (T)(object)MathF.Pow((float)(object)a, (float)(object)b)
        : typeof(T) == typeof(double) ? (T)(object)Math.Pow((double)(object)a, (double)(object)b)
        : Integer(a, b);

    private static T Integer<T>(T a, T b) where T : unmanaged, INumber<T>
    {
        if (T.IsNegative(b)) return a == T.One ? T.One : a == -T.One ? (T.IsEvenInteger(b) ? T.One : a) : T.Zero;
        var result = T.One;
        for (var n = b; n > T.Zero; n -= T.One) result = unchecked(result * a);
        return result;
    }
}

/// <summary>The remainder with the sign of the dividend, as C's fmod.</summary>
internal struct Fmod : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => a % b;
}

/// <summary>The remainder with the sign of the divisor, as Python's modulus.</summary>
internal struct Remainder : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T>
    {
        var r = a % b;
        return !T.IsZero(r) && T.IsNegative(r) != T.IsNegative(b) ? r + b : r;
    }
}

/// <summary>Division rounded down.</summary>
internal struct FloorDivide : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> =>
        typeof(T) == typeof(float) ? (T)(object)MathF.Floor((float)(object)a / (float)(object)b)
        : typeof(T) == typeof(double) ? (T)(object)Math.Floor((double)(object)a / (double)(object)b)
        : (a - Remainder.Of(a, b)) / b;
}

/// <summary>The angle of the point (b, a).</summary>
internal struct Atan2 : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => T.CreateChecked(Math.Atan2(double.CreateChecked(a), double.CreateChecked(b)));
}

internal struct Equal : IRelation
{
    public static bool Holds<T>(T a, T b) where T : unmanaged, INumber<T> => a == b;
}

internal struct NotEqual : IRelation
{
    public static bool Holds<T>(T a, T b) where T : unmanaged, INumber<T> => a != b;
}

internal struct Less : IRelation
{
    public static bool Holds<T>(T a, T b) where T : unmanaged, INumber<T> => a < b;
}

internal struct LessOrEqual : IRelation
{
    public static bool Holds<T>(T a, T b) where T : unmanaged, INumber<T> => a <= b;
}

internal struct Exp : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Exp(x, y);
}

internal struct Expm1 : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < x.Length; i++)
        {
            var v = double.CreateChecked(x[i]);
            var u = Math.Exp(v);
            // Kahan: (u - 1) * x / log(u) is accurate even where u rounds.
            y[i] = T.CreateTruncating(u == 1 ? v : u - 1 == -1 || double.IsInfinity(u) ? u - 1 : (u - 1) * v / Math.Log(u));
        }
    }
}

internal struct Log : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Log(x, y);
}

internal struct Log2 : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Log2(x, y);
}

internal struct Log10 : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Log10(x, y);
}

internal struct Log1p : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < x.Length; i++)
        {
            var v = double.CreateChecked(x[i]);
            var u = 1 + v;
            // Kahan: corrects log(1 + x) for the digits that 1 + x rounds away.
            y[i] = T.CreateTruncating(u == 1 ? v : double.IsPositiveInfinity(u) ? u : Math.Log(u) * v / (u - 1));
        }
    }
}

internal struct Sqrt : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Sqrt(x, y);
}

internal struct Sin : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Sin(x, y);
}

internal struct Cos : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Cos(x, y);
}

internal struct Tan : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Tan(x, y);
}

internal struct Asin : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Asin(x, y);
}

internal struct Acos : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Acos(x, y);
}

internal struct Atan : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Atan(x, y);
}

internal struct Sinh : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Sinh(x, y);
}

internal struct Cosh : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Cosh(x, y);
}

internal struct HyperbolicTangent : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Tanh(x, y);
}

internal struct Logistic : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Sigmoid(x, y);
}

internal struct Erf : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < x.Length; i++) y[i] = T.CreateTruncating(SpecialFunctions.Erf(double.CreateChecked(x[i])));
    }
}

internal struct Floor : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Floor(x, y);
}

internal struct Ceil : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Ceiling(x, y);
}

internal struct Trunc : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Truncate(x, y);
}

internal struct Round : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Round(x, MidpointRounding.ToEven, y);
}

internal struct Relu : IUnary
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Max(x, T.Zero, y);
}

/// <summary>The absolute value; the second number is not used.</summary>
internal struct Magnitude : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => T.Abs(a);
}

/// <summary>The sign, 0 for 0 and for NaN as in PyTorch; the second number is not used.</summary>
internal struct SignOf : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => T.IsNaN(a) || T.IsZero(a) ? T.Zero : T.IsNegative(a) ? -T.One : T.One;
}

/// <summary>Bits of both numbers. Integers only; the callers see to that.</summary>
internal struct BitAnd : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => T.CreateTruncating(long.CreateTruncating(a) & long.CreateTruncating(b));
}

/// <summary>Bits of either number. Integers only; the callers see to that.</summary>
internal struct BitOr : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => T.CreateTruncating(long.CreateTruncating(a) | long.CreateTruncating(b));
}

/// <summary>Bits of exactly one number. Integers only; the callers see to that.</summary>
internal struct BitXor : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => T.CreateTruncating(long.CreateTruncating(a) ^ long.CreateTruncating(b));
}

/// <summary>b − a: a number minus a tensor.</summary>
internal struct SubtractedFrom : IPair
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => b - a;
}
