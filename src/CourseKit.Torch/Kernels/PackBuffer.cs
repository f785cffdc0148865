using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>One scratch buffer a thread for packed matrices: it grows to what was needed and stays with the thread.</summary>
internal static unsafe class PackBuffer
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static byte[]? t_bytes;

    /// <summary>Room for <paramref name="count"/> numbers at a cache line's start. Valid on this thread until the next call.</summary>
    public static T* Rent<T>(nint count) where T : unmanaged
    {
        var length = checked((int)(count * sizeof(T)) + Alignment);
        if (t_bytes is null || t_bytes.Length < length)
            t_bytes = GC.AllocateUninitializedArray<byte>(length, pinned: true); // never moved, so the address holds
        var address = (nint)(byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(t_bytes));
        return (T*)((address + Alignment - 1) & -Alignment);
    }
}
