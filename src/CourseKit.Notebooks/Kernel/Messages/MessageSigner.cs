using System.Security.Cryptography;
using System.Text;

namespace CourseKit.Notebooks;

/// <summary>Signs messages with HMAC-SHA256, and tells whether somebody who knows the key has signed one. Without a key, nothing is signed.</summary>
internal sealed class MessageSigner(byte[] key)
{
    // As many as Jupyter's own client remembers.
    private const int MaxSeen = 65_536;

    private readonly Lock gate = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Queue<string> oldest = new();

    /// <summary>The signature of a message's parts, in lower-case hexadecimal digits.</summary>
    public byte[] Sign(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        if (key.Length == 0) return [];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts)
            hash.AppendData(part.Span);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>True if the signature is right and has not been used before. How long that takes does not tell where it is wrong.</summary>
    public bool Accepts(ReadOnlySpan<byte> signature, params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        if (key.Length == 0) return true;
        var expected = Sign(parts);
        return CryptographicOperations.FixedTimeEquals(expected, signature) && IsNew(Encoding.ASCII.GetString(expected));
    }

    private bool IsNew(string signature)
    {
        lock (gate)
        {
            if (!seen.Add(signature)) return false;
            oldest.Enqueue(signature);
            if (oldest.Count > MaxSeen) seen.Remove(oldest.Dequeue());
            return true;
        }
    }
}
