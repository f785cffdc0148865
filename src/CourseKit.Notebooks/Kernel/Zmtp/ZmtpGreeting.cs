namespace CourseKit.Notebooks;

/// <summary>The 64 bytes that each side of a ZMTP 3 connection sends first.</summary>
internal static class ZmtpGreeting
{
    public const int Length = 64;
    private const int VersionAt = 10;
    private const int MechanismAt = 12;
    private const int MechanismLength = 20;
    private const byte Major = 3;
    private const byte Minor = 1;

    /// <summary>Ours: version 3.1, mechanism NULL.</summary>
    public static byte[] Create()
    {
        var greeting = new byte[Length];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[VersionAt] = Major;
        greeting[VersionAt + 1] = Minor;
        "NULL"u8.CopyTo(greeting.AsSpan(MechanismAt));
        return greeting;
    }

    /// <summary>Reads and checks the peer's. A later version of the protocol is fine: such a peer falls back to ours.</summary>
    /// <exception cref="ZmtpException">The peer speaks something else.</exception>
    public static void Read(ZmtpReader reader)
    {
        // Who speaks another protocol may send less than a greeting and wait: look as soon as there is something to see.
        var signature = reader.ReadExactly(VersionAt);
        if (signature[0] != 0xFF || (signature[9] & 1) == 0) throw new ZmtpException("This is not ZMTP.");
        if (reader.ReadExactly(1)[0] < Major) throw new ZmtpException("The peer speaks ZMTP 2 or older.");
        var rest = reader.ReadExactly(Length - VersionAt - 1);
        var mechanism = rest.AsSpan(MechanismAt - VersionAt - 1, MechanismLength);
        if (!mechanism.TrimEnd((byte)0).SequenceEqual("NULL"u8))
            throw new ZmtpException("The peer wants a security mechanism other than NULL.");
    }
}
