namespace TorchSharp;

/// <summary>Working memory of a kernel, from the pool and back to it.</summary>
internal readonly unsafe struct Scratch<T> : IDisposable where T : unmanaged
{
    private readonly Storage storage;

    /// <summary>Room for so many numbers, all zero.</summary>
    internal Scratch(long count)
    {
        storage = new Storage(checked(count * sizeof(T)));
        storage.Span<T>(0, count).Clear();
        Start = (T*)storage.Start;
    }

    internal T* Start { get; }

    public void Dispose() => storage.Release();
}
