using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Markdig.Syntax;

namespace CourseKit.Notebooks;

/// <summary>Makes one self-contained HTML page of an executed notebook: charts interactive, formulas typeset, pictures inside.</summary>
/// <remarks>
/// The page runs what the notebook's outputs run, as Jupyter does, but no script that is written in Markdown. The same notebook gives the
/// same page, byte for byte.
/// </remarks>
public static class HtmlExporter
{
    /// <summary>The page as text.</summary>
    public static string Export(NotebookDocument document, HtmlExportOptions options) => new Page(document, options).Render();

    /// <summary>Writes the page to a file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(NotebookDocument document, string path, HtmlExportOptions options) =>
        AtomicFile.WriteAllText(path, Export(document, options));

    private sealed class Page
    {
        private readonly NotebookDocument notebook;
        private readonly HtmlExportOptions settings;
        private readonly Formulas formulas = new();
        private readonly ImageEmbedder images;
        private readonly MarkdownMarkup markdown;
        private readonly OutputMarkup outputMarkup;
        private readonly string nonce;

        public Page(NotebookDocument document, HtmlExportOptions options)
        {
            notebook = document;
            settings = options;

            // Only this page's own scripts carry it; a notebook cannot hold the hash of itself.
            nonce = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.ToJson())).AsSpan(0, 16));
            images = new ImageEmbedder(Path.GetFullPath(options.Folder ?? "."), options.Warn);
            markdown = new MarkdownMarkup(formulas);
            outputMarkup = new OutputMarkup(markdown, images, nonce);
        }

        public string Render()
        {
            var parsed = notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown)
                .ToDictionary(cell => cell, cell => markdown.Parse(cell.Source));
            var cells = string.Concat(notebook.Cells.Select(cell => cell.Kind switch
            {
                CellKind.Markdown => MarkdownCell(cell, parsed[cell]),
                CellKind.Code => CodeCell(cell),
                _ => $"<pre class=\"raw\">{HtmlText.Escape(cell.Source)}</pre>\n",
            }));
            var policy = $"script-src 'nonce-{nonce}' 'strict-dynamic'; object-src 'none'; base-uri 'none'";
            return $"""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="generator" content="CourseKit">
                <meta http-equiv="Content-Security-Policy" content="{policy}">
                <title>{HtmlText.Escape(Title())}</title>
                {(formulas.Any ? settings.Assets.KatexStyle(formulas.AllTex) : "")}<style>
                {OwnResources.PageText("page.css")}</style>
                </head>
                <body>
                <a class="skip" href="#notebook">Skip to the text</a>
                {Contents()}<main id="notebook">
                {cells}</main>
                {Footer()}{Scripts()}</body>
                </html>

                """;
        }

        private string Title() => markdown.Headings.FirstOrDefault(heading => heading.Level == 1)?.Text ?? "Notebook";

        private string Contents()
        {
            var entries = markdown.Headings.Where(heading => heading.Level is 2 or 3).ToList();
            if (entries.Count == 0) return "";
            var list = string.Concat(entries.Select(entry =>
                $"<li class=\"level-{entry.Level}\"><a href=\"#{HtmlText.Escape(entry.Id)}\">{entry.Html}</a></li>\n"));
            return $"""
                <nav class="contents" aria-label="Contents">
                <details><summary>Contents</summary>
                <ol>
                {list}</ol>
                <button type="button" class="fold-all" hidden>Fold all code</button>
                </details>
                </nav>

                """;
        }

        private string MarkdownCell(NotebookCell cell, MarkdownDocument parsed) =>
            $"<section class=\"prose\">\n{images.Embed(markdown.Render(parsed), cell.Json["attachments"] as JsonObject)}</section>\n";

        private string CodeCell(NotebookCell cell)
        {
            var outputs = outputMarkup.Render(cell.Outputs);
            var folded = cell.Json["metadata"]?["jupyter"]?["source_hidden"]?.ToJsonString() == "true";
            var count = cell.ExecutionCount is { } number ? FormattableString.Invariant($"[{number}]") : "[ ]";
            var time = cell.Json["metadata"]?["execution"] is JsonObject stamps
                ? $"<span class=\"time\" title=\"Time this cell ran\">{Format(NotebookOutputs.Elapsed(stamps))}</span>" : "";
            var shown = outputs.Length == 0 ? "" : $"<div class=\"outputs\">\n{outputs}</div>\n";

            var summary = $"<span class=\"count\">{count}</span><span class=\"language\">C#</span>{time}";
            // Pages that no notebook was run for have results without code.
            return cell.Source.Length == 0 && outputs.Length > 0 ? $"<section class=\"cell\">\n{shown}</section>\n" : $"""
                <section class="cell">
                <details class="source"{(folded ? "" : " open")}><summary>{summary}</summary>
                <pre class="code"><code>{CSharpMarkup.Colour(cell.Source)}</code></pre></details>
                {shown}</section>

                """;
        }

        private static string Format(TimeSpan time) => time.TotalSeconds switch
        {
            < 0.01 => "&lt; 0.01 s",
            < 10 => FormattableString.Invariant($"{time.TotalSeconds:0.00} s"),
            < 60 => FormattableString.Invariant($"{time.TotalSeconds:0.0} s"),
            _ => FormattableString.Invariant($"{(int)time.TotalMinutes} min {time.Seconds} s"),
        };

        private string Footer()
        {
            string[] used = [.. UsedFiles().Select(file => $"{(file == WebFile.Plotly ? "plotly.js" : "KaTeX")} {file.Version}")];
            var text = used.Length == 0 ? "This page works without a network."
                : settings.Assets.Embedded ? $"This page works without a network; it contains {string.Join(" and ", used)} (MIT licence)."
                : $"<strong>This page needs the network</strong>: it loads {string.Join(" and ", used)} from cdn.jsdelivr.net, "
                    + $"because {HtmlText.Escape(settings.Assets.Problem!)}.";
            return $"<footer><p>Made with CourseKit. {text}</p></footer>\n";
        }

        private string Scripts() =>
            string.Concat(UsedFiles().Select(file => settings.Assets.Script(file, nonce)))
            + $"<script nonce=\"{nonce}\">\n{OwnResources.PageText("page.js")}</script>\n";

        private IEnumerable<WebFile> UsedFiles()
        {
            if (outputMarkup.HasCharts) yield return WebFile.Plotly;
            if (formulas.Any) yield return WebFile.KatexScript;
        }
    }
}

/// <summary>How <see cref="HtmlExporter"/> makes a page.</summary>
public sealed record HtmlExportOptions
{
    /// <summary>The notebook's folder, against which relative images are found; null for the current directory.</summary>
    public string? Folder { get; init; }

    /// <summary>plotly.js and KaTeX, from <see cref="AssetCache.RestoreAsync"/> for a page that works offline.</summary>
    public WebAssets Assets { get; init; } = WebAssets.Linked;

    /// <summary>Told, one sentence each, what will not look as the author meant, such as a picture that is missing.</summary>
    public Action<string>? Warn { get; init; }
}
