using System.Runtime.InteropServices;

namespace TorchSharp.Tests;

/// <summary>
/// Native memory that ends (or begins) exactly at a page nobody may touch: reading or writing one number too far ends the test run.
/// Where pages cannot be protected (Windows) it is plain memory.
/// </summary>
internal sealed unsafe partial class GuardedBuffer<T> : IDisposable where T : unmanaged
{
    private readonly byte* _memory;
    private readonly byte* _guard;

    public GuardedBuffer(ReadOnlySpan<T> values, bool guardBefore = false)
    {
        var bytes = values.Length * sizeof(T);
        var room = (bytes + GuardedBuffer.Page - 1) / GuardedBuffer.Page * GuardedBuffer.Page;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(room + GuardedBuffer.Page), (nuint)GuardedBuffer.Page);
        _guard = guardBefore ? _memory : _memory + room;
        Length = values.Length;
        Start = (T*)(guardBefore ? _memory + GuardedBuffer.Page : _memory + room - bytes);
        values.CopyTo(Values);
        GuardedBuffer.Protect(_guard, readable: false);
    }

    public T* Start { get; }
    public int Length { get; }
    public Span<T> Values => new(Start, Length);

    public void Dispose()
    {
        GuardedBuffer.Protect(_guard, readable: true);
        NativeMemory.AlignedFree(_memory);
    }
}

internal static unsafe partial class GuardedBuffer
{
    public static readonly int Page = Environment.SystemPageSize;

    public static void Protect(byte* page, bool readable)
    {
        const int none = 0, readWrite = 3;
        if (!OperatingSystem.IsWindows())
            Assert.Equal(0, MProtect(page, (nuint)Page, readable ? readWrite : none));
    }

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int MProtect(void* address, nuint length, int protection);
}
