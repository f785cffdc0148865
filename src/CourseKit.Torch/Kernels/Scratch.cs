using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>Working memory of a kernel, from the pool and back to it.</summary>
internal readonly unsafe struct Scratch<T> : IDisposable where T : unmanaged
{
    private readonly Storage storage;

    /// <summary>Room for so many numbers, all zero.</summary>
    internal Scratch(long count)
    {
        storage = new Storage(checked(count * sizeof(T)));
        var span = storage.Span<T>(0, count);
        span.Clear();
        // The pool's arrays are pinned, so the address holds.
        Start = (T*)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(span));
    }

    internal T* Start { get; }

    public void Dispose() => storage.Release();
}
