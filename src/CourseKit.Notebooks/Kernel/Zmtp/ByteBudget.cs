namespace CourseKit.Notebooks;

/// <summary>How much memory all that peers have sent and nobody has dealt with yet may take together.</summary>
internal sealed class ByteBudget(long max)
{
    private long left = max;

    /// <exception cref="ZmtpException">There is not that much left.</exception>
    public void Take(int bytes)
    {
        if (Interlocked.Add(ref left, -bytes) < 0)
        {
            Return(bytes);
            throw new ZmtpException("Peers have sent more than the kernel keeps waiting.");
        }
    }

    public void Return(int bytes) => Interlocked.Add(ref left, bytes);
}
