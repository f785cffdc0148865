using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CourseKit.Notebooks;

/// <summary>
/// plotly.js and KaTeX for exported pages: their text to embed, from <see cref="AssetCache"/>, or else links to a public network.
/// </summary>
public sealed partial class WebAssets
{
    private readonly IReadOnlyDictionary<string, byte[]> contents = new Dictionary<string, byte[]>();

    // Content by the file's path in its package; fonts by name.
    internal WebAssets(IReadOnlyDictionary<string, byte[]> files) => contents = files;

    // A clause: why there is nothing to embed.
    internal WebAssets(string problem) => Problem = problem;

    /// <summary>Pages link plotly.js and KaTeX instead of embedding them: small files that need the network when they are read.</summary>
    public static WebAssets Linked { get; } = new("links were asked for");

    /// <summary>True when pages carry everything they need.</summary>
    public bool Embedded => Problem is null;

    /// <summary>What a reader of the terminal should know: why exported pages will need the network. Null when they will not.</summary>
    public string? Warning => Embedded
        ? null
        : $"Exported pages load plotly.js and KaTeX from cdn.jsdelivr.net, because {Problem}: their charts and formulas need the network. "
            + "To embed them, install Node.js with npm and run again while online.";

    internal string? Problem { get; }

    internal string Script(WebFile file, string nonce)
    {
        if (!Embedded)
            return $"<script nonce=\"{nonce}\" src=\"{file.CdnAddress}\" integrity=\"{file.Integrity}\" "
                + "crossorigin=\"anonymous\"></script>\n";

        // Both scripts are free of "</script" and "<!--" today; a later version might not be.
        var code = TextOf(file)
            .Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase).Replace("<!--", "<\\!--", StringComparison.Ordinal);
        return $"<script nonce=\"{nonce}\">/* {file.Package} {file.Version}, MIT licence */\n{code}\n</script>\n";
    }

    // KaTeX has 20 fonts, 300 KB; most pages need 7 of them.
    private static readonly (string Name, string Commands)[] FontCommands =
    [
        ("Bold", "bf|bold|bm|pmb"), ("Main-Italic", "it|emph"), ("Caligraphic", "cal"), ("Fraktur", "frak"), ("SansSerif", "sf"),
        ("Script", "scr"), ("Typewriter", "tt|verb|url"),
    ];

    // KaTeX's style sheet with the fonts that the formulas call for.
    internal string KatexStyle(string tex)
    {
        var file = WebFile.KatexStyle;
        if (!Embedded)
            return $"<link rel=\"stylesheet\" href=\"{file.CdnAddress}\" integrity=\"{file.Integrity}\" crossorigin=\"anonymous\">\n";
        var style = FontFace().Replace(TextOf(file), face =>
        {
            var name = face.Groups["name"].Value;
            var needed = FontCommands.All(font => !name.Contains(font.Name) || Regex.IsMatch(tex, $@"\\(math|text)?({font.Commands})"));
            return needed && contents.TryGetValue($"{name}.woff2", out var bytes)
                ? $"{face.Groups["head"]}url(data:font/woff2;base64,{Convert.ToBase64String(bytes)}) format(\"woff2\"){face.Groups["tail"]}"
                : "";
        });
        return $"<style>/* {file.Package} {file.Version}, MIT licence; fonts SIL OFL 1.1 */\n{style}\n</style>\n";
    }

    // Only when there is something to embed.
    internal byte[] BytesOf(WebFile file) => contents[file.Path];

    private string TextOf(WebFile file) => Encoding.UTF8.GetString(BytesOf(file));

    [GeneratedRegex(@"(?<head>@font-face\{[^}]*src:)url\(fonts/(?<name>[\w-]+)\.woff2\)[^;}]*(?<tail>[^}]*\})")]
    private static partial Regex FontFace();
}

/// <summary>A file of an npm package that a page needs in the browser, pinned to a version and a hash as browsers read it.</summary>
internal sealed record WebFile(string Package, string Version, string Path, string Integrity)
{
    private static readonly Lazy<WebFile[]> Listed = new(ReadPackageJson);

    public static IReadOnlyList<WebFile> All => Listed.Value;
    public static WebFile Plotly => Named("plotly-cartesian.min.js");
    public static WebFile KatexScript => Named("dist/katex.min.js");
    public static WebFile KatexStyle => Named("dist/katex.min.css");

    // Where a public network serves the very file of the npm package.
    public string CdnAddress => $"https://cdn.jsdelivr.net/npm/{Package}@{Version}/{Path}";

    public bool IsIntact(byte[] content) => "sha384-" + Convert.ToBase64String(SHA384.HashData(content)) == Integrity;

    private static WebFile Named(string path) => All.Single(file => file.Path == path);

    private static WebFile[] ReadPackageJson()
    {
        var json = JsonNode.Parse(OwnResources.PageText("package.json"))!;
        return
        [
            .. from entry in json["embedded"]!.AsObject()
               let package = entry.Key.Split('/')[0]
               let version = (string)json["dependencies"]![package]!
               select new WebFile(package, version, entry.Key[(package.Length + 1)..], (string)entry.Value!),
        ];
    }
}

/// <summary>Files that travel inside the assembly.</summary>
internal static class OwnResources
{
    public static string PageText(string name) => Encoding.UTF8.GetString(Bytes("Html/" + name));

    public static byte[] Bytes(string name)
    {
        using var resource = typeof(OwnResources).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
