using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Tests;

/// <summary>
/// While it is in force, every buffer of the engine lies between two pages that nobody may touch: tensors, what kernels borrow, packed
/// matrices. By turns a buffer begins right behind the first or ends right before the second, so that reading or writing one number too
/// far ends the test run with the stack that did it. The rest of the buffer's own pages has a pattern that is checked when the buffer is
/// given back. Fresh memory is NaN, so that reading what nobody wrote shows in the result. Without protected pages (Windows) the
/// pattern remains.
/// </summary>
internal sealed unsafe class GuardedMemory : IBufferSource, IDisposable
{
    private const byte Pattern = 0xFF; // NaN in both precisions

    /// <summary>The kernel limits how many regions of memory one process may have; the oldest buffers lose their guards.</summary>
    private const int MostGuarded = 6000;

    private readonly Lock gate = new();
    private readonly Dictionary<byte[], Lent> lent = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<byte[]> oldest = new();
    private readonly List<string> broken = [];
    private int turn;

    private GuardedMemory() => Storage.Guards = this;

    private readonly record struct Lent(nint First, nint Data, int Bytes, int Room)
    {
        internal byte* Front => (byte*)First;

        internal byte* Back => (byte*)First + GuardedBuffer.Page + Room;
    }

    /// <summary>Buffers lent so far.</summary>
    internal int Count => turn;

    /// <summary>Runs an action with guarded memory; fails when one wrote outside its buffer.</summary>
    internal static void Run(Action action)
    {
        using var memory = new GuardedMemory();
        action();
        Assert.True(memory.Count > 0, "nothing was allocated: the guards are not in force");
    }

    /// <summary>
    /// The same numbers but for rounding: where a buffer begins decides which numbers share a vector, and the system's functions round
    /// differently inside and outside of vectors. Memory that nobody wrote is NaN, which is the same as nothing.
    /// </summary>
    internal static void Same(double[] want, double[] got)
    {
        Assert.Equal(want.Length, got.Length);
        for (var i = 0; i < want.Length; i++)
            Assert.True(want[i].Equals(got[i]) || Math.Abs(want[i] - got[i]) <= 1e-4 * (1 + Math.Abs(want[i])), $"element {i} is {want[i]} in ordinary memory, {got[i]} in guarded memory");
    }

    /// <summary>With COURSEKIT_GUARD=1 in the environment all tests run with guarded memory, slowly.</summary>
    [ModuleInitializer]
    internal static void Everywhere()
    {
        if (Environment.GetEnvironmentVariable("COURSEKIT_GUARD") == "1") _ = new GuardedMemory();
    }

    public (byte[] Buffer, int Start) Rent(int bytes)
    {
        var page = GuardedBuffer.Page;
        var room = Math.Max(1, (bytes + page - 1) / page) * page;
        var buffer = GC.AllocateUninitializedArray<byte>(room + (3 * page), pinned: true);
        Array.Fill(buffer, Pattern);
        var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer));
        var first = (address + page - 1) / page * page;
        lock (gate)
        {
            var atEnd = turn++ % 2 == 0;
            var loan = new Lent(first, first + page + (atEnd ? room - bytes : 0), bytes, room);
            GuardedBuffer.Protect(loan.Front, readable: false);
            GuardedBuffer.Protect(loan.Back, readable: false);
            lent.Add(buffer, loan);
            oldest.Enqueue(buffer);
            while (lent.Count > MostGuarded) Open(oldest.Dequeue());
            return (buffer, (int)(loan.Data - address));
        }
    }

    public void Return(byte[] buffer)
    {
        lock (gate) Open(buffer);
    }

    public void Dispose()
    {
        Storage.Guards = null;
        lock (gate)
        {
            foreach (var buffer in lent.Keys.ToArray()) Open(buffer);
            Assert.True(broken.Count == 0, string.Join("; ", broken));
        }
    }

    /// <summary>Takes the guards away and looks whether the pattern is whole.</summary>
    private void Open(byte[] buffer)
    {
        if (!lent.Remove(buffer, out var loan)) return;
        GuardedBuffer.Protect(loan.Front, readable: true);
        GuardedBuffer.Protect(loan.Back, readable: true);
        var before = new ReadOnlySpan<byte>(loan.Front + GuardedBuffer.Page, (int)(loan.Data - loan.First) - GuardedBuffer.Page);
        var after = new ReadOnlySpan<byte>((byte*)loan.Data + loan.Bytes, (int)(loan.Back - (byte*)loan.Data) - loan.Bytes);
        if (before.ContainsAnyExcept(Pattern) || after.ContainsAnyExcept(Pattern)) broken.Add($"something was written outside a buffer of {loan.Bytes} bytes");
    }
}
