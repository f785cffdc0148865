namespace TorchSharp;

/// <summary>The engine's front door: tensors, their functions, <c>nn</c>, <c>optim</c> and <c>autograd</c>, under TorchSharp's names.</summary>
public static partial class torch
{
    /// <summary>Element types. The numbers are those of TorchSharp, as they are written into files.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>Unsigned 8-bit integer.</summary>
        Byte = 0,
        /// <summary>Signed 8-bit integer.</summary>
        Int8 = 1,
        /// <summary>Signed 16-bit integer.</summary>
        Int16 = 2,
        /// <summary>Signed 32-bit integer.</summary>
        Int32 = 3,
        /// <summary>Signed 64-bit integer: the type of indices.</summary>
        Int64 = 4,
        /// <summary>IEEE half precision.</summary>
        Float16 = 5,
        /// <summary>IEEE single precision: the default.</summary>
        Float32 = 6,
        /// <summary>IEEE double precision.</summary>
        Float64 = 7,
        /// <summary>Truth values, one byte each.</summary>
        Bool = 11,
    }

    /// <summary>Unsigned 8-bit integer.</summary>
    public static readonly ScalarType uint8 = ScalarType.Byte;
    /// <summary>Signed 8-bit integer.</summary>
    public static readonly ScalarType int8 = ScalarType.Int8;
    /// <summary>Signed 16-bit integer.</summary>
    public static readonly ScalarType int16 = ScalarType.Int16;
    /// <summary>Signed 32-bit integer.</summary>
    public static readonly ScalarType int32 = ScalarType.Int32;
    /// <summary>Signed 64-bit integer.</summary>
    public static readonly ScalarType int64 = ScalarType.Int64;
    /// <summary>Signed 64-bit integer.</summary>
    public static readonly ScalarType @long = ScalarType.Int64;
    /// <summary>IEEE half precision.</summary>
    public static readonly ScalarType float16 = ScalarType.Float16;
    /// <summary>IEEE half precision.</summary>
    public static readonly ScalarType half = ScalarType.Float16;
    /// <summary>IEEE single precision.</summary>
    public static readonly ScalarType float32 = ScalarType.Float32;
    /// <summary>IEEE double precision.</summary>
    public static readonly ScalarType float64 = ScalarType.Float64;
    /// <summary>Truth values.</summary>
    public static readonly ScalarType @bool = ScalarType.Bool;

    private static ScalarType defaultDtype = ScalarType.Float32;

    /// <summary>Sets the type of new floating-point tensors.</summary>
    /// <exception cref="ArgumentException">The type is not a floating-point type.</exception>
    public static void set_default_dtype(ScalarType dtype) =>
        defaultDtype = dtype.IsFloatingPoint() ? dtype
            : throw new ArgumentException("only floating-point types are supported as the default type", nameof(dtype));

    /// <summary>The type of new floating-point tensors.</summary>
    public static ScalarType get_default_dtype() => defaultDtype;

    /// <summary>True for Float16, Float32 and Float64.</summary>
    public static bool is_floating_point(ScalarType dtype) => dtype.IsFloatingPoint();

    /// <summary>True for the signed and unsigned integer types, not for Bool.</summary>
    public static bool is_integral(ScalarType dtype) => dtype.IsInteger();
}

internal static class ScalarTypes
{
    internal static bool IsFloatingPoint(this torch.ScalarType t) =>
        t is torch.ScalarType.Float32 or torch.ScalarType.Float64 or torch.ScalarType.Float16;

    internal static bool IsInteger(this torch.ScalarType t) => t <= torch.ScalarType.Int64;

    internal static int Size(this torch.ScalarType t) => t switch
    {
        torch.ScalarType.Byte or torch.ScalarType.Int8 or torch.ScalarType.Bool => 1,
        torch.ScalarType.Int16 or torch.ScalarType.Float16 => 2,
        torch.ScalarType.Int32 or torch.ScalarType.Float32 => 4,
        torch.ScalarType.Int64 or torch.ScalarType.Float64 => 8,
        _ => throw new ArgumentException($"dtype {t} is not supported"),
    };

