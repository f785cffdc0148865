using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// The memory behind one tensor and all its views. Buffers come from a pool and return to it when the last owner lets go; an owner that
/// is never disposed leaves its buffer to the garbage collector, so nothing is ever freed under a reader.
/// </summary>
internal sealed class Storage
{
    private const int Alignment = 64; // one cache line, one Vector512

    /// <summary>Takes the pool's place where set: tests put guards around every buffer.</summary>
    internal static IBufferSource? Guards;

    private readonly IBufferSource? guards = Guards;
    private byte[] buffer;
    private readonly int start;
    private int owners = 1;

    /// <summary>Number of in-place writes; autograd compares it with what it saw when it saved a value.</summary>
    internal int Version;

    internal Storage(long bytes)
    {
        if (bytes > int.MaxValue - (4 * Alignment))
            throw new ExternalException($"DefaultCPUAllocator: can't allocate memory: you tried to allocate {bytes} bytes. One tensor can hold 2 GiB.");
        Bytes = bytes;
        if (guards is not null)
        {
            (buffer, start) = guards.Rent((int)bytes);
            return;
        }
        buffer = BufferPool.Rent((int)bytes + Alignment);
        unsafe
        {
            // The pool's arrays are pinned, so an aligned start stays aligned.
            var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer));
            start = (int)(-address & (Alignment - 1));
        }
    }

    internal long Bytes { get; }

    internal bool IsShared => owners > 1;

    internal Span<T> Span<T>(long offset, long length) where T : unmanaged
    {
        if (length == 0) return default; // an empty view may stand behind the end
        var size = Unsafe.SizeOf<T>();
        if ((ulong)offset > (ulong)(Bytes / size) || (ulong)length > (ulong)((Bytes / size) - offset))
            throw new InvalidOperationException("internal error: a tensor reaches outside its storage");
        return MemoryMarshal.CreateSpan(
            ref Unsafe.As<byte, T>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(buffer), start + (nint)(offset * size))), (int)length);
    }

    /// <summary>The first byte, valid until the memory is released: buffers are pinned.</summary>
    internal unsafe void* Start => Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(buffer), start));

    internal void Retain() => Interlocked.Increment(ref owners);

    internal void Release()
    {
        if (Interlocked.Decrement(ref owners) != 0) return;
        var b = buffer;
        buffer = [];
        if (guards is null) BufferPool.Return(b);
        else guards.Return(b);
    }
}

/// <summary>Lends pinned arrays, in which a tensor's memory begins at a given place.</summary>
internal interface IBufferSource
{
    (byte[] Buffer, int Start) Rent(int bytes);

    void Return(byte[] buffer);
}

/// <summary>Reusable pinned buffers in size classes a quarter of an octave apart.</summary>
internal static class BufferPool
{
    private const long MaxHeld = 1L << 29;

    /// <summary>New memory after which tensors that nobody disposed are looked for. The collector itself would wait for gigabytes.</summary>
    private const long CollectAfter = 1L << 29;

    private static readonly Stack<byte[]>[] Classes = [.. Enumerable.Range(0, 128).Select(_ => new Stack<byte[]>())];
    private static readonly Lock Gate = new();
    private static long held;
    private static long made;
    private static long allocated;

    /// <summary>Buffers that were not there to be lent and had to be made.</summary>
    internal static long Made => Interlocked.Read(ref made);

    internal static byte[] Rent(int bytes)
    {
        var (index, size) = SizeClass(bytes);
        lock (Gate)
        {
            if (Classes[index].TryPop(out var b))
            {
                held -= b.Length;
                return b;
            }
        }
        Interlocked.Increment(ref made);
        if (Interlocked.Add(ref allocated, size) > CollectAfter)
        {
            Interlocked.Exchange(ref allocated, 0);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        }
        return GC.AllocateUninitializedArray<byte>(size, pinned: true);
    }

    internal static void Return(byte[] buffer)
    {
        var (index, size) = SizeClass(buffer.Length);
        if (size != buffer.Length) return; // the largest class, capped by the array limit
        lock (Gate)
        {
            if (held + buffer.Length > MaxHeld) return;
            held += buffer.Length;
            Classes[index].Push(buffer);
        }
    }

    private static (int Index, int Size) SizeClass(int bytes)
    {
        if (bytes <= 256) return (0, 256);
        var log = 31 - int.LeadingZeroCount(bytes - 1); // 2^log < bytes <= 2^(log+1)
        var step = 1 << (log - 2);
        var quarter = (bytes - 1 - (1 << log)) / step;
        var size = (1L << log) + ((quarter + 1L) * step);
        return (((log - 7) * 4) + quarter, (int)Math.Min(size, Array.MaxLength));
    }
}
