using System.Text;

namespace CourseKit.Notebooks.Tests;

/// <summary>Small stand-ins for plotly.js and KaTeX.</summary>
internal static class FakeAssets
{
    public static WebAssets Embedded { get; } = new(
        new Dictionary<string, byte[]>
        {
            [WebFile.Plotly.Path] = Encoding.UTF8.GetBytes("plotly();"),
            [WebFile.KatexScript.Path] = Encoding.UTF8.GetBytes("katex(\"</script>\");"),
            [WebFile.KatexStyle.Path] = Encoding.UTF8.GetBytes(
                Face("KaTeX_Main", "KaTeX_Main-Regular") + Face("KaTeX_Fraktur", "KaTeX_Fraktur-Regular") + ".katex{color:inherit}"),
            ["KaTeX_Main-Regular.woff2"] = [1, 2],
            ["KaTeX_Fraktur-Regular.woff2"] = [3, 4],
        });

    private static string Face(string family, string file) =>
        $"@font-face{{font-family:{family};src:url(fonts/{file}.woff2) format(\"woff2\"),url(fonts/{file}.ttf) format(\"truetype\")}}";
}
