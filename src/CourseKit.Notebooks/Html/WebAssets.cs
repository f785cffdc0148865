using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CourseKit.Notebooks;

/// <summary>
/// plotly.js and KaTeX for exported pages: their text to embed, from <see cref="AssetCache"/>, or else links to a public network.
/// </summary>
public sealed partial class WebAssets
{
    private readonly IReadOnlyDictionary<string, byte[]> contents;

    /// <param name="files">Content by <c>package/path</c>; empty to link.</param>
    /// <param name="problem">Why there is nothing to embed, a clause; null when there is.</param>
    internal WebAssets(IReadOnlyDictionary<string, byte[]> files, string? problem)
    {
        contents = files;
        Problem = problem;
    }

    /// <summary>Pages link plotly.js and KaTeX instead of embedding them: small files that need the network when they are read.</summary>
    public static WebAssets Linked { get; } = new(new Dictionary<string, byte[]>(), "links were asked for");

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

    /// <summary>KaTeX's style sheet with the fonts that <paramref name="tex"/> can make use of.</summary>
    internal string KatexStyle(string tex)
    {
        var file = WebFile.KatexStyle;
        if (!Embedded)
            return $"<link rel=\"stylesheet\" href=\"{file.CdnAddress}\" integrity=\"{file.Integrity}\" crossorigin=\"anonymous\">\n";
        var style = FontFace().Replace(TextOf(file), face =>
        {
            var name = FontName().Match(face.Value).Groups[1].Value;
            return KatexFonts.IsNeeded(name, tex) && contents.TryGetValue($"{file.Package}/dist/fonts/{name}.woff2", out var font)
                ? FontSource().Replace(face.Value, $"src:url(data:font/woff2;base64,{Convert.ToBase64String(font)}) format(\"woff2\")")
                : "";
        });
        return $"<style>/* {file.Package} {file.Version}, MIT licence; fonts SIL OFL 1.1 */\n{style}\n</style>\n";
    }

    /// <summary>The file itself, when there is something to embed.</summary>
    internal byte[] BytesOf(WebFile file) => contents[$"{file.Package}/{file.Path}"];

    private string TextOf(WebFile file) => Encoding.UTF8.GetString(BytesOf(file));

    [GeneratedRegex(@"@font-face\{[^}]*\}")]
    private static partial Regex FontFace();

    [GeneratedRegex(@"fonts/([\w-]+)\.woff2")]
    private static partial Regex FontName();

    [GeneratedRegex(@"src:[^;}]*")]
    private static partial Regex FontSource();
}

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

/// <summary>Which of KaTeX's 20 fonts (300 KB) a page's formulas can make use of; most pages need 7.</summary>
internal static class KatexFonts
{
    private static readonly Dictionary<string, string[]> Commands = new()
    {
        ["KaTeX_Main-Bold"] = [@"\mathbf", @"\textbf", @"\bf", @"\bold", @"\bm", @"\pmb"],
        ["KaTeX_Main-Italic"] = [@"\mathit", @"\textit", @"\it", @"\emph"],
        ["KaTeX_Main-BoldItalic"] = [@"\textbf", @"\textit"],
        ["KaTeX_Math-BoldItalic"] = [@"\bold", @"\bm", @"\pmb"],
        ["KaTeX_Caligraphic-Regular"] = [@"\mathcal", @"\cal"],
        ["KaTeX_Caligraphic-Bold"] = [@"\mathcal", @"\cal"],
        ["KaTeX_Fraktur-Regular"] = [@"\mathfrak", @"\frak"],
        ["KaTeX_Fraktur-Bold"] = [@"\mathfrak", @"\frak"],
        ["KaTeX_SansSerif-Regular"] = [@"\mathsf", @"\textsf", @"\sf"],
        ["KaTeX_SansSerif-Bold"] = [@"\mathsf", @"\textsf", @"\sf"],
        ["KaTeX_SansSerif-Italic"] = [@"\mathsf", @"\textsf", @"\sf"],
        ["KaTeX_Script-Regular"] = [@"\mathscr"],
        ["KaTeX_Typewriter-Regular"] = [@"\mathtt", @"\texttt", @"\tt", @"\verb", @"\url"],
    };

    /// <summary>False for a font that the formulas do not call for; fonts of no command (letters, AMS symbols) are always needed.</summary>
    public static bool IsNeeded(string font, string tex) =>
        !Commands.TryGetValue(font, out var commands) || commands.Any(command => tex.Contains(command, StringComparison.Ordinal));
}

/// <summary>The files of <c>Html/assets</c>, which travel inside the assembly.</summary>
internal static class PageResources
{
    public static string Read(string name)
    {
        using var stream = typeof(PageResources).Assembly.GetManifestResourceStream("Html/" + name)
            ?? throw new InvalidOperationException($"The assembly was built without Html/assets/{name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
