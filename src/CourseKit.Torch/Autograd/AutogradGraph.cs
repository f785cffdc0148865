namespace TorchSharp;

/// <summary>
/// The operations that backward would run for a value, to look at. TorchSharp has nothing of the kind, so this is not for notebooks; the
/// figure of a computation graph is drawn from it.
/// </summary>
public sealed class AutogradGraph
{
    private readonly Dictionary<Node, int> places = [];
    private readonly List<Node> nodes = [];

    /// <summary>Walks the graph of a value.</summary>
    /// <exception cref="ArgumentException">The value needs no gradient, so it has no graph.</exception>
    public AutogradGraph(torch.Tensor result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var root = Node.EdgeOf(result.Impl).Node ?? throw new ArgumentException("The value has no graph: nothing that it was made of requires a gradient.", nameof(result));
        Find(root);
    }

    /// <summary>Number of nodes; the one of the value itself is number 0.</summary>
    public int Count => nodes.Count;

    /// <summary>The name of an operation, e.g. "MulBackward0"; "torch::autograd::AccumulateGrad" for a leaf.</summary>
    public string Name(int node) => nodes[node].Name;

    /// <summary>The nodes of an operation's inputs, as far as gradients flow to them.</summary>
    public IReadOnlyList<int> Next(int node) => [.. nodes[node].Next.Where(edge => edge.Node is not null).Select(edge => places[edge.Node!])];

    /// <summary>The shape of the leaf that a node accumulates the gradient of; null for an operation.</summary>
    public long[]? LeafShape(int node) => (nodes[node] as AccumulateGrad)?.LeafShape;

    /// <summary>The node that made a value, or accumulates its gradient; null if it is not part of the graph.</summary>
    public int? NodeOf(torch.Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Node.EdgeOf(value.Impl).Node is { } node && places.TryGetValue(node, out var place) ? place : null;
    }

    // Breadth first and without recursion: graphs of long loops are deep.
    private void Find(Node root)
    {
        places.Add(root, 0);
        nodes.Add(root);
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var (next, _) in nodes[i].Next)
            {
                if (next is null || !places.TryAdd(next, nodes.Count)) continue;
                nodes.Add(next);
            }
        }
    }
}
