namespace TorchSharp;

/// <summary>Working memory of a kernel, from the pool and back to it.</summary>
internal readonly unsafe struct Scratch<T> : IDisposable where T : unmanaged
{
    private readonly Storage storage;

    /// <summary>Room for so many numbers, with whatever was there.</summary>
    internal Scratch(long count)
    {
        Length = count;
        storage = new Storage(checked(count * sizeof(T)));
        Start = (T*)storage.Start;
    }

    internal T* Start { get; }

    internal long Length { get; }

    internal Span<T> Span(long start, int length) => storage.Span<T>(start, length);

    public void Dispose() => storage.Release();
}
