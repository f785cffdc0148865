using System.Security.Cryptography;
using System.Text.Json;

namespace CourseKit.Notebooks;

/// <summary>A file of an npm package that an exported page needs in the browser, pinned to a version and a hash.</summary>
/// <param name="Package">The npm package.</param>
/// <param name="Version">Its exact version.</param>
/// <param name="Path">The file inside the package, with forward slashes.</param>
/// <param name="Integrity">Its hash as browsers read it: <c>sha384-</c> and the base64 of the SHA-384.</param>
internal sealed record WebFile(string Package, string Version, string Path, string Integrity)
{
    private static readonly Lazy<IReadOnlyList<WebFile>> Listed = new(ReadPackageJson);

    public static IReadOnlyList<WebFile> All => Listed.Value;

    public static WebFile Plotly => Named("plotly-cartesian.min.js");

    public static WebFile KatexScript => Named("dist/katex.min.js");

    public static WebFile KatexStyle => Named("dist/katex.min.css");

    /// <summary>Where a public network serves the very file of the npm package.</summary>
    public string CdnAddress => $"https://cdn.jsdelivr.net/npm/{Package}@{Version}/{Path}";

    public bool IsIntact(byte[] content) => "sha384-" + Convert.ToBase64String(SHA384.HashData(content)) == Integrity;

    private static WebFile Named(string path) => All.Single(file => file.Path == path);

    private static WebFile[] ReadPackageJson()
    {
        using var json = JsonDocument.Parse(PageResources.Read("package.json"));
        var versions = json.RootElement.GetProperty("dependencies");
        return
        [
            .. json.RootElement.GetProperty("embedded").EnumerateObject().Select(entry =>
            {
                var parts = entry.Name.Split('/', 2);
                return new WebFile(parts[0], versions.GetProperty(parts[0]).GetString()!, parts[1], entry.Value.GetString()!);
            }),
        ];
    }
}
