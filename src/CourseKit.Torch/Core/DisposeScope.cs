namespace TorchSharp;

/// <summary>
/// Collects what is created on this thread while it is the innermost scope and disposes it at its end. Tensors are kept beyond it with
/// <c>MoveToOuter</c> or <c>Detach</c>.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic]
    private static DisposeScope? innermost;

    // In no particular order: a tensor knows its place, so that it can leave without a search.
    private readonly List<IDisposable> disposables = [];
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
    public T MoveToOuter<T>(T disposable) where T : IDisposable => Move(disposable, outer);

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (Move(first, outer), Move(second, outer));

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (Move(first, outer), Move(second, outer), Move(third, outer));

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public void MoveToOuter(params IDisposable[] disposables) => MoveAll(disposables, outer);

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveAll(disposables, outer);

    /// <summary>Hands a value to another scope.</summary>
    /// <returns>The same value.</returns>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable => Move(disposable, scope);

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (Move(first, scope), Move(second, scope));

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (Move(first, scope), Move(second, scope), Move(third, scope));

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveAll(disposables, scope);

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables) => MoveAll(disposables, scope);

    /// <summary>Takes a value out of all scopes; whoever holds it disposes it.</summary>
    /// <returns>The same value.</returns>
    public T Detach<T>(T disposable) where T : IDisposable => Move(disposable, null);

    /// <inheritdoc cref="Detach{T}(T)"/>
    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (Move(first, null), Move(second, null));

    /// <inheritdoc cref="Detach{T}(T)"/>
    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (Move(first, null), Move(second, null), Move(third, null));

    /// <inheritdoc cref="Detach{T}(T)"/>
    public void Detach(params IDisposable[] disposables) => MoveAll(disposables, null);

    /// <inheritdoc cref="Detach{T}(T)"/>
    public void Detach(IEnumerable<IDisposable> disposables) => MoveAll(disposables, null);

    /// <summary>Takes a value into this scope, out of the one it was in.</summary>
    public void Attach(IDisposable disposable) => Move(disposable, this);

    /// <inheritdoc cref="Attach(IDisposable)"/>
    public void Attach(params IDisposable[] disposables) => MoveAll(disposables, this);

    /// <inheritdoc cref="Attach(IDisposable)"/>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables) => MoveAll([.. disposables], this);

    /// <summary>Disposes all that the scope holds; the scope goes on.</summary>
    public void DisposeEverything()
    {
        // From the end, where leaving costs nothing. A tensor leaves by itself, and other values may take some with them.
        while (disposables.Count > 0)
        {
            var (last, count) = (disposables[^1], disposables.Count);
            last.Dispose();
            if (disposables.Count == count && ReferenceEquals(disposables[^1], last)) disposables.RemoveAt(count - 1);
        }
    }

    /// <summary>Disposes all that the scope holds but some values, which stay in it.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = inKeep.Where(Contains).ToList();
        MoveAll(keep, null);
        DisposeEverything();
        MoveAll(keep, this);
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    /// <summary>True when the scope would dispose the value.</summary>
    public bool Contains(IDisposable disposable) => disposable is torch.Tensor t ? t.OwningDisposeScope == this : disposables.Contains(disposable);

    /// <summary>Tells the scope that a value is disposed already.</summary>
    public void MarkAsDisposed(IDisposable disposable) => Remove(disposable);

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

    /// <summary>Takes in a tensor that was just made.</summary>
    internal void Add(torch.Tensor t)
    {
        (t.OwningDisposeScope, t.PlaceInScope) = (this, disposables.Count);
        disposables.Add(t);
    }

    private void Remove(IDisposable disposable)
    {
        if (disposable is not torch.Tensor t)
        {
            disposables.Remove(disposable);
        }
        else if (t.OwningDisposeScope == this)
        {
            // The last one takes its place.
            var (last, place) = (disposables[^1], t.PlaceInScope);
            disposables[place] = last;
            if (last is torch.Tensor moved) moved.PlaceInScope = place;
            disposables.RemoveAt(disposables.Count - 1);
            t.OwningDisposeScope = null;
        }
    }

    private static IReadOnlyList<IDisposable> MoveAll(IEnumerable<IDisposable> values, DisposeScope? target)
    {
        foreach (var d in values) Move(d, target);
        return values as IReadOnlyList<IDisposable> ?? [];
    }

    private static T Move<T>(T disposable, DisposeScope? target) where T : IDisposable
    {
        if (disposable is torch.Tensor t)
        {
            if (t.OwningDisposeScope == target) return disposable;
            var statistics = DisposeScopeManager.Statistics;
            if (t.OwningDisposeScope is null) statistics.AttachedToScopeCount++;
            else if (target is null) statistics.DetachedFromScopeCount++;
            t.OwningDisposeScope?.Remove(t);
            if (!t.IsInvalid) target?.Add(t);
        }
        else
        {
            for (var s = innermost; s is not null; s = s.outer) s.Remove(disposable);
            target?.disposables.Add(disposable);
        }
        return disposable;
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
