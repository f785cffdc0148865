namespace CourseKit;

/// <summary>Writes objects of one type in one MIME type. Kernels call it by the names of its members.</summary>
/// <param name="type">The type it writes.</param>
/// <param name="mimeType">The MIME type, e.g. <c>text/html</c>.</param>
/// <param name="write">The text of an object.</param>
public sealed class MimeFormatter(Type type, string mimeType, Func<object, string> write)
{
    /// <summary>The MIME type written.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>The type of the objects written.</summary>
    public Type Type { get; } = type;

    /// <summary>Writes the object; <c>false</c> if it is not of <see cref="Type"/>.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="writer">Where to write.</param>
    public bool Format(object instance, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!Type.IsInstanceOfType(instance)) return false;
        writer.Write(write(instance));
        return true;
    }

    /// <summary>A formatter for objects of type <typeparamref name="T"/>.</summary>
    /// <param name="mimeType">The MIME type.</param>
    /// <param name="write">The text of an object.</param>
    public static MimeFormatter For<T>(string mimeType, Func<T, string> write) => new(typeof(T), mimeType, instance => write((T)instance));
}
