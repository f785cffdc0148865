using System.Globalization;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    /// <summary>The values as text, in the default style.</summary>
    public static string str(this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    /// <summary>The values in aligned columns.</summary>
    public static string jlstr(this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine);

    /// <summary>Shape, element type and device.</summary>
    public static string metastr(this torch.Tensor tensor) => tensor.ToString(TensorStringStyle.Metadata);

    /// <summary>The values in nested brackets.</summary>
    public static string npstr(this torch.Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Numpy, fltFormat, width, cultureInfo, newLine);

    /// <summary>The values as a C# array.</summary>
    public static string cstr(this torch.Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.CSharp, fltFormat, width, cultureInfo, newLine);

    /// <summary>Writes the values to the console and returns the tensor.</summary>
    public static torch.Tensor print(this torch.Tensor t, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.ToString(style, fltFormat, width, cultureInfo, newLine));
        return t;
    }

    /// <summary>The tensor as something a module learns; the memory is shared.</summary>
    public static Parameter AsParameter(this torch.Tensor tensor) => new(tensor);

    /// <summary>The sizes as 32-bit integers.</summary>
    public static ReadOnlySpan<int> IntShape(this torch.Tensor tensor) => tensor.shape.Select(n => checked((int)n)).ToArray();

    /// <summary>Bytes per element.</summary>
    public static int ElementSize(this torch.ScalarType type) => type.Size();

    /// <summary>The number of elements of a shape.</summary>
    public static long TotalSize(this IEnumerable<long> shape) => Shape.Count(shape.ToArray());

    /// <summary>A tensor of a given shape with an array's values, which are copied.</summary>
    public static torch.Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false) where T : unmanaged
    {
        if (Shape.Count(dimensions) != rawArray.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {rawArray.Length} values for shape {Shape.Text(dimensions)}");
        return torch.Tensor.From<T>(rawArray, dimensions).requires_grad_(requires_grad);
    }

    /// <summary>A 0-dimensional tensor.</summary>
    public static torch.Tensor ToTensor<T>(this T scalar, torch.Device? device = null, bool requires_grad = false) where T : unmanaged
    {
        torch.CheckDevice(device);
        return torch.Tensor.From<T>([scalar], []).requires_grad_(requires_grad);
    }

    /// <summary>The only element, converted.</summary>
    public static Half ToHalf(this torch.Tensor value) => (Half)(double)value;
}
