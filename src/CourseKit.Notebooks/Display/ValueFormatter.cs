using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Decides how a value looks in a notebook. Numbers and dates are written the same way under every culture.</summary>
public static class ValueFormatter
{
    private const string PlainText = "text/plain";
    private const string Html = "text/html";

    /// <summary>The representations of a value; <c>text/plain</c> is always among them unless others are asked for by name.</summary>
    /// <param name="value">Anything, null included.</param>
    /// <param name="mimeTypes">The representations to keep; null or empty for all.</param>
    public static MimeBundle Format(object? value, IReadOnlyCollection<string>? mimeTypes = null)
    {
        var bundle = new MimeBundle();
        string? problem = null;
        try
        {
            if (value is RawContent raw) bundle.Add(raw.MimeType, raw.Text);
            else if (value is not null) TypeFormatterSource.Of(value.GetType())?.Format(value, bundle);
            if (bundle.Data.Count == 0 && ValueTable.TryCreate(value) is { } table)
            {
                bundle.Add(Html, table.ToHtml());
                if (!table.IsPlainList) bundle.Add(PlainText, table.ToText());
            }
        }
        catch (Exception e)
        {
            problem = $"showing a {value?.GetType().Name} failed: {e.GetType().Name}: {e.Message}";
        }
        bundle.Add(PlainText, problem ?? ValueText.Inline(value, 0));
        return mimeTypes is { Count: > 0 } ? Only(bundle, mimeTypes) : bundle;
    }

    private static MimeBundle Only(MimeBundle all, IReadOnlyCollection<string> mimeTypes)
    {
        var chosen = new MimeBundle();
        foreach (var mimeType in mimeTypes)
        {
            if (all.Data[mimeType] is { } representation) chosen.Data[mimeType] = representation.DeepClone();
            else if (mimeType == Html) chosen.Add(Html, $"<pre>{WebUtility.HtmlEncode(all.Text(PlainText))}</pre>");
        }
        chosen.Add(PlainText, all.Text(PlainText) ?? "");
        return chosen;
    }
}

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
        if (!Data.ContainsKey(mimeType))
            Data[mimeType] = IsJson(mimeType) ? JsonNode.Parse(text) : JsonValue.Create(text);
    }

    internal static bool IsJson(string mimeType) => mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);
}
