using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>One value in several representations, of which a front end shows the richest it knows.</summary>
/// <remarks>
/// A representation whose MIME type is <c>application/json</c> or ends in <c>+json</c> is a JSON value, every other one a string;
/// binary ones such as <c>image/png</c> are base64.
/// </remarks>
public sealed class MimeBundle
{
    /// <summary>The representations by MIME type, richest first.</summary>
    public JsonObject Data { get; } = [];

    /// <summary>The text of a representation, or null if there is none or it is JSON.</summary>
    public string? Text(string mimeType) =>
        Data[mimeType] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>Adds a representation, unless there is one of this type already.</summary>
    /// <exception cref="JsonException">A JSON representation is not valid JSON.</exception>
    public void Add(string mimeType, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        ArgumentNullException.ThrowIfNull(text);
        if (!Data.ContainsKey(mimeType))
            Data[mimeType] = IsJson(mimeType) ? JsonNode.Parse(text) : JsonValue.Create(text);
    }

    internal static bool IsJson(string mimeType) =>
        mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);
}
