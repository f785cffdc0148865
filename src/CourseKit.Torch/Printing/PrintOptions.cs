using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    internal static class PrintOptions
    {
        internal static TensorStringStyle Style = TensorStringStyle.Julia;
        internal static string FloatFormat = "g5";
        internal static string NewLine = Environment.NewLine;
        internal static int LineWidth = 100;
        internal static int MaxRows = 6;
        internal static int MaxColumns = 6;
    }

    /// <summary>The style of <see cref="TensorStringStyle.Default"/>.</summary>
    public static TensorStringStyle TensorStringStyle => PrintOptions.Style;

    /// <summary>Nested brackets.</summary>
    public static TensorStringStyle numpy => TorchSharp.TensorStringStyle.Numpy;

    /// <summary>Aligned columns.</summary>
    public static TensorStringStyle julia => TorchSharp.TensorStringStyle.Julia;

    /// <summary>A C# array.</summary>
    public static TensorStringStyle csharp => TorchSharp.TensorStringStyle.CSharp;

    /// <summary>Sets how tensors are written: with so many digits, in ordinary or scientific notation.</summary>
    public static void set_printoptions(int precision, int? linewidth = null, string? newLine = null, bool sci_mode = false, int? maxRows = null, int? maxColumns = null) =>
        set_printoptions(null, (sci_mode ? "E" : "F") + precision.ToString(CultureInfo.InvariantCulture), linewidth, newLine, maxRows, maxColumns);

    /// <summary>Sets how tensors are written; what is not given stays.</summary>
    public static void set_printoptions(
        TensorStringStyle? style = null, string? floatFormat = null, int? linewidth = null, string? newLine = null, int? maxRows = null, int? maxColumns = null)
    {
        PrintOptions.Style = style is null or TorchSharp.TensorStringStyle.Default ? PrintOptions.Style : style.Value;
        PrintOptions.FloatFormat = floatFormat ?? PrintOptions.FloatFormat;
        PrintOptions.LineWidth = linewidth ?? PrintOptions.LineWidth;
        PrintOptions.NewLine = newLine ?? PrintOptions.NewLine;
        PrintOptions.MaxRows = maxRows ?? PrintOptions.MaxRows;
        PrintOptions.MaxColumns = maxColumns ?? PrintOptions.MaxColumns;
    }

    public partial class Tensor
    {
        /// <summary>Shape, element type and device: <c>[2x3], type = Float32, device = cpu</c>.</summary>
        public override string ToString() => TensorPrinter.Metadata(this);

        /// <summary>Shape, element type and device, and with <paramref name="disamb"/> the values as well.</summary>
        public string ToString(bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            ToString(disamb ? TorchSharp.TensorStringStyle.Julia : TorchSharp.TensorStringStyle.Metadata, fltFormat, width, cultureInfo, newLine);

        /// <summary>The values as text.</summary>
        /// <param name="style">The layout.</param>
        /// <param name="fltFormat">A .NET format for numbers.</param>
        /// <param name="width">Characters in a line (Julia's style).</param>
        /// <param name="cultureInfo">Decimal point and the like; invariant when not given.</param>
        /// <param name="newLine">The line break.</param>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            new TensorPrinter(fltFormat, width, cultureInfo, newLine).Text(this, style);
    }
}
