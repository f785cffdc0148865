namespace CourseKit.Exercises;

/// <summary>
/// Says which type formats the marked type in a notebook. Kernels look for an attribute of this simple name, so that a
/// library can show its types without referring to a kernel; each library therefore has its own copy.
/// </summary>
/// <param name="formatterSourceType">A type with a public parameterless constructor and a method <c>CreateTypeFormatters()</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The type that makes the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>MIME types in the order of preference.</summary>
    public string[] PreferredMimeTypes { get; init; } = [];
}
