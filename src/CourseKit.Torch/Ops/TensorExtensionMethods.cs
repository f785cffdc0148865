namespace TorchSharp;

/// <summary>Conversions of one-element tensors to C# numbers, whatever the tensor's type.</summary>
public static partial class TensorExtensionMethods
{
    /// <summary>The only element as float32.</summary>
    /// <exception cref="ArgumentException">The tensor has another number of elements than one.</exception>
    public static float ToSingle(this torch.Tensor value) => (float)value;

    /// <inheritdoc cref="ToSingle"/>
    /// <summary>The only element as float64.</summary>
    public static double ToDouble(this torch.Tensor value) => (double)value;

    /// <inheritdoc cref="ToSingle"/>
    /// <summary>The only element as an 8-bit integer.</summary>
    public static sbyte ToSByte(this torch.Tensor value) => (sbyte)value;

    /// <inheritdoc cref="ToSingle"/>
    /// <summary>The only element as an 8-bit integer without sign.</summary>
    public static byte ToByte(this torch.Tensor value) => (byte)value;

    /// <inheritdoc cref="ToSingle"/>
    /// <summary>The only element as a 16-bit integer.</summary>
    public static short ToInt16(this torch.Tensor value) => (short)value;

    /// <inheritdoc cref="ToSingle"/>
    /// <summary>The only element as a 32-bit integer.</summary>
    public static int ToInt32(this torch.Tensor value) => (int)value;

    /// <inheritdoc cref="ToSingle"/>
    /// <summary>The only element as a 64-bit integer.</summary>
    public static long ToInt64(this torch.Tensor value) => (long)value;

    /// <inheritdoc cref="ToSingle"/>
    /// <summary>Whether the only element is not zero.</summary>
    public static bool ToBoolean(this torch.Tensor value) => (bool)value;
}
