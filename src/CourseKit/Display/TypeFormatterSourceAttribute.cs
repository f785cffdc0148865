namespace CourseKit;

/// <summary>How a type shows itself in a notebook. Kernels find this attribute by its simple name: neither side needs the other.</summary>
/// <param name="formatterSourceType">A <see cref="FormatterSource"/> with a public parameterless constructor.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The type that makes the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types to offer, the best first.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
