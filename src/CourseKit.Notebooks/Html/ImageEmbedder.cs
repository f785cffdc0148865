using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CourseKit.Notebooks;

/// <summary>Turns the pictures of a page into data URIs: files beside the notebook and attachments of its cells.</summary>
internal sealed partial class ImageEmbedder(string folder, Action<string>? warn)
{
    // The HTML with the source of each img embedded; in the place of a picture that is missing, a note.
    public string Embed(string html, JsonObject? attachments) => ImageTag().Replace(html, tag =>
    {
        var source = WebUtility.HtmlDecode(tag.Groups["url"].Value);
        if (source.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return tag.Value;
        if (Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            warn?.Invoke($"The picture {source} stays on the web: the page needs the network to show it.");
            return tag.Value;
        }
        var data = source.StartsWith("attachment:", StringComparison.OrdinalIgnoreCase)
            ? Attachment(attachments, Uri.UnescapeDataString(source["attachment:".Length..]))
            : File(Uri.UnescapeDataString(source));
        if (data is not null)
            return $"{tag.Groups["before"].Value}\"{HtmlText.Escape(data)}\"{tag.Groups["after"].Value}";
        warn?.Invoke($"The picture {source} is missing: put it into {folder}, or correct its name in the notebook.");
        return $"<span class=\"missing-image\">Picture not found: {HtmlText.Escape(source)}</span>";
    });

    private static string? Attachment(JsonObject? attachments, string name)
    {
        var (type, content) = (attachments?[name] as JsonObject)?.FirstOrDefault() ?? default;
        return content is null ? null : DataUri(type, MultilineText.Join(content).ReplaceLineEndings(""));
    }

    private string? File(string source)
    {
        var type = Path.GetExtension(source).ToLowerInvariant() switch
        {
            ".png" or ".jpeg" or ".gif" or ".webp" => Path.GetExtension(source).ToLowerInvariant()[1..],
            ".jpg" => "jpeg",
            ".svg" => "svg+xml",
            _ => null,
        };
        if (type is null) return null;
        try
        {
            return DataUri("image/" + type, Convert.ToBase64String(System.IO.File.ReadAllBytes(Path.Combine(folder, source))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string DataUri(string type, string base64) => $"data:{type};base64,{base64}";

    [GeneratedRegex("""(?<before><img\b[^>]*?\ssrc\s*=\s*)(?:"(?<url>[^"]*)"|'(?<url>[^']*)')(?<after>[^>]*>)""", RegexOptions.IgnoreCase)]
    private static partial Regex ImageTag();
}
