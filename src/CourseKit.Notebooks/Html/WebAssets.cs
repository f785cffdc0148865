using System.Text;
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
            return $"<script nonce=\"{nonce}\" src=\"{file.CdnAddress}\" integrity=\"{file.Integrity}\" crossorigin=\"anonymous\"></script>\n";

        // Both scripts are free of "</script" and "<!--" today; a later version might not be.
        var code = TextOf(file).Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase).Replace("<!--", "<\\!--", StringComparison.Ordinal);
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
