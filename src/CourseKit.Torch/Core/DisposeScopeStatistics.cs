using System.Globalization;

namespace TorchSharp;

/// <summary>Where to ask how many tensors this thread has made and disposed: <c>DisposeScopeManager.Statistics</c>.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static ThreadDisposeScopeStatistics? statistics;

    /// <summary>The counts of the current thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => statistics ??= new();
}

/// <summary>Counts of a thread's tensors. What an operation makes on its way is counted, too.</summary>
public class ThreadDisposeScopeStatistics
{
    /// <summary>Tensors made while no scope was open.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <summary>Tensors disposed while in no scope.</summary>
    public long DisposedOutsideScopeCount { get; internal set; }

    /// <summary>Tensors made in a scope.</summary>
    public long CreatedInScopeCount { get; internal set; }

    /// <summary>Tensors disposed while in a scope, by it or by hand.</summary>
    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Tensors that were in no scope and came into one.</summary>
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Tensors that were taken out of their scope.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Tensors made and not disposed yet.</summary>
    public long ThreadTotalLiveCount => CreatedInScopeCount - DisposedInScopeCount + CreatedOutsideScopeCount - DisposedOutsideScopeCount;

    /// <summary>Sets all counts to 0.</summary>
    public void Reset()
    {
        CreatedOutsideScopeCount = DisposedOutsideScopeCount = CreatedInScopeCount = DisposedInScopeCount = 0;
        AttachedToScopeCount = DetachedFromScopeCount = 0;
    }

    /// <summary>All counts in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"ThreadTotalLiveCount: {ThreadTotalLiveCount}; CreatedOutsideScopeCount: {CreatedOutsideScopeCount}; DisposedOutsideScopeCount: {DisposedOutsideScopeCount}; CreatedInScopeCount: {CreatedInScopeCount}; DisposedInScopeCount: {DisposedInScopeCount}; AttachedToScopeCount: {AttachedToScopeCount}; DetachedFromScopeCount: {DetachedFromScopeCount}");
}
