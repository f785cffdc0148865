using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CourseKit.Notebooks;

/// <summary>
/// The convention through which a type shows itself without knowing of notebooks: an attribute whose simple name is
/// <c>TypeFormatterSourceAttribute</c>, on the type, a base type or an interface, names a class that creates formatters. Every assembly may
/// declare its own copy of the attribute; nothing but the names of its members matters.
/// </summary>
internal sealed class TypeFormatterSource
{
    private const string AttributeName = "TypeFormatterSourceAttribute";

    // Weak, so that types of a session that has ended can go.
    private static readonly ConditionalWeakTable<Type, TypeFormatterSource?[]> s_sources = [];

    private readonly List<(string MimeType, Type? Type, Func<object, TextWriter, bool> Format)> _formatters = [];

    private TypeFormatterSource(object attribute)
    {
        var type = Property(attribute, "FormatterSourceType") as Type
            ?? throw new InvalidOperationException($"{attribute.GetType()} has no FormatterSourceType.");
        object source = Activator.CreateInstance(type)!;
        var create = type.GetMethod("CreateTypeFormatters", Type.EmptyTypes)
            ?? throw new InvalidOperationException($"{type} has no method CreateTypeFormatters().");
        foreach (object formatter in (IEnumerable)Invoke(create, source)!)
        {
            var format = formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])
                ?? throw new InvalidOperationException($"{formatter.GetType()} has no method Format(object, TextWriter).");
            _formatters.Add((
                (string)Property(formatter, "MimeType")!,
                Property(formatter, "Type") as Type,
                (value, writer) => Invoke(format, formatter, value, writer) is true));
        }

        if (Property(attribute, "PreferredMimeTypes") is IEnumerable<string> preferred)
        {
            var order = preferred.ToList();
            _formatters = [.. _formatters.OrderBy(formatter => order.IndexOf(formatter.MimeType) is var at and >= 0 ? at : int.MaxValue)];
        }
    }

    /// <summary>The source of a type, or null if it has none.</summary>
    public static TypeFormatterSource? Of(Type type) => s_sources.GetValue(type, key => [Create(key)])[0];

    /// <summary>Adds the representations that the formatters have for this value.</summary>
    public void Format(object value, MimeBundle bundle)
    {
        foreach (var (mimeType, type, format) in _formatters)
        {
            if (type?.IsInstanceOfType(value) != false)
            {
                using var writer = new FormattedText();
                if (format(value, writer))
                {
                    bundle.Add(mimeType, writer.ToString());
                }
            }
        }
    }

    private static TypeFormatterSource? Create(Type type)
    {
        for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (AttributeOn(candidate) is { } attribute)
            {
                return new TypeFormatterSource(attribute);
            }
        }

        object? found = type.GetInterfaces().Select(AttributeOn).FirstOrDefault(attribute => attribute is not null);
        return found is null ? null : new TypeFormatterSource(found);
    }

    private static object? AttributeOn(Type type) =>
        type.GetCustomAttributes(inherit: false).FirstOrDefault(attribute => attribute.GetType().Name == AttributeName);

    private static object? Property(object owner, string name) => owner.GetType().GetProperty(name)?.GetValue(owner);

    private static object? Invoke(MethodInfo method, object owner, params object[] arguments) =>
        method.Invoke(owner, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