    /// <summary>PyTorch's name of the type, as its messages spell it.</summary>
    internal static string TorchName(this torch.ScalarType t) => t switch
    {
        torch.ScalarType.Byte => "Byte",
        torch.ScalarType.Int8 => "Char",
        torch.ScalarType.Int16 => "Short",
        torch.ScalarType.Int32 => "Int",
        torch.ScalarType.Int64 => "Long",
        torch.ScalarType.Float16 => "Half",
        torch.ScalarType.Float32 => "Float",
        torch.ScalarType.Float64 => "Double",
        _ => t.ToString(),
    };

    /// <summary>The C++ name of the type, as some messages of PyTorch spell it.</summary>
    internal static string NativeName(this torch.ScalarType t) => t switch
    {
        torch.ScalarType.Byte => "unsigned char",
        torch.ScalarType.Int8 => "signed char",
        torch.ScalarType.Float16 => "c10::Half",
        _ => t.TorchName().ToLowerInvariant(),
    };

    internal static torch.ScalarType Of<T>() =>
        typeof(T) == typeof(float) ? torch.ScalarType.Float32
        : typeof(T) == typeof(double) ? torch.ScalarType.Float64
        : typeof(T) == typeof(long) ? torch.ScalarType.Int64
        : Of(typeof(T));

    internal static torch.ScalarType Of(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single => torch.ScalarType.Float32,
        TypeCode.Double => torch.ScalarType.Float64,
        TypeCode.Int64 => torch.ScalarType.Int64,
        TypeCode.Int32 => torch.ScalarType.Int32,
        TypeCode.Int16 => torch.ScalarType.Int16,
        TypeCode.SByte => torch.ScalarType.Int8,
        TypeCode.Byte => torch.ScalarType.Byte,
        TypeCode.Boolean => torch.ScalarType.Bool,
        _ when type == typeof(Half) => torch.ScalarType.Float16,
        _ => throw new ArgumentException($"elements of type {type.Name} are not supported"),
    };

    /// <summary>The category: bool, integer or floating point.</summary>
    internal static int Rank(torch.ScalarType t) => t switch
    {
        torch.ScalarType.Bool => 0,
        <= torch.ScalarType.Int64 => 1,
        _ => 2,
    };

    /// <summary>The wider of two types, as PyTorch promotes them.</summary>
    internal static torch.ScalarType Promote(torch.ScalarType a, torch.ScalarType b)
    {
        if (a == b) return a;
        if (Rank(a) != Rank(b)) return Rank(a) > Rank(b) ? a : b;
        if (a == torch.ScalarType.Byte || b == torch.ScalarType.Byte)
        {
            var other = a == torch.ScalarType.Byte ? b : a;
            return other == torch.ScalarType.Int8 ? torch.ScalarType.Int16 : other;
        }
        return a > b ? a : b;
    }

    /// <summary>
    /// PyTorch's result_type: operands with dimensions decide, then 0-dimensional tensors, then C# numbers; a lower group only counts
    /// when its category (bool, integer, floating point) is higher.
    /// </summary>
    internal static torch.ScalarType Result(torch.Tensor a, torch.Tensor b) =>
        (a.Impl.Shape.Length > 0) == (b.Impl.Shape.Length > 0) ? Promote(a.dtype, b.dtype)
        : a.Impl.Shape.Length > 0 ? Mixed(a.dtype, b.dtype) : Mixed(b.dtype, a.dtype);

    internal static torch.ScalarType Result(torch.Tensor a, Scalar b) =>
        Mixed(a.dtype, b.Type.IsFloatingPoint() ? torch.get_default_dtype() : b.Type.IsInteger() ? torch.ScalarType.Int64 : b.Type);

    private static torch.ScalarType Mixed(torch.ScalarType high, torch.ScalarType low) => Rank(low) > Rank(high) ? low : high;
}
