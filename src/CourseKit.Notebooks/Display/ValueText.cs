using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace CourseKit.Notebooks;

/// <summary>Values as text on one line, except for strings, exceptions and what a type's own <c>ToString</c> says.</summary>
internal static class ValueText
{
    public const int MaxItems = 20;

    private const int MaxDepth = 3;

    public static string Inline(object? value, int depth = 1)
    {
        try
        {
            return Describe(value, depth);
        }
        catch (Exception e)
        {
            return $"({e.GetType().Name}: {e.Message})";
        }
    }

    // Whether a value's members are what there is to see of it.
    public static bool IsComposite(Type type) =>
        !IsSimple(type) && !typeof(IEnumerable).IsAssignableFrom(type) && !typeof(ITuple).IsAssignableFrom(type)
        && !HasOwnText(type) && Members(type).Any();

    // Numbers, text, dates and the like, which have no parts to show.
    public static bool IsSimple(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || typeof(IFormattable).IsAssignableFrom(type)
        || typeof(Type).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type) || typeof(Task).IsAssignableFrom(type)
        || type.IsPointer;

    // Whether somebody wrote a ToString for the type, other than the compiler for a record or an anonymous type.
    public static bool HasOwnText(Type type)
    {
        var method = type.GetMethod(nameof(ToString), Type.EmptyTypes);
        return method?.DeclaringType is { } declaring
            && declaring != typeof(object) && declaring != typeof(ValueType)
            && !Has<CompilerGeneratedAttribute>(method) && !Has<CompilerGeneratedAttribute>(declaring);
    }

    // Whether a member has an attribute; no, if the assembly of an attribute beside it is missing.
    public static bool Has<T>(MemberInfo member)
        where T : Attribute
    {
        try
        {
            return member.IsDefined(typeof(T), false);
        }
        catch (Exception e) when (IsMissing(e))
        {
            return false;
        }
    }

    // Whether reflection failed for want of an assembly, or of a type in it.
    public static bool IsMissing(Exception exception) => exception is IOException or BadImageFormatException or TypeLoadException;

    // Public properties and fields with their values; a property that throws shows what it threw.
    public static IEnumerable<(string Name, Func<object, object?> Value)> Members(Type type)
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;
        var properties = type.GetProperties(Public)
            .Where(property => property.GetMethod?.IsPublic == true && property.GetIndexParameters().Length == 0);
        foreach (var member in properties.Cast<MemberInfo>().Concat(type.GetFields(Public)).DistinctBy(member => member.Name))
            yield return (member.Name, owner => Read(member, owner));
    }

    private static object? Read(MemberInfo member, object owner)
    {
        try
        {
            return member is PropertyInfo property ? property.GetValue(owner) : ((FieldInfo)member).GetValue(owner);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            return $"({e.InnerException.GetType().Name}: {e.InnerException.Message})";
        }
    }

    private static string Describe(object? value, int depth)
    {
        switch (value)
        {
            case null: return "null";
            case string text: return text;
            case bool truth: return truth ? "true" : "false";
            case Task task:
                return string.Create(CultureInfo.InvariantCulture, $"{TypeName(task.GetType())} ({task.Status})");
            case Type type: return TypeName(type);
            case IFormattable formattable: return formattable.ToString(null, CultureInfo.InvariantCulture);
            case Exception exception when depth == 0: return exception.ToString();
            case Exception exception: return $"{exception.GetType().Name}: {exception.Message}";
            case ITuple tuple:
                return $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Inline(tuple[i], depth + 1)))})";
            case DictionaryEntry entry: return $"{Inline(entry.Key, depth + 1)}: {Inline(entry.Value, depth + 1)}";
            case IEnumerable items: return depth >= MaxDepth ? TypeName(value.GetType()) : Sequence(items, depth);
            default:
                return HasOwnText(value.GetType()) || IsSimple(value.GetType()) || depth >= MaxDepth
                    ? value.ToString() ?? ""
                    : Object(value, depth);
        }
    }

    private static string Sequence(IEnumerable items, int depth)
    {
        var text = new StringBuilder("[");
        var shown = 0;
        foreach (var item in items)
        {
            if (shown == MaxItems)
            {
                text.Append(Rest(items, shown));
                break;
            }
            text.Append(shown++ == 0 ? "" : ", ").Append(Inline(item, depth + 1));
        }
        return text.Append(']').ToString();
    }

    // ", … (980 more)", or ", …" for a sequence that does not know its length.
    private static string Rest(IEnumerable items, int shown) =>
        items is ICollection collection ? string.Create(CultureInfo.InvariantCulture, $", … ({collection.Count - shown} more)") : ", …";

    private static string Object(object value, int depth)
    {
        var members = Members(value.GetType()).Select(member => $"{member.Name} = {Inline(member.Value(value), depth + 1)}");
        var name = Has<CompilerGeneratedAttribute>(value.GetType()) ? "" : TypeName(value.GetType()) + " ";
        var body = string.Join(", ", members);
        return body.Length == 0 ? name.TrimEnd() : $"{name}{{ {body} }}";
    }

    // List<Int32> for what the runtime calls List`1.
    public static string TypeName(Type type)
    {
        if (type.IsArray) return $"{TypeName(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        var tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? type.Name : $"{type.Name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>";
    }
}
