namespace TorchSharp.Modules;

using static torch;

/// <summary>The order in which a loader goes through its items, and how it puts them together.</summary>
internal static class Order
{
    internal static IEnumerable<long> Sequential(long count)
    {
        for (long i = 0; i < count; i++) yield return i;
    }

    /// <summary>
    /// A random order, drawn anew for every pass from .NET's generator: Fisher and Yates' shuffle from the inside out, with the numbers that
    /// TorchSharp draws (two 31-bit draws make one of 63 bits), so that a seed gives TorchSharp's order.
    /// </summary>
    internal static IEnumerable<long> Shuffled(long count, int? seed)
    {
        var random = seed is { } s ? new Random(s) : new Random();
        var order = new long[count];
        for (long i = 0; i < count; i++)
        {
            var high = (long)random.Next() << 32;
            var j = (high + random.Next()) % (i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        foreach (var i in order) yield return i;
    }

    /// <summary>Tensors of one shape along a new first dimension.</summary>
    internal static Tensor Stack(IEnumerable<Tensor> tensors, Device device)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(cat(tensors.Select(t => t.unsqueeze(0)).ToArray(), 0).to(device));
    }
}
