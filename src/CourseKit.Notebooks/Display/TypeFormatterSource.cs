using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CourseKit.Notebooks;

/// <summary>
/// The conventions through which a value shows itself without knowing of notebooks, in the order in which they count: what a library has
/// registered for the type (<see cref="NotebookSlots.Formatters"/>); an attribute whose simple name is <c>TypeFormatterSourceAttribute</c>,
/// on the type, a base type or an interface, which names a class that creates formatters; a method <c>string ToHtml()</c>. Every assembly
/// may declare its own copy of the attribute; nothing but the names of its members matters.
/// </summary>
internal sealed class TypeFormatterSource
{
    private const string AttributeName = "TypeFormatterSourceAttribute";

    // Weak, so that types of a session that has ended can go; new when a library registers formatters.
    private static (Func<Type, object?>? Registered, ConditionalWeakTable<Type, TypeFormatterSource?[]> Sources) known = (null, []);

    private readonly List<(string MimeType, Type? Type, Func<object, TextWriter, bool> Format)> formatters = [];

    private TypeFormatterSource(object source, IEnumerable<string>? preferredMimeTypes = null)
    {
        var create = source.GetType().GetMethod("CreateTypeFormatters", Type.EmptyTypes)
            ?? throw new InvalidOperationException($"{source.GetType()} has no method CreateTypeFormatters().");
        foreach (var formatter in (IEnumerable)Invoke(create, source)!)
        {
            var format = formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])
                ?? throw new InvalidOperationException($"{formatter.GetType()} has no method Format(object, TextWriter).");
            formatters.Add((
                (string)Property(formatter, "MimeType")!,
                Property(formatter, "Type") as Type,
                (value, writer) => Invoke(format, formatter, value, writer) is true));
        }
        if (preferredMimeTypes?.ToList() is { } order)
            formatters = [.. formatters.OrderBy(formatter => order.IndexOf(formatter.MimeType) is var at and >= 0 ? at : int.MaxValue)];
    }

    private TypeFormatterSource(MethodInfo toHtml) => formatters.Add(("text/html", null, (value, writer) =>
    {
        var html = (string?)Invoke(toHtml, value);
        writer.Write(html);
        return html is not null;
    }
    ));

    public static TypeFormatterSource? Of(Type type)
    {
        var registered = AppContext.GetData(NotebookSlots.Formatters) as Func<Type, object?>;
        var (last, sources) = known;
        if (registered != last) known = (registered, sources = []);
        return sources.GetValue(type, key => [Create(key, registered)])[0];
    }

    public void Format(object value, MimeBundle bundle)
    {
        foreach (var (mimeType, type, format) in formatters)
            if (type?.IsInstanceOfType(value) != false)
            {
                using var writer = new StringWriter(CultureInfo.InvariantCulture);
                if (format(value, writer)) bundle.Add(mimeType, writer.ToString());
            }
    }

    private static TypeFormatterSource? Create(Type type, Func<Type, object?>? registered)
    {
        var types = new List<Type>();
        for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
            types.Add(candidate);
        types.AddRange(type.GetInterfaces());
        if (registered is not null && types.Select(registered).FirstOrDefault(found => found is not null) is { } source)
            return new TypeFormatterSource(source);
        if (types.Select(AttributeOn).FirstOrDefault(found => found is not null) is { } attribute)
        {
            var named = (Property(attribute, "FormatterSourceType") ?? Property(attribute, "TypeFormatterSourceType")) as Type
                ?? throw new InvalidOperationException($"{attribute.GetType()} has no FormatterSourceType.");

            // Plotly.NET 6 names one that nobody can make, and that would write "LOL!" for every chart.
            if (named.GetConstructor(Type.EmptyTypes) is not null)
                return new TypeFormatterSource(Activator.CreateInstance(named)!,
                    Property(attribute, "PreferredMimeTypes") as IEnumerable<string>);
        }
        return type.GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes) is { } toHtml
            && toHtml.ReturnType == typeof(string) && !toHtml.ContainsGenericParameters
            ? new TypeFormatterSource(toHtml)
            : null;
    }

    // An attribute beside it may be of an assembly that is not there; then no attribute of the type can be read.
    private static object? AttributeOn(Type type)
    {
        try
        {
            return type.GetCustomAttributes(inherit: false).FirstOrDefault(attribute => attribute.GetType().Name == AttributeName);
        }
        catch (Exception e) when (ValueText.IsMissing(e))
        {
            return null;
        }
    }

    // F# makes the members of an internal type internal, such as those of Plotly.NET's attribute.
    private static object? Property(object owner, string name) =>
        owner.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)?.GetValue(owner);

    private static object? Invoke(MethodInfo method, object owner, params object[] arguments) =>
        method.Invoke(owner, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
