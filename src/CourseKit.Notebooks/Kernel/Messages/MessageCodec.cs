using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>
/// Jupyter's messages on the wire: identities, <c>&lt;IDS|MSG&gt;</c>, signature, header, parent's header, metadata, content, buffers
/// (https://jupyter-client.readthedocs.io/en/latest/messaging.html).
/// </summary>
internal sealed class MessageCodec(byte[] key)
{
    public const string ProtocolVersion = "5.4";

    private const int Parts = 4;
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly byte[] Empty = "{}"u8.ToArray();
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false };

    private readonly MessageSigner signer = new(key);
    private readonly string session = Guid.NewGuid().ToString();

    public IReadOnlyList<ReadOnlyMemory<byte>> Encode(IReadOnlyList<byte[]> front, string type, JupyterRequest? parent, JsonObject content)
    {
        var header = Write(new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(),
            ["session"] = session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        });
        var parentHeader = parent?.Header ?? Empty;
        var body = Write(content);
        return [.. front, Delimiter, signer.Sign(header, parentHeader, Empty, body), header, parentHeader, Empty, body];
    }

    // Reads a client's message.
    public JupyterRequest? TryDecode(ZmtpMessage message)
    {
        var frames = message.Frames;
        var delimiter = frames.FindIndex(frame => frame.AsSpan().SequenceEqual(Delimiter));
        if (delimiter < 0 || frames.Count < delimiter + 2 + Parts) return null;
        var (signature, header, content) = (frames[delimiter + 1], frames[delimiter + 2], frames[delimiter + 5]);
        if (!signer.Accepts(signature, header, frames[delimiter + 3], frames[delimiter + 4], content)) return null;
        return TryRead(header) is { } fields && TryRead(content) is { } body
            && fields["msg_id"]?.GetValueKind() == JsonValueKind.String && TryReadText(fields["msg_type"]) is { } type
            ? new JupyterRequest([.. frames.Take(delimiter)], type, header, body, message)
            : null;
    }

    private static JsonObject? TryRead(byte[] json)
    {
        try
        {
            return JsonNode.Parse(json, null, Reading) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A string; null for anything else, such as one with half a character in it.
    internal static string? TryReadText(JsonNode? node)
    {
        try
        {
            return node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Write(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json, Writing);
}

/// <summary>A message from a client. Its bytes count against the kernel's budget until it is disposed of.</summary>
internal sealed record JupyterRequest(
    IReadOnlyList<byte[]> Identities, string Type, ReadOnlyMemory<byte> Header, JsonObject Content, IDisposable Source) : IDisposable
{
    public string Text(string name, string? otherwise = null) =>
        !Content.TryGetPropertyValue(name, out var node) && otherwise is not null ? otherwise
        : MessageCodec.TryReadText(node) ?? throw new JsonException($"The {Type} has no string '{name}'.");

    public bool Flag(string name, bool otherwise) =>
        !Content.TryGetPropertyValue(name, out var node) || node is null ? otherwise
        : node is JsonValue value && value.TryGetValue(out bool flag) ? flag
        : throw new JsonException($"'{name}' of the {Type} is neither true nor false.");

    public int? Number(string name) =>
        !Content.TryGetPropertyValue(name, out var node) || node is null ? null
        : node is JsonValue value && value.TryGetValue(out int number) ? number
        : throw new JsonException($"'{name}' of the {Type} is not a whole number.");

    public void Dispose() => Source.Dispose();
}

/// <summary>Signs messages with HMAC-SHA256, and checks the signatures of others. Without a key, nothing is signed.</summary>
internal sealed class MessageSigner(byte[] key)
{
    // As many as Jupyter's own client remembers.
    private const int MaxSeen = 65_536;

    private readonly Lock gate = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Queue<string> oldest = new();

    public byte[] Sign(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        if (key.Length == 0) return [];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts)
            hash.AppendData(part.Span);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    // True if the signature is right and has not been used before. How long that takes does not tell where it is wrong.
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
