using static TorchSharp.torch;

namespace TorchSharp.Tests.Bounds;

/// <summary>The guards themselves: what they are there to catch, they catch.</summary>
public sealed unsafe class GuardedMemoryTests
{
    private static float* Begin(Tensor x) => (float*)x.Impl.Storage.Start;

    [Fact]
    public void Fresh_memory_is_not_a_number() => GuardedMemory.Run(() => Assert.True((bool)empty(1000).isnan().all()));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_write_next_to_the_buffer_is_noticed(bool disposed)
    {
        var error = Assert.ThrowsAny<Exception>(() => GuardedMemory.Run(() =>
        {
            // One of two neighbours in time lies at the begin of its pages, the other at the end.
            var (x, y) = (zeros(3), zeros(3));
            if (AtEndOfPage(x)) (x, y) = (y, x);
            Begin(x)[3] = 1;
            Begin(y)[-1] = 1;
            if (!disposed) return;
            x.Dispose();
            y.Dispose();
        }));
        Assert.Contains("something was written outside a buffer of 12 bytes; something was written outside a buffer of 12 bytes", error.Message, StringComparison.Ordinal);
    }

    private static bool AtEndOfPage(Tensor x) => ((nint)Begin(x) + 12) % GuardedBuffer.Page == 0;

    /// <summary>A system call that is given a protected page reports an error where the engine's own code would end the process.</summary>
    [Fact]
    public void The_pages_around_a_buffer_cannot_be_read()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = Path.GetTempFileName();
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, options: FileOptions.DeleteOnClose);
        GuardedMemory.Run(() =>
        {
            Tensor x = zeros(3), y = zeros(3);
            if (AtEndOfPage(x)) (x, y) = (y, x);
            RandomAccess.Write(file, new ReadOnlySpan<byte>(Begin(x), 12), 0);
            RandomAccess.Write(file, new ReadOnlySpan<byte>(Begin(y), 12), 0);
            Assert.ThrowsAny<Exception>(() => RandomAccess.Write(file, new ReadOnlySpan<byte>(Begin(x) - 1, 4), 0));
            Assert.ThrowsAny<Exception>(() => RandomAccess.Write(file, new ReadOnlySpan<byte>(Begin(y) + 3, 4), 0));
        });
    }
}
