using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Who disposes what, and when.</summary>
public sealed class DisposeScopeTests
{
    private sealed class Thing : IDisposable
    {
        internal int Disposed { get; private set; }

        public void Dispose() => Disposed++;
    }

    [Fact]
    public void A_scope_disposes_what_was_made_in_it_and_not_kept()
    {
        Tensor outer, kept, free, inner;
        var thing = new Thing();
        using (NewDisposeScope())
        {
            using (var scope = NewDisposeScope())
            {
                (inner, outer, kept, free) = (zeros(2), zeros(3).MoveToOuterDisposeScope(), zeros(4), zeros(5).DetachFromDisposeScope());
                scope.Attach(thing);
                Assert.Equal(3, scope.DisposablesCount);
                Assert.True(scope.Contains(inner) && scope.Contains(thing) && !scope.Contains(outer) && !scope.Contains(free));
                Assert.Same(kept, scope.MoveToOuter(kept));
            }
            Assert.True(inner.IsInvalid && !outer.IsInvalid && !kept.IsInvalid);
            Assert.Equal(1, thing.Disposed);
        }
        Assert.True(outer.IsInvalid && kept.IsInvalid && !free.IsInvalid);
        free.Dispose();
    }

    [Fact]
    public void Any_order_of_leaving_disposes_everything_once()
    {
        var random = new Random(5);
        for (var run = 0; run < 50; run++)
        {
            Tensor[] tensors;
            var gone = new HashSet<int>();
            using (var scope = NewDisposeScope())
            {
                tensors = [.. Enumerable.Range(0, 12).Select(_ => zeros(1))];
                foreach (var i in Enumerable.Range(0, 8).Select(_ => random.Next(12)))
                {
                    if (random.Next(2) == 0) scope.Detach(tensors[i]);
                    else tensors[i].Dispose();
                    gone.Add(i);
                }
                Assert.Equal(12 - gone.Count, scope.DisposablesCount);
                Assert.Equal(Enumerable.Range(0, 12).Except(gone).Select(i => tensors[i]).ToHashSet(), [.. scope.DisposablesView.Cast<Tensor>()]);
            }
            Assert.All(Enumerable.Range(0, 12).Except(gone), i => Assert.True(tensors[i].IsInvalid));
        }
    }

    [Fact]
    public void All_but_some()
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (zeros(1), zeros(1), zeros(1));
        Assert.Equal((a, b), scope.DisposeEverythingBut(a, b));
        Assert.True(c.IsInvalid && !a.IsInvalid && scope.DisposablesCount == 2);
        Assert.Same(b, scope.DisposeEverythingBut(b));
        Assert.True(a.IsInvalid && scope.Contains(b));
    }

    [Fact]
    public void Statistics_count_this_threads_tensors() => OnOwnThread(() =>
    {
        var s = DisposeScopeManager.Statistics;
        s.Reset();
        var free = zeros(2);
        Tensor kept;
        using (var scope = NewDisposeScope())
        {
            zeros(3);
            kept = zeros(4);
            scope.Attach(free);
            scope.Detach(kept);
            zeros(5).Dispose();
        }
        Assert.Equal((1L, 3L, 0L, 3L, 1L, 1L, 1L), (s.CreatedOutsideScopeCount, s.CreatedInScopeCount, s.DisposedOutsideScopeCount, s.DisposedInScopeCount, s.AttachedToScopeCount, s.DetachedFromScopeCount, s.ThreadTotalLiveCount));
        kept.Dispose();
        Assert.Equal((1L, 0L), (s.DisposedOutsideScopeCount, s.ThreadTotalLiveCount));
        Assert.StartsWith("ThreadTotalLiveCount: 0; CreatedOutsideScopeCount: 1;", s.ToString(), StringComparison.Ordinal);
    });

    [Fact]
    public void Training_in_a_scope_leaves_no_tensor_behind() => OnOwnThread(() =>
    {
        var model = nn.Linear(4, 2);
        var x = randn(8, 4);
        void Step()
        {
            using var scope = NewDisposeScope();
            var loss = model.forward(x).relu().pow(2).mean();
            loss.backward();
        }

        Step();
        DisposeScopeManager.Statistics.Reset();
        for (var i = 0; i < 5; i++) Step();
        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    });

    private static void OnOwnThread(Action action)
    {
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(action));
        thread.Start();
        thread.Join();
        Assert.Null(error);
    }
}
