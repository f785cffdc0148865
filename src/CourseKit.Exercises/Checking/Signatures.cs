using System.Globalization;
using System.Reflection;

namespace CourseKit.Exercises;

// Compares and prints signatures the way a student writes them.
internal static class Signatures
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    // What is wrong with the answer's signature; null when it is as expected.
    public static string? Mismatch(string entryPoint, Type expected, Delegate answer)
    {
        var (want, have) = (expected.GetMethod("Invoke")!, answer.GetType().GetMethod("Invoke")!);
        static IEnumerable<Type> Types(MethodInfo method) => method.GetParameters().Select(parameter => parameter.ParameterType);
        return Types(want).SequenceEqual(Types(have)) && want.ReturnType.IsAssignableFrom(have.ReturnType)
            ? null : $"{entryPoint} should have the signature {Text(want, entryPoint)}, but yours is {Text(have, entryPoint)}.";
    }

    // A type's name in C#, for instance Func<Tensor, double[]>.
    public static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsByRef) return "ref " + Name(type.GetElementType()!);
        if (type.IsArray) return Name(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        if (!type.IsGenericType) return type.Name;
        var arguments = string.Join(", ", type.GetGenericArguments().Select(Name));
        return type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal) ? $"({arguments})" : $"{type.Name.Split('`')[0]}<{arguments}>";
    }

    // An argument in short, for instance 0.5 or double[3].
    public static string Value(object? value) => value switch
    {
        null => "null",
        string text => '"' + text + '"',
        bool flag => flag ? "true" : "false",
        Array { Rank: 1 } array => FormattableString.Invariant($"{Name(array.GetType().GetElementType()!)}[{array.Length}]"),
        TorchSharp.torch.Tensor tensor => FormattableString.Invariant($"Tensor[{string.Join(", ", tensor.shape)}]"),
        IFormattable number when value.GetType().IsPrimitive => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Name(value.GetType()),
    };

    private static string Text(MethodInfo method, string name) =>
        $"{Name(method.ReturnType)} {name}({string.Join(", ", method.GetParameters().Select(p => Name(p.ParameterType)))})";
}
