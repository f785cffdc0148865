using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>A message from a client. Its bytes count against the kernel's budget until it is disposed of.</summary>
/// <param name="Identities">The way back to the client.</param>
/// <param name="Type">What it wants: <c>msg_type</c>.</param>
/// <param name="Header">Its header as it came; answers carry it.</param>
/// <param name="Content">What belongs to the type.</param>
/// <param name="Source">The message that it came in.</param>
internal sealed record JupyterRequest(
    IReadOnlyList<byte[]> Identities, string Type, ReadOnlyMemory<byte> Header, JsonObject Content, IDisposable Source) : IDisposable
{
    /// <summary>A string of the content.</summary>
    /// <exception cref="JsonException">It is missing, or something else.</exception>
    public string Text(string name, string? otherwise = null) =>
        !Content.TryGetPropertyValue(name, out var node) && otherwise is not null ? otherwise
        : MessageCodec.TryReadText(node) ?? throw new JsonException($"The {Type} has no string '{name}'.");

    /// <summary>A truth value of the content.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public bool Flag(string name, bool otherwise) =>
        !Content.TryGetPropertyValue(name, out var node) || node is null ? otherwise
        : node is JsonValue value && value.TryGetValue(out bool flag) ? flag
        : throw new JsonException($"'{name}' of the {Type} is neither true nor false.");

    /// <summary>A whole number of the content; null if there is none.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public int? Number(string name) =>
        !Content.TryGetPropertyValue(name, out var node) || node is null ? null
        : node is JsonValue value && value.TryGetValue(out int number) ? number
        : throw new JsonException($"'{name}' of the {Type} is not a whole number.");

    public void Dispose() => Source.Dispose();
}
