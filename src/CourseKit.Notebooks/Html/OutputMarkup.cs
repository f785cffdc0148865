using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CourseKit.Notebooks;

/// <summary>The outputs of a code cell as HTML: of each MIME bundle the form that shows most.</summary>
internal sealed partial class OutputMarkup(MarkdownMarkup markdown, ImageEmbedder images, string nonce)
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    public bool HasCharts { get; private set; }

    public string Render(JsonArray outputs) => string.Concat(outputs.OfType<JsonObject>().Select(output => Render(output) + "\n"));

    private string Render(JsonObject output) => (string?)output["output_type"] switch
    {
        "stream" => $"<pre class=\"stream {output["name"]}\">{ConsoleText.ToHtml(Text(output["text"]))}</pre>",
        "error" => Error(output),
        "display_data" or "execute_result" when output["data"] is JsonObject data => Bundle(data),
        _ => "",
    };

    private static string Error(JsonObject output)
    {
        var trace = string.Join('\n', output["traceback"]!.AsArray().Select(Text));
        return $"<pre class=\"error\" role=\"group\" aria-label=\"Error\">{ConsoleText.ToHtml(trace)}</pre>";
    }

    private string Bundle(JsonObject data)
    {
        if (data[Plotly] is JsonObject figure) return Chart(figure);
        if (data["text/html"] is { } html)
        {
            // What a cell has put out may run, as in Jupyter; scripts in Markdown may not.
            var trusted = ScriptTag().Replace(Text(html), $"$0 nonce=\"{nonce}\"");
            return $"<div class=\"html-output\">{images.Embed(trusted, null)}</div>";
        }
        if (data.FirstOrDefault(form => form.Key.StartsWith("image/", StringComparison.Ordinal)) is { Key: { } type, Value: { } image })
            return Image(type, Text(image), data["text/plain"]);
        if (data["text/markdown"] is { } text)
            return $"<div class=\"prose\">{images.Embed(markdown.RenderOutput(Text(text)), null)}</div>";
        if (data["text/latex"] is { } latex) return $"<div class=\"prose\">{markdown.RenderLatex(Text(latex))}</div>";
        return data["text/plain"] is { } plain ? $"<pre class=\"result\">{ConsoleText.ToHtml(Text(plain))}</pre>" : "";
    }

    private string Chart(JsonObject figure)
    {
        HasCharts = true;
        var alt = HtmlText.Escape(Text(figure["alt"]) is { Length: > 0 } given ? given : "Chart");
        var height = figure["layout"]?["height"] is { } pixels ? $" style=\"min-height:{pixels.ToJsonString()}px\"" : "";
        var content = new JsonObject();
        foreach (var part in (string[])["data", "layout", "config"])
            content[part] = figure[part]?.DeepClone();

        // The default encoder writes <, > and & as \u escapes, so that no text in a figure can end the script element.
        return $"""
            <figure class="chart"><div class="plotly-graph" role="img" aria-label="{alt}"{height}><p class="pending">{alt}</p></div>
            <script type="application/json">{content.ToJsonString()}</script></figure>
            """;
    }

    private static string Image(string type, string content, JsonNode? plain)
    {
        var alt = Text(plain) is { Length: > 0 } text && text[0] != '<' ? text : "Picture";
        var base64 = type == "image/svg+xml" ? Convert.ToBase64String(Encoding.UTF8.GetBytes(content)) : content.ReplaceLineEndings("");
        return $"<img class=\"output-image\" src=\"data:{type};base64,{HtmlText.Escape(base64)}\" alt=\"{HtmlText.Escape(alt)}\">";
    }

    private static string Text(JsonNode? node) => MultilineText.Join(node);

    [GeneratedRegex(@"<script\b", RegexOptions.IgnoreCase)]
    private static partial Regex ScriptTag();
}
