using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

/// <summary>What the engine's compiled code says about its differentiable operations, and what a graph uses of it.</summary>
internal static partial class GradientSites
{
    private static readonly Assembly Engine = typeof(torch).Assembly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    /// <summary>All names that the engine gives to nodes of the graph: string constants that end as PyTorch's node names do.</summary>
    internal static SortedSet<string> Names()
    {
        using var file = new PEReader(File.OpenRead(Engine.Location));
        var metadata = file.GetMetadataReader();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        for (var handle = metadata.GetNextHandle(default(UserStringHandle)); !handle.IsNil; handle = metadata.GetNextHandle(handle))
            if (metadata.GetUserString(handle) is var text && NodeName().IsMatch(text)) names.Add(text);
        return names;
    }

    /// <summary>All gradient functions: what methods that record a node, or hand on a function as a parameter called "gradient", make delegates of.</summary>
    internal static Dictionary<int, string> Functions()
    {
        var found = new Dictionary<int, string>();
        foreach (var method in Engine.GetTypes().SelectMany(t => t.GetMembers(BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)).OfType<MethodBase>())
        {
            var references = References(method).ToArray();
            if (!references.Any(r => r.Code != OpCodes.Ldftn && r.Method.GetParameters().Any(p => p.Name == "gradient"))) continue;
            foreach (var (code, target) in references)
                if (code == OpCodes.Ldftn && IsGradient(target)) found[target.MetadataToken] = $"{target.DeclaringType}.{target.Name} (in {method.DeclaringType}.{method.Name})";
        }
        return found;
    }

    /// <summary>The nodes of the graph behind a value.</summary>
    internal static HashSet<Node> Graph(Tensor y)
    {
        var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Node?>([y.Impl.GradFn]);
        while (open.TryPop(out var node))
        {
            if (node is null || !seen.Add(node)) continue;
            foreach (var (next, _) in node.Next) open.Push(next);
        }
        return seen;
    }

    /// <summary>The gradient functions that a node will call: its delegates, and those that these hold.</summary>
    internal static IEnumerable<int> FunctionsOf(Node node)
    {
        var open = new Stack<object?>([node]);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        while (open.TryPop(out var item))
        {
            if (item is null || !seen.Add(item)) continue;
            switch (item)
            {
                case Delegate function:
                    yield return function.Method.MetadataToken;
                    open.Push(function.Target);
                    break;
                case Tensor or Saved or (Node and not Op):
                    break;
                case System.Collections.IEnumerable list when item is not string:
                    foreach (var part in list) open.Push(part);
                    break;
                default:
                    if (item is Op op && !ReferenceEquals(op, node)) break;
                    if (item.GetType().Assembly != Engine && item is not System.Runtime.CompilerServices.ITuple) break;
                    foreach (var field in item.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                        if (!field.FieldType.IsPrimitive) open.Push(field.GetValue(item));
                    break;
            }
        }
    }

    private static bool IsGradient(MethodBase method) =>
        method is MethodInfo { ReturnType: var result } && result == typeof(Tensor)
        && method.GetParameters() switch
        {
            [var only] => only.ParameterType == typeof(Tensor) || only.ParameterType == typeof(Tensor[]),
            [var g, var kept] => g.ParameterType == typeof(Tensor) && kept.ParameterType == typeof(Op),
            _ => false,
        };

    /// <summary>The methods that a method calls, constructs with or makes delegates of.</summary>
    private static IEnumerable<(OpCode Code, MethodBase Method)> References(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il) yield break;
        Type[]? typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? Codes[(short)(0xFE00 | il[at + 1])] : Codes[il[at]];
            at += code.Size;
            if (code.OperandType == OperandType.InlineMethod && method.Module.ResolveMethod(BitConverter.ToInt32(il, at), typeArguments, methodArguments) is { } target)
                yield return (code, target);
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9]+Backward\d?$")]
    private static partial Regex NodeName();
}
