using System.Numerics;

namespace TorchSharp;

/// <summary>A single number with its element type, as operators take it: <c>x * 2</c>, <c>full(size, 0.5)</c>.</summary>
public sealed class Scalar : IDisposable
{
    private readonly double real;
    private readonly long integer;

    private Scalar(torch.ScalarType type, double real, long integer) => (Type, this.real, this.integer) = (type, real, integer);

    /// <summary>The element type the number came in.</summary>
    public torch.ScalarType Type { get; }

    internal double AsDouble => real;

    internal long AsLong => Type.IsFloatingPoint() ? (long)real : integer;

    internal bool AsBool => Type.IsFloatingPoint() ? real != 0 : integer != 0;

    internal T As<T>() where T : INumberBase<T> => Type.IsFloatingPoint() ? T.CreateTruncating(real) : T.CreateTruncating(integer);

    internal bool IsZero => Type.IsFloatingPoint() ? real == 0 : integer == 0;

    internal static Scalar Of(torch.ScalarType type, double value) => new(type, value, 0);

    internal static Scalar Of(torch.ScalarType type, long value) => new(type, value, value);

    /// <summary>Wraps a number.</summary>
    public static implicit operator Scalar(byte value) => Of(torch.ScalarType.Byte, (long)value);
    /// <summary>Wraps a number.</summary>
    public static implicit operator Scalar(sbyte value) => Of(torch.ScalarType.Int8, (long)value);
    /// <summary>Wraps a number.</summary>
    public static implicit operator Scalar(short value) => Of(torch.ScalarType.Int16, (long)value);
    /// <summary>Wraps a number.</summary>
    public static implicit operator Scalar(int value) => Of(torch.ScalarType.Int32, (long)value);
    /// <summary>Wraps a number.</summary>
    public static implicit operator Scalar(long value) => Of(torch.ScalarType.Int64, value);
    /// <summary>Wraps a number.</summary>
    public static implicit operator Scalar(Half value) => Of(torch.ScalarType.Float16, (double)value);
    /// <summary>Wraps a number.</summary>
    public static implicit operator Scalar(float value) => Of(torch.ScalarType.Float32, (double)value);
    /// <summary>Wraps a number.</summary>
    public static implicit operator Scalar(double value) => Of(torch.ScalarType.Float64, value);
    /// <summary>Wraps a truth value.</summary>
    public static implicit operator Scalar(bool value) => Of(torch.ScalarType.Bool, value ? 1L : 0L);

    /// <summary>Nothing to release; kept because TorchSharp's type has it.</summary>
    public void Dispose()
    {
    }
}

/// <summary>Conversions between C# numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>Wraps a number.</summary>
    public static Scalar ToScalar(this int value) => value;
    /// <summary>Wraps a number.</summary>
    public static Scalar ToScalar(this long value) => value;
    /// <summary>Wraps a number.</summary>
    public static Scalar ToScalar(this float value) => value;
    /// <summary>Wraps a number.</summary>
    public static Scalar ToScalar(this double value) => value;
    /// <summary>Wraps a truth value.</summary>
    public static Scalar ToScalar(this bool value) => value;
    /// <summary>The number as float32.</summary>
    public static float ToSingle(this Scalar value) => (float)value.AsDouble;
    /// <summary>The number as float64.</summary>
    public static double ToDouble(this Scalar value) => value.AsDouble;
    /// <summary>The number as a 32-bit integer.</summary>
    public static int ToInt32(this Scalar value) => (int)value.AsLong;
    /// <summary>The number as a 64-bit integer.</summary>
    public static long ToInt64(this Scalar value) => value.AsLong;
    /// <summary>True when the number is not zero.</summary>
    public static bool ToBoolean(this Scalar value) => value.AsBool;
}
