using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TorchSharp.Tests.Surface;

/// <summary>
/// The public and protected members of the engine, written as the lines of <c>torchsharp.txt</c> are: C# keywords for the numeric types,
/// names without namespaces and without the lower-case classes around them, tuple elements with their names, indexers as <c>this</c>.
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(char)] = "char",
    };

    /// <summary>Every visible member as (type, line), once where it is first declared, or with everything that a type inherits and overrides.</summary>
    internal static IEnumerable<(string Type, string Line)> Members(bool inherited = false) =>
        from type in typeof(torch).Assembly.GetTypes()
        where type.IsVisible && !type.IsEnum && !typeof(Delegate).IsAssignableFrom(type)
        from line in Lines(type, inherited)
        select (TypeName(type), line);

    /// <summary>Every visible enumeration as a line.</summary>
    internal static IEnumerable<string> Enums() =>
        from type in typeof(torch).Assembly.GetTypes()
        where type.IsVisible && type.IsEnum
        select $"{TypeName(type)} {{{string.Join(", ", type.GetEnumNames().Zip(type.GetEnumValues().Cast<object>(), (n, v) => $"{n} = {Convert.ToInt64(v, CultureInfo.InvariantCulture)}"))}}}";

    private static IEnumerable<string> Lines(Type type, bool inherited)
    {
        bool Here(MemberInfo m) => inherited ? m.Module == type.Module : m.DeclaringType == type && !(m is MethodInfo method && Overrides(method));
        foreach (var c in type.GetConstructors(All).Where(c => !c.IsStatic && Visible(c)))
            yield return $"{Access(c)}ctor({Parameters(c)})";
        foreach (var f in type.GetFields(All).Where(f => Here(f) && (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly)))
            yield return $"{(f.IsPublic ? "" : "protected ")}field {Name(f.FieldType, new Names(f))} {f.Name}";
        foreach (var p in type.GetProperties(All))
        {
            var accessors = p.GetAccessors(true).Where(Visible).ToArray();
            if (!accessors.Any(Here)) continue;
            var index = p.GetIndexParameters();
            var name = index.Length == 0 ? p.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
            var get = p.GetMethod is { } g && Visible(g) ? "get; " : "";
            var set = p.SetMethod is { } s && Visible(s) ? "set; " : "";
            yield return $"{Access(accessors[0])}prop {Name(p.PropertyType, new Names(p))} {name} {{ {get}{set}}}";
        }
        foreach (var m in type.GetMethods(All).Where(m => Visible(m) && Here(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal))))
        {
            var generic = m.IsGenericMethodDefinition ? $"<{string.Join(", ", m.GetGenericArguments().Select(a => a.Name))}>" : "";
            var extension = m.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
            yield return $"{Access(m)}{Name(m.ReturnType, new Names(m.ReturnParameter))} {m.Name}{generic}({extension}{Parameters(m)})";
        }
    }

    private static bool Visible(MethodBase m) => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly;

    /// <summary>True for a member that is listed where it first appears.</summary>
    private static bool Overrides(MethodInfo m) => m.GetBaseDefinition().DeclaringType != m.DeclaringType;

    private static string Access(MethodBase m) => (m.IsPublic ? "" : "protected ") + (m.IsAbstract ? "abstract " : "");

    private static string Parameters(MethodBase m) => string.Join(", ", m.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo p)
    {
        var mode = p.IsOut ? "out " : p.ParameterType.IsByRef ? "ref " : p.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var type = p.ParameterType.IsByRef ? p.ParameterType.GetElementType()! : p.ParameterType;
        return $"{mode}{Name(type, new Names(p))} {p.Name}{(p.HasDefaultValue ? " = " + Value(p.DefaultValue, type) : "")}";
    }

    private static string Value(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        bool b => b ? "true" : "false",
        string s => $"\"{s}\"",
        char c => $"'{c}'",
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        float f => f.ToString("R", CultureInfo.InvariantCulture),
        Enum e => $"{TypeName(e.GetType())}.{e}",
        _ => (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } e ? $"{TypeName(e)}.{Enum.ToObject(e, value)}" : Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The name of a type, with the upper-case types that it is nested in.</summary>
    internal static string TypeName(Type type)
    {
        var name = type.Name;
        for (var outer = type.DeclaringType; outer is not null && char.IsUpper(outer.Name[0]); outer = outer.DeclaringType) name = $"{outer.Name}.{name}";
        if (type is { IsAbstract: true, IsSealed: true, DeclaringType: { } parent } && char.IsLower(name[0])) name = $"{TypeName(parent)}.{name}";
        var bare = string.Join('.', name.Split('.').Select(n => n.Split('`')[0]));
        return type.IsGenericTypeDefinition ? $"{bare}<{string.Join(", ", type.GetGenericArguments().Select(a => a.Name))}>" : bare;
    }

    private static string Name(Type type, Names names)
    {
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsGenericParameter) return type.Name;
        if (type.IsArray) return $"{Name(type.GetElementType()!, names)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value, names) + "?";
        if (!type.IsGenericType) return TypeName(type);
        var arguments = type.GetGenericArguments();
        if (!typeof(ITuple).IsAssignableFrom(type) || !type.IsValueType)
            return $"{TypeName(type).Split('<')[0]}<{string.Join(", ", arguments.Select(a => Name(a, names)))}>";
        var labels = arguments.Select(_ => names.Next()).ToArray();
        return $"({string.Join(", ", arguments.Zip(labels, (a, label) => label is null ? Name(a, names) : $"{Name(a, names)} {label}"))})";
    }

    /// <summary>The names of a signature's tuple elements, in the order in which its types are read.</summary>
    private sealed class Names(ICustomAttributeProvider member)
    {
        private readonly Queue<string?> names = new(
            member.GetCustomAttributes(typeof(TupleElementNamesAttribute), false).Cast<TupleElementNamesAttribute>().FirstOrDefault()?.TransformNames ?? []);

        internal string? Next() => names.TryDequeue(out var name) ? name : null;
    }
}
