using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// One run through the graph from its results to its leaves. Nodes run when all gradients that reach them have arrived, the latest
/// recorded first; intermediate gradients go back to the pool as soon as they are used.
/// </summary>
internal sealed class BackwardPass
{
    private sealed class State(int outputs)
    {
        internal int Pending;
        internal bool Wanted = true;
        internal readonly torch.Tensor?[] Grads = new torch.Tensor?[outputs];
    }

    private readonly Dictionary<Node, State> states = new(ReferenceEqualityComparer.Instance);
    private readonly PriorityQueue<Node, long> ready = new();
    private readonly Dictionary<Edge, torch.Tensor?>? captured;
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
        if (inputs is null) return;
        foreach (var t in inputs)
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
        var start = new List<(Edge Edge, torch.Tensor Grad)>();
        for (var i = 0; i < roots.Count; i++)
        {
            var root = roots[i].Impl;
            var edge = Node.EdgeOf(root);
            if (edge.Node is null) throw new ExternalException($"element {i} of tensors does not require grad and does not have a grad_fn");
            start.Add((edge, Seed(roots[i], grads?[i])));
        }
        Explore(start);
        try
        {
            foreach (var ((node, output), grad) in start) Deliver(node!, output, grad);
            foreach (var (node, state) in states)
                if (state.Pending == 0) ready.Enqueue(node, -node.Sequence);
            using var scope = torch.NewDisposeScope();
            while (ready.TryDequeue(out var node, out _)) Step(node, scope);
        }
        finally
        {
            foreach (var state in states.Values) DisposeAll(state.Grads);
        }
    }

    private static torch.Tensor Seed(torch.Tensor root, torch.Tensor? grad)
    {
        if (grad is null)
        {
            if (root.Impl.Count != 1) throw new ExternalException("grad can be implicitly created only for scalar outputs");
            return torch.ones(root.Impl.Shape, root.Impl.Dtype).DetachFromDisposeScope();
        }
        if (!Shape.Same(grad.Impl.Shape, root.Impl.Shape))
        {
            throw new ExternalException($"Mismatch in shape: grad_output[0] has a shape of {Shape.Text(grad.Impl.Shape)} "
                + $"and output[0] has a shape of {Shape.Text(root.Impl.Shape)}.");
        }
        return grad.SameImpl().DetachFromDisposeScope();
    }

    /// <summary>Finds the nodes below the roots, how many gradients each waits for, and which lead to a captured input.</summary>
    private void Explore(List<(Edge Edge, torch.Tensor Grad)> start)
    {
        var stack = new Stack<Node>();
        var order = new List<Node>();
        foreach (var (edge, _) in start) Discover(edge.Node!, stack);
        while (stack.TryPop(out var node))
        {
            order.Add(node);
            foreach (var (next, _) in node.Next)
            {
                if (next is null) continue;
                Discover(next, stack);
                states[next].Pending++;
            }
        }
        if (captured is null) return;
        var targets = captured.Keys.Select(e => e.Node!).ToHashSet();
        foreach (var node in order.OrderBy(n => n.Sequence == long.MaxValue ? long.MinValue : n.Sequence))
            states[node].Wanted = targets.Contains(node) || node.Next.Any(e => e.Node is not null && states[e.Node].Wanted);
    }

    private void Discover(Node node, Stack<Node> stack)
    {
        if (states.ContainsKey(node)) return;
        states[node] = new State(node.Outputs);
        stack.Push(node);
    }

    private void Step(Node node, DisposeScope scope)
    {
        var state = states[node];
        node.RunHooks(state.Grads);
        if (captured is not null)
        {
            for (var i = 0; i < state.Grads.Length; i++)
            {
                if (!captured.ContainsKey(new(node, i))) continue;
                captured[new(node, i)] = state.Grads[i]?.SameImpl();
                if (captured[new(node, i)] is { } kept) scope.MoveToOuter(kept);
            }
        }
        var results = new torch.Tensor?[node.Next.Length];
        if (state.Wanted && (captured is null || node is not AccumulateGrad) && Array.Exists(state.Grads, g => g is not null))
        {
            results = node.Backward(state.Grads, Wanted(node));
            if (!retainGraph) node.Release();
        }
        for (var i = 0; i < node.Next.Length; i++)
        {
            var (next, output) = node.Next[i];
            if (next is null) continue;
            if (results[i] is { } g)
            {
                // What the node did not make itself (its own input, a tensor of the caller's) is passed on under a handle of ours.
                var own = g.OwningDisposeScope == scope ? g : g.SameImpl();
                Deliver(next, output, scope.Detach(own));
            }
            if (--states[next].Pending == 0) ready.Enqueue(next, -next.Sequence);
        }
        DisposeAll(state.Grads);
        scope.DisposeEverything();
    }

    private bool[] Wanted(Node node)
    {
        var wanted = new bool[node.Next.Length];
        for (var i = 0; i < wanted.Length; i++) wanted[i] = node.Next[i].Node is { } next && states[next].Wanted;
        return wanted;
    }

    private void Deliver(Node node, int output, torch.Tensor grad)
    {
        ref var slot = ref states[node].Grads[output];
        if (slot is null)
        {
            slot = grad;
        }
        else if (!GradMode.Enabled && !slot.Impl.Storage.IsShared && slot.Impl.Contiguous)
        {
            slot.add_(grad);
            grad.Dispose();
        }
        else
        {
            var sum = (slot + grad).DetachFromDisposeScope();
            slot.Dispose();
            grad.Dispose();
            slot = sum;
        }
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
