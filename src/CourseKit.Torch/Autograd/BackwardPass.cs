using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// One run through the graph, from results to leaves, in three steps. <see cref="Explore"/> finds the nodes below the results and counts how
/// many gradients each will receive. Then nodes whose gradients have all arrived run, the one recorded last first.
/// <see cref="Deliver"/> adds up what arrives at a node. Gradients in between go back to the pool as soon as they are used.
/// </summary>
internal sealed class BackwardPass
{
    /// <summary>A node in this pass, and what has arrived there.</summary>
    private sealed class Station(Node node)
    {
        internal readonly Node Node = node;
        internal readonly torch.Tensor?[] Grads = new torch.Tensor?[node.Outputs];
        internal readonly Station?[] Next = new Station?[node.Next.Length];
        internal int Awaited;
        internal bool Wanted = true;
    }

    private readonly Dictionary<Node, Station> stations = new(ReferenceEqualityComparer.Instance);
    private readonly PriorityQueue<Station, long> ready = new();
    private readonly Dictionary<Edge, torch.Tensor?>? captured; // when only some inputs are asked for
    private readonly bool retainGraph;

    private BackwardPass(bool retainGraph, IList<torch.Tensor>? inputs)
    {
        this.retainGraph = retainGraph;
        if (inputs is null) return;
        captured = [];
        foreach (var t in inputs)
        {
            var edge = Node.EdgeOf(t.Impl);
            if (edge.Node is null) throw new ExternalException("One of the differentiated Tensors does not require grad");
            captured[edge] = null;
        }
    }

    /// <summary>Adds the gradients of <paramref name="roots"/> to the <c>grad</c> of the leaves, or of <paramref name="inputs"/> only.</summary>
    internal static void Accumulate(IList<torch.Tensor> roots, IList<torch.Tensor?>? grads, bool retainGraph, bool createGraph, IList<torch.Tensor>? inputs)
    {
        using var mode = GradMode.Set(createGraph);
        if (inputs is { Count: 0 }) throw new ExternalException("'inputs' argument to backward cannot be empty.");
        var pass = new BackwardPass(retainGraph, inputs);
        pass.Run(roots, grads);
        foreach (var t in inputs ?? [])
        {
            if (pass.captured![Node.EdgeOf(t.Impl)] is not { } g) continue;
            AccumulateGrad.Add(t.Impl, g);
            g.Dispose();
        }
    }

    /// <summary>The gradients of <paramref name="roots"/> with respect to <paramref name="inputs"/>, null for those that were not reached.</summary>
    internal static torch.Tensor?[] Gradients(
        IList<torch.Tensor> roots, IList<torch.Tensor?>? grads, bool retainGraph, bool createGraph, IList<torch.Tensor> inputs)
    {
        using var mode = GradMode.Set(createGraph);
        var pass = new BackwardPass(retainGraph, inputs);
        pass.Run(roots, grads);
        return [.. inputs.Select(t => pass.captured![Node.EdgeOf(t.Impl)])];
    }

    private void Run(IList<torch.Tensor> roots, IList<torch.Tensor?>? grads)
    {
        var start = new (Station Station, int Output, torch.Tensor Grad)[roots.Count];
        for (var i = 0; i < roots.Count; i++)
        {
            var (node, output) = Node.EdgeOf(roots[i].Impl);
            if (node is null) throw new ExternalException($"element {i} of tensors does not require grad and does not have a grad_fn");
            start[i] = (Explore(node), output, Seed(roots[i], grads?[i], i));
        }
        if (captured is not null) MarkWanted();
        try
        {
            foreach (var (station, output, grad) in start) Deliver(station, output, grad);
            foreach (var station in stations.Values)
                if (station.Awaited == 0) ready.Enqueue(station, -station.Node.Sequence);
            using var scope = torch.NewDisposeScope();
            while (ready.TryDequeue(out var station, out _)) Run(station, scope);
        }
        finally
        {
            foreach (var station in stations.Values) DisposeAll(station.Grads);
        }
    }

