namespace TorchSharp;

/// <summary>
/// Collects what is created on this thread while it is the innermost scope and disposes it at its end. Tensors are kept beyond it with
/// <c>MoveToOuter</c> or <c>Detach</c>.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic]
    private static DisposeScope? innermost;

    private readonly HashSet<IDisposable> disposables = new(ReferenceEqualityComparer.Instance);
    private readonly DisposeScope? outer;
    private bool disposed;

    private DisposeScope(DisposeScope? outer) => this.outer = outer;

    internal static DisposeScope? Current => innermost;

    internal static DisposeScope Open() => innermost = new DisposeScope(innermost);

    /// <summary>What the scope would dispose now.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => [.. disposables];

    /// <summary>How many things the scope would dispose now.</summary>
    public int DisposablesCount => disposables.Count;

    /// <summary>Hands a value to the enclosing scope, or to nobody when there is none.</summary>
    /// <returns>The same value.</returns>
    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        Move(disposable, outer);
        return disposable;
    }

    /// <summary>Hands values to the enclosing scope.</summary>
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    /// <summary>Hands values to the enclosing scope.</summary>
    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    /// <summary>Hands values to the enclosing scope.</summary>
    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    /// <summary>Hands values to the enclosing scope.</summary>
    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (var d in disposables) Move(d, outer);
    }

    /// <summary>Hands a value to another scope.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        Move(disposable, scope);
        return disposable;
    }

    /// <summary>Hands values to another scope.</summary>
    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    /// <summary>Hands values to another scope.</summary>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var d in disposables) Move(d, scope);
    }

    /// <summary>Takes a value out of all scopes; whoever holds it disposes it.</summary>
    public T Detach<T>(T disposable) where T : IDisposable
    {
        Move(disposable, null);
        return disposable;
    }

    /// <summary>Takes values out of all scopes.</summary>
    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (Detach(first), Detach(second));

    /// <summary>Takes values out of all scopes.</summary>
    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    /// <summary>Takes values out of all scopes.</summary>
    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    /// <summary>Takes values out of all scopes.</summary>
    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var d in disposables) Move(d, null);
    }

    /// <summary>Takes a value into this scope, out of the one it was in.</summary>
    public void Attach(IDisposable disposable) => Move(disposable, this);

    /// <summary>Takes values into this scope.</summary>
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <summary>Takes values into this scope.</summary>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var list = disposables.ToList();
        foreach (var d in list) Move(d, this);
        return list;
    }

    /// <summary>Disposes all that the scope holds; the scope goes on.</summary>
    public void DisposeEverything()
    {
        var all = new IDisposable[disposables.Count];
        disposables.CopyTo(all);
        disposables.Clear();
        foreach (var d in all)
        {
            if (d is torch.Tensor t) t.OwningDisposeScope = null;
            d.Dispose();
        }
    }

    /// <summary>Disposes all that the scope holds but some values, which stay in it.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = inKeep.Where(disposables.Remove).ToList();
        DisposeEverything();
        disposables.UnionWith(keep);
    }

    /// <summary>Disposes all that the scope holds but some values, which stay in it.</summary>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <summary>Disposes all that the scope holds but one value, which stays in it.</summary>
    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    /// <summary>True when the scope would dispose the value.</summary>
    public bool Contains(IDisposable disposable) => disposables.Contains(disposable);

    /// <summary>Tells the scope that a value is disposed already.</summary>
    public void MarkAsDisposed(IDisposable disposable) => disposables.Remove(disposable);

    /// <summary>Ends the scope and disposes what it holds.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        DisposeEverything();
        // Scopes end innermost first; one that is left open inside goes with this one.
        for (var s = innermost; s is not null; s = s.outer)
        {
            if (s != this) continue;
            innermost = outer;
            break;
        }
    }

    private static void Move(IDisposable disposable, DisposeScope? target)
    {
        if (disposable is torch.Tensor t)
        {
            t.OwningDisposeScope?.disposables.Remove(t);
            t.OwningDisposeScope = target;
        }
        else
        {
            for (var s = innermost; s is not null; s = s.outer) s.disposables.Remove(disposable);
        }
        target?.disposables.Add(disposable);
    }
}

public static partial class torch
{
    /// <summary>Opens a scope that disposes the tensors created in it: <c>using var scope = torch.NewDisposeScope();</c>.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScope.Open();

    /// <summary>The innermost open scope of this thread.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScope.Current;

    /// <summary>Evaluates an expression in a scope of its own and keeps only its result.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(expr());
    }
}
