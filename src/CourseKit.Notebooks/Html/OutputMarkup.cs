using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CourseKit.Notebooks;

/// <summary>The outputs of a code cell as HTML: of each MIME bundle the form that shows most.</summary>
internal sealed partial class OutputMarkup(MarkdownMarkup markdown, Formulas formulas, ImageEmbedder images, string nonce)
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>True once a chart has been rendered, which needs plotly.js.</summary>
    public bool HasCharts { get; private set; }

    public string Render(JsonArray outputs)
    {
        var html = new StringBuilder();
        foreach (var group in Group(outputs.OfType<JsonObject>()))
            html.Append(group.Stream is { } stream ? Stream(stream, group.Text) : Render(group.Output!)).Append('\n');
        return html.ToString();
    }

    // Kernels flush as they please: pieces of one stream that follow each other are one text.
    private static IEnumerable<(string? Stream, string Text, JsonObject? Output)> Group(IEnumerable<JsonObject> outputs)
    {
        string? stream = null;
        var text = new StringBuilder();
        foreach (var output in outputs)
        {
            var name = TypeOf(output) == "stream" ? Text(output["name"]) : null;
            if (stream is not null && name != stream)
            {
                yield return (stream, text.ToString(), null);
                text.Clear();
            }
            stream = name;
            if (name is null) yield return (null, "", output);
            else text.Append(Text(output["text"]));
        }
        if (stream is not null) yield return (stream, text.ToString(), null);
    }

    private static string Stream(string name, string text) =>
        $"<pre class=\"{(name == "stderr" ? "stream stderr" : "stream")}\">{AnsiText.ToHtml(text)}</pre>";

    private string Render(JsonObject output) => TypeOf(output) switch
    {
        "error" => Error(output),
        "display_data" or "execute_result" when output["data"] is JsonObject data => Bundle(data, output["metadata"] as JsonObject),
        _ => "",
    };

    private static string Error(JsonObject output)
    {
        var trace = output["traceback"] is JsonArray lines ? string.Join('\n', lines.Select(Text)) : "";
        var text = trace.Length > 0 ? trace : $"{Text(output["ename"])}: {Text(output["evalue"])}";
        return $"<pre class=\"error\" role=\"group\" aria-label=\"Error\">{AnsiText.ToHtml(text)}</pre>";
    }

    private string Bundle(JsonObject data, JsonObject? metadata)
    {
        if (data[Plotly] is JsonObject figure) return Chart(figure);
        if (data["text/html"] is { } html)
        {
            // What a cell has put out may run, as in Jupyter; scripts in Markdown may not.
            var trusted = ScriptTag().Replace(Text(html), $"$0 nonce=\"{nonce}\"");
            return $"<div class=\"html-output\">{images.Embed(trusted, null)}</div>";
        }
        if (data["image/svg+xml"] is { } svg)
            return Image("image/svg+xml", Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(svg))), data, metadata);
        foreach (var type in (string[])["image/png", "image/jpeg", "image/gif", "image/webp"])
            if (data[type] is { } image) return Image(type, WhiteSpace().Replace(Text(image), ""), data, metadata);
        if (data["text/markdown"] is { } text)
            return $"<div class=\"prose\">{images.Embed(markdown.RenderOutput(Text(text)), null)}</div>";
        if (data["text/latex"] is { } latex) return $"<div class=\"prose\">{formulas.Latex(Text(latex))}</div>";
        return data["text/plain"] is { } plain ? $"<pre class=\"result\">{AnsiText.ToHtml(Text(plain))}</pre>" : "";
    }

    private string Chart(JsonObject figure)
    {
        HasCharts = true;
        var alt = HtmlText.Escape(Text(figure["alt"]) is { Length: > 0 } given ? given : "Chart");
        var height = Number((figure["layout"] as JsonObject)?["height"]) is { } pixels
            ? FormattableString.Invariant($" style=\"min-height:{pixels}px\"")
            : "";
        var content = new JsonObject();
        foreach (var part in (string[])["data", "layout", "config"])
            content[part] = figure[part]?.DeepClone();

        // The default encoder writes <, > and & as \u escapes, so that no text in a figure can end the script element.
        return $"""
            <figure class="chart"><div class="plotly-graph" role="img" aria-label="{alt}"{height}><p class="pending">{alt}</p></div>
            <script type="application/json">{content.ToJsonString()}</script></figure>
            """;
    }

    private static string Image(string type, string base64, JsonObject data, JsonObject? metadata)
    {
        var facts = metadata?[type] as JsonObject ?? metadata;
        var plain = Text(data["text/plain"]);
        var alt = Text(facts?["alt"]) is { Length: > 0 } given ? given : plain is { Length: > 0 } && plain[0] != '<' ? plain : "Picture";
        return $"<img class=\"output-image\" src=\"data:{type};base64,{HtmlText.Escape(base64)}\" alt=\"{HtmlText.Escape(alt)}\""
            + Size(facts, "width") + Size(facts, "height") + ">";
    }

    private static string Size(JsonObject? facts, string name) =>
        Number(facts?[name]) is { } pixels ? FormattableString.Invariant($" {name}=\"{pixels}\"") : "";

    // A node built in code holds an int or a float and no double: its JSON is the same for all.
    private static double? Number(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number ? double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture) : null;

    private static string TypeOf(JsonObject output) => Text(output["output_type"]);

    /// <summary>A text member; what is no text in a file made elsewhere is shown as the JSON it is.</summary>
    private static string Text(JsonNode? node)
    {
        try
        {
            return MultilineText.Join(node);
        }
        catch (FormatException)
        {
            return node!.ToJsonString(Indented);
        }
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [GeneratedRegex(@"<script\b", RegexOptions.IgnoreCase)]
    private static partial Regex ScriptTag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
