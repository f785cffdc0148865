namespace CourseKit;

/// <summary>Writes objects of one type in one MIME type. Kernels call it by the names of its members.</summary>
public sealed class MimeFormatter(Type type, string mimeType, Func<object, string> write)
{
    /// <summary>The MIME type written.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>The type of the objects written.</summary>
    public Type Type { get; } = type;

    /// <summary>Writes the object; <c>false</c> if it is not of <see cref="Type"/>.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        if (!Type.IsInstanceOfType(instance)) return false;
        writer.Write(write(instance));
        return true;
    }

    /// <summary>A formatter for objects of type <typeparamref name="T"/>.</summary>
    public static MimeFormatter For<T>(string mimeType, Func<T, string> write) => new(typeof(T), mimeType, instance => write((T)instance));
}

/// <summary>The ways in which a type shows itself, one formatter for each MIME type. Kernels call it by the name of its method.</summary>
public abstract class FormatterSource(params MimeFormatter[] formatters)
{
    /// <summary>The formatters.</summary>
    public IEnumerable<MimeFormatter> CreateTypeFormatters() => formatters;
}
