using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>A node of a computation graph: an operation or a leaf, and the nodes of its inputs. Number 0 is the result.</summary>
internal sealed record TensorGraphNode(string Name, bool IsLeaf, IReadOnlyList<int> Inputs, Tensor? Value);

/// <summary>The graph that autograd recorded for a value.</summary>
internal static class TensorGraph
{
    /// <summary>
    /// The nodes of a graph. CourseKit's engine shows them all. TorchSharp does not show the graph of libtorch, so there the operations
    /// are one node, and the leaves are those named ones that gradients flow to.
    /// </summary>
    public static IReadOnlyList<TensorGraphNode> Of(Tensor result, IReadOnlyList<(string Name, Tensor Value)> named) =>
#if STACK_NUGET
        Outline(result, named);
#else
        Walk(result, named);

    private static TensorGraphNode[] Walk(Tensor result, IReadOnlyList<(string Name, Tensor Value)> named)
    {
        var graph = new AutogradGraph(result);
        var known = new Dictionary<int, (string Name, Tensor Value)>();
        foreach (var one in named)
        {
            // The node of an input without a gradient is not part of the graph: nothing flows there.
            if (graph.NodeOf(one.Value) is { } node) known[node] = one;
        }
        return [.. Enumerable.Range(0, graph.Count).Select(node =>
        {
            var shape = graph.LeafShape(node);
            var found = known.TryGetValue(node, out var one);
            var own = shape is null ? graph.Name(node) : found ? "" : $"[{string.Join(", ", shape)}]";
            return new TensorGraphNode(found ? $"<b>{one.Name}</b>{(own.Length > 0 ? "<br>" + own : "")}" : own, shape is not null, graph.Next(node), found ? one.Value : node == 0 ? result : null);
        })];
    }
#endif

    /// <summary>What can be told by public means alone: which of the named leaves the result depends on.</summary>
    internal static IReadOnlyList<TensorGraphNode> Outline(Tensor result, IReadOnlyList<(string Name, Tensor Value)> named)
    {
        if (!result.requires_grad) throw new ArgumentException("The value has no graph: nothing that it was made of requires a gradient.", nameof(result));
        var leaves = named.Where(one => one.Value.is_leaf && one.Value.requires_grad).ToArray();
        if (leaves.Length > 0)
        {
            using var scope = NewDisposeScope();
            var gradients = autograd.grad([result], [.. leaves.Select(leaf => leaf.Value)], [ones_like(result)], retain_graph: true, allow_unused: true);
            leaves = [.. leaves.Where((_, i) => gradients[i] is { } gradient && !gradient.IsInvalid)];
        }
        return
        [
            new("operations<br>(TorchSharp does not show them)", false, [.. Enumerable.Range(1, leaves.Length)], result),
            .. leaves.Select(leaf => new TensorGraphNode($"<b>{leaf.Name}</b>", true, [], leaf.Value)),
        ];
    }
}
