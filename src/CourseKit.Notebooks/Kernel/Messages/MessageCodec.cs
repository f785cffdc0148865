using System.Buffers;
using System.Globalization;
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
    /// <summary>The version of the protocol that the kernel speaks.</summary>
    public const string ProtocolVersion = "5.4";

    private const int Parts = 4;
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly byte[] Empty = "{}"u8.ToArray();
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false };

    private readonly MessageSigner signer = new(key);
    private readonly string session = Guid.NewGuid().ToString();

    /// <summary>A message of ours, ready to be sent.</summary>
    /// <param name="front">The way to the client, or the topic.</param>
    /// <param name="type">Its <c>msg_type</c>.</param>
    /// <param name="parent">The request that it belongs to, or null.</param>
    /// <param name="content">What belongs to the type.</param>
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

    /// <summary>Reads a client's message.</summary>
    /// <returns>Null if it is malformed, not signed, signed by somebody who does not know the key, or a copy of an earlier one.</returns>
    public JupyterRequest? TryDecode(ZmtpMessage message)
    {
        var frames = message.Frames;
        var delimiter = 0;
        while (delimiter < frames.Count && !frames[delimiter].AsSpan().SequenceEqual(Delimiter))
            delimiter++;
        if (frames.Count < delimiter + 2 + Parts) return null;
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

    /// <summary>A string; null for anything else, such as one with half a character in it.</summary>
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

    private static ReadOnlyMemory<byte> Write(JsonObject json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteTo(writer);
        }

        return buffer.WrittenMemory;
    }
}
