using System.Globalization;
using System.Text;

namespace TorchSharp;

/// <summary>How a tensor is written as text.</summary>
public enum TensorStringStyle
{
    /// <summary>Shape, element type and device only.</summary>
    Metadata,
    /// <summary>Aligned columns without brackets.</summary>
    Julia,
    /// <summary>Nested brackets.</summary>
    Numpy,
    /// <summary>A C# array.</summary>
    CSharp,
    /// <summary>The style set by <see cref="torch.set_printoptions(TensorStringStyle?, string?, int?, string?, int?, int?)"/>; Julia at first.</summary>
    Default,
}

/// <summary>Writes tensors as text, always with a decimal point unless a culture is given.</summary>
internal sealed class TensorPrinter
{
    private const int Edge = 3; // entries shown at each end of a long dimension
    private const int Summarised = 1000; // elements from which on Julia's style leaves rows out, too

    private readonly string format;
    private readonly int width;
    private readonly CultureInfo culture;
    private readonly string newLine;

    internal TensorPrinter(string? format, int? width, CultureInfo? culture, string? newLine)
    {
        this.format = format ?? torch.PrintOptions.FloatFormat;
        this.width = width ?? torch.PrintOptions.LineWidth;
        this.culture = culture ?? CultureInfo.InvariantCulture;
        this.newLine = newLine ?? torch.PrintOptions.NewLine;
    }

    internal static string Metadata(torch.Tensor t) =>
        $"[{string.Join("x", t.shape.Select(n => n.ToString(CultureInfo.InvariantCulture)))}], type = {t.dtype}, device = {t.device}";

    internal string Text(torch.Tensor t, TensorStringStyle style)
    {
        if (style == TensorStringStyle.Default) style = torch.TensorStringStyle;
        using var scope = torch.NewDisposeScope();
        var x = t.detach();
        return style switch
        {
            TensorStringStyle.Julia => Julia(x),
            TensorStringStyle.Numpy => x.dim() == 0 ? Element(x, style) : Numpy(x, 1),
            TensorStringStyle.CSharp => CSharp(x),
            _ => Metadata(x),
        };
    }

    private string Element(torch.Tensor t, TensorStringStyle style)
    {
        var suffix = style != TensorStringStyle.CSharp ? "" : t.dtype is torch.ScalarType.Float32 or torch.ScalarType.Float16 ? "f" : t.dtype == torch.ScalarType.Int64 ? "L" : "";
        return t.dtype switch
        {
            torch.ScalarType.Float32 => t.item<float>().ToString(format, culture) + suffix,
            torch.ScalarType.Float64 => t.item<double>().ToString(format, culture) + suffix,
            torch.ScalarType.Float16 => t.item<Half>().ToString(format, culture) + suffix,
            torch.ScalarType.Bool => style == TensorStringStyle.Numpy ? (t.item<bool>() ? "True" : "False") : t.item<bool>() ? "true" : "false",
            _ => ((long)t).ToString(culture) + suffix,
        };
    }

    /// <summary>The indices shown of a dimension; null is where entries are left out.</summary>
    private static IEnumerable<long?> Shown(long size, int limit)
    {
        for (long i = 0; i < size; i++)
        {
            if (size > limit && i == Edge)
            {
                yield return null;
                i = size - Edge;
            }
            yield return i;
        }
    }

    private string Vector(torch.Tensor t, TensorStringStyle style)
    {
        var text = new StringBuilder();
        foreach (var i in Shown(t.shape[0], torch.PrintOptions.MaxColumns))
        {
            if (i is null) text.Append("... ");
            else text.Append(Element(t[i.Value], style)).Append(i == t.shape[0] - 1 ? "" : ", ");
        }
        return text.ToString();
    }

    private string Numpy(torch.Tensor t, int indent)
    {
        var rank = t.shape.Length;
        if (rank == 1) return $"[{Vector(t, TensorStringStyle.Numpy)}]";
        var separator = string.Concat(Enumerable.Repeat(newLine, rank - 1)) + new string(' ', indent);
        return $"[{string.Join(separator, Shown(t.shape[0], torch.PrintOptions.MaxRows).Select(i => i is { } k ? Numpy(t[k], indent + 1) : "..."))}]";
    }

    private string CSharp(torch.Tensor t)
    {
        if (t.dim() == 0) return $"{Metadata(t)}, value = {Element(t, TensorStringStyle.Metadata)}";
        var type = t.dtype switch
        {
            torch.ScalarType.Float16 => "float16",
            torch.ScalarType.Float32 => "float",
            torch.ScalarType.Float64 => "double",
            torch.ScalarType.Int64 => "long",
            torch.ScalarType.Int32 => "int",
            torch.ScalarType.Int16 => "short",
            torch.ScalarType.Int8 => "sbyte",
            _ => t.dtype.ToString().ToLowerInvariant(),
        };
        var array = $"{type} [{new string(',', t.shape.Length - 1)}]";
        return t.dim() == 1
            ? $"{Metadata(t)}, value = {array} {{{Vector(t, TensorStringStyle.CSharp)}}}"
            : $"{Metadata(t)}, value = {newLine}{array} {{{newLine} {Rows(t, 1)}{newLine}}}";
    }

    private string Rows(torch.Tensor t, int indent)
    {
        var text = new StringBuilder();
        foreach (var i in Shown(t.shape[0], torch.PrintOptions.MaxRows))
        {
            var last = i == t.shape[0] - 1;
            text.Append(i is not { } k ? "..." : t.dim() == 2 ? $"{{{Vector(t[k], TensorStringStyle.CSharp)}}}" : $"{{{Rows(t[k], indent + 1)}}}");
            if (!last) text.Append(i is null ? "" : ",").Append(newLine).Append(' ', indent);
        }
        return text.ToString();
    }

    private string Julia(torch.Tensor t)
    {
        var text = new StringBuilder(Metadata(t));
        if (t.dim() == 0) return text.Append(", value = ").Append(Element(t, TensorStringStyle.Julia)).ToString();
        text.Append(newLine);
        if (t.dim() <= 2) Table(text, t.dim() == 1 ? t.unsqueeze(0) : t);
        else Blocks(text, t, "");
        return text.ToString();
    }

    private void Blocks(StringBuilder text, torch.Tensor t, string place)
    {
        for (long i = 0; i < t.shape[0]; i++)
        {
            if (t.dim() > 3)
            {
                Blocks(text, t[i], string.Create(CultureInfo.InvariantCulture, $"{place}{i},"));
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"[{place}{i},..,..] =").Append(newLine);
                Table(text, t[i]);
            }
            if (i < t.shape[0] - 1) text.Append(newLine);
        }
    }

    /// <summary>A matrix in columns aligned at the right, as many as fit the line.</summary>
    private void Table(StringBuilder text, torch.Tensor t)
    {
        var rows = Shown(t.shape[0], t.numel() > Summarised ? torch.PrintOptions.MaxRows : int.MaxValue).ToArray();
        var columns = new List<string[]>();
        var used = 0;
        for (long c = 0; c < t.shape[1]; c++)
        {
            var column = rows.Select(r => r is { } k ? Element(t[k, c], TensorStringStyle.Julia) : "...").ToArray();
            used += column.Max(e => e.Length) + 1;
            if (used > width && c > 0) break;
            columns.Add(column);
        }
        for (var r = 0; r < rows.Length; r++)
        {
            foreach (var column in columns) text.Append(' ').Append(column[r].PadLeft(column.Max(e => e.Length)));
            if (columns.Count < t.shape[1]) text.Append(" ...");
            text.Append(newLine);
        }
    }
}
