namespace CourseKit.Notebooks;

/// <summary>A message from a peer. Its bytes count against the budget until it is disposed of.</summary>
internal sealed class ZmtpMessage(IReadOnlyList<byte[]> frames, ByteBudget budget, int bytes) : IDisposable
{
    private int counted = bytes;

    public IReadOnlyList<byte[]> Frames { get; } = frames;

    /// <summary>The same message with another frame in front; it takes the place of this one.</summary>
    public ZmtpMessage WithFront(byte[] frame) => new([frame, .. Frames], budget, Interlocked.Exchange(ref counted, 0));

    public void Dispose() => budget.Return(Interlocked.Exchange(ref counted, 0));
}