    /// <summary>The gradient that a result starts with.</summary>
    private static torch.Tensor Seed(torch.Tensor root, torch.Tensor? grad, int number)
    {
        if (grad is null)
        {
            return root.Impl.Count == 1 ? torch.ones(root.Impl.Shape, root.Impl.Dtype).DetachFromDisposeScope()
                : throw new ExternalException("grad can be implicitly created only for scalar outputs");
        }
        if (!Shape.Same(grad.Impl.Shape, root.Impl.Shape))
        {
            throw new ExternalException($"Mismatch in shape: grad_output[{number}] has a shape of {Shape.Text(grad.Impl.Shape)} "
                + $"and output[{number}] has a shape of {Shape.Text(root.Impl.Shape)}.");
        }
        return grad.SameImpl().DetachFromDisposeScope();
    }

    /// <summary>Finds all nodes below one, and how many gradients each of them waits for.</summary>
    private Station Explore(Node root)
    {
        var stack = new Stack<Station>();
        var first = StationOf(root, stack);
        while (stack.TryPop(out var station))
        {
            for (var i = 0; i < station.Next.Length; i++)
            {
                if (station.Node.Next[i].Node is not { } next) continue;
                station.Next[i] = StationOf(next, stack);
                station.Next[i]!.Awaited++;
            }
        }
        return first;
    }

    private Station StationOf(Node node, Stack<Station> unexplored)
    {
        if (stations.TryGetValue(node, out var known)) return known;
        var station = stations[node] = new Station(node);
        unexplored.Push(station);
        return station;
    }

    /// <summary>Only what leads to an input that was asked for is computed. Earlier nodes are decided first.</summary>
    private void MarkWanted()
    {
        var targets = captured!.Keys.Select(e => e.Node!).ToHashSet();
        foreach (var s in stations.Values.OrderBy(s => s.Node is AccumulateGrad ? long.MinValue : s.Node.Sequence))
            s.Wanted = targets.Contains(s.Node) || Array.Exists(s.Next, n => n is { Wanted: true });
    }

    private void Run(Station station, DisposeScope scope)
    {
        var (node, grads) = (station.Node, station.Grads);
        node.RunHooks(grads);
        if (captured is not null) Capture(node, grads, scope);
        torch.Tensor?[]? results = null;
        if (station.Wanted && (captured is null || node is not AccumulateGrad) && Array.Exists(grads, g => g is not null))
        {
            Span<bool> wanted = stackalloc bool[station.Next.Length];
            for (var i = 0; i < wanted.Length; i++) wanted[i] = station.Next[i] is { Wanted: true };
            results = node.Backward(grads, wanted);
            AnomalyMode.Check(node, results);
            if (!retainGraph) node.Release();
        }
        for (var i = 0; i < station.Next.Length; i++)
        {
            if (station.Next[i] is not { } next) continue;
            if (results?[i] is { } g)
            {
                // What the node did not make itself (its own input, a tensor of the caller's) is passed on under a handle of ours.
                var own = g.OwningDisposeScope == scope ? g : g.SameImpl();
                Deliver(next, node.Next[i].Output, scope.Detach(own));
            }
            if (--next.Awaited == 0) ready.Enqueue(next, -next.Node.Sequence);
        }
        DisposeAll(grads);
        scope.DisposeEverything();
    }

    private void Capture(Node node, torch.Tensor?[] grads, DisposeScope scope)
    {
        for (var i = 0; i < grads.Length; i++)
        {
            if (captured!.ContainsKey(new(node, i)) && grads[i] is { } g)
                captured[new(node, i)] = scope.MoveToOuter(g.SameImpl());
        }
    }

    private static void Deliver(Station station, int output, torch.Tensor grad)
    {
        ref var slot = ref station.Grads[output];
        if (slot is null)
        {
            slot = grad;
            return;
        }
        if (!GradMode.Enabled && !slot.Impl.Storage.IsShared && slot.Impl.Contiguous)
        {
            slot.add_(grad);
        }
        else
        {
            var sum = (slot + grad).DetachFromDisposeScope();
            slot.Dispose();
            slot = sum;
        }
        grad.Dispose();
    }

    private static void DisposeAll(torch.Tensor?[] grads)
    {
        for (var i = 0; i < grads.Length; i++)
        {
            grads[i]?.Dispose();
            grads[i] = null;
        }
    }
}
