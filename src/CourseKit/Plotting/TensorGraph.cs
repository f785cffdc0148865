using static TorchSharp.torch;

namespace CourseKit;

/// <summary>A node of a computation graph: an operation or a leaf, and the nodes of its inputs. Number 0 is the result.</summary>
internal sealed record TensorGraphNode(string Name, bool IsLeaf, IReadOnlyList<int> Inputs, Tensor? Value);

/// <summary>What can be told of the graph that autograd recorded for a value: TorchSharp does not show its operations.</summary>
internal static class TensorGraph
{
    /// <summary>What can be told by public means alone: which of the named leaves the result depends on.</summary>
    public static IReadOnlyList<TensorGraphNode> Of(Tensor result, IReadOnlyList<(string Name, Tensor Value)> named)
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
