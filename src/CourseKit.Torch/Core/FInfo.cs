namespace TorchSharp;

public static partial class torch
{
    /// <summary>The limits of a floating-point type.</summary>
    public readonly struct FInfo
    {
        internal FInfo(ScalarType type) => (bits, eps, max, tiny) = type switch
        {
            ScalarType.Float16 => (16, Math.Pow(2, -10), (double)Half.MaxValue, Math.Pow(2, -14)),
            ScalarType.Float32 => (32, Math.Pow(2, -23), float.MaxValue, Math.Pow(2, -126)),
            ScalarType.Float64 => (64, Math.Pow(2, -52), double.MaxValue, Math.Pow(2, -1022)),
            _ => throw new ArgumentException($"'{type}' is not a floating point type."),
        };

        /// <summary>The number of bits.</summary>
        public readonly int bits;

        /// <summary>The distance from 1 to the next larger number.</summary>
        public readonly double eps;

        /// <summary>The largest number.</summary>
        public readonly double max;

        /// <summary>The smallest (most negative) number.</summary>
        public double min => -max;

        /// <summary>The smallest positive number of full precision.</summary>
        public readonly double tiny;
    }

    /// <summary>The limits of the default floating-point type.</summary>
    public static FInfo finfo() => new(get_default_dtype());

    /// <summary>The limits of a floating-point type.</summary>
    /// <exception cref="ArgumentException">The type is not a floating-point type.</exception>
    public static FInfo finfo(ScalarType dtype) => new(dtype);
}
