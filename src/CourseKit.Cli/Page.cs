using System.Net;

namespace CourseKit.Cli;

/// <summary>A page for the browser in one file, without scripts, for light and dark screens.</summary>
internal static class Page
{
    public static string Render(string title, string body) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{Escape(title)}}</title>
        <style>
        :root { color-scheme: light dark; --normal: #0072B2; --anomaly: #D55E00; --grid: rgba(128,128,128,.35); }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; display: block; overflow-x: auto; }
        th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--grid); text-align: right; vertical-align: top; }
        th:first-child, td:first-child, td.text, th.text { text-align: left; }
        svg { max-width: 100%; height: auto; font: 12px system-ui, sans-serif; }
        svg text { fill: currentColor; }
        figure { margin: 1rem 0; display: inline-block; }
        .quiet { opacity: .75; }
        </style>
        </head>
        <body>
        <h1>{{Escape(title)}}</h1>
        {{body}}
        </body>
        </html>

        """;

    /// <summary>A table; cells are text.</summary>
    /// <param name="headers">The titles of the columns.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="text">Columns that hold words: to the left.</param>
    public static string Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows, params int[] text)
    {
        string Row(IReadOnlyList<string> cells, string tag) =>
            $"<tr>{string.Concat(cells.Select((cell, i) => $"<{tag}{(text.Contains(i) ? " class=\"text\"" : "")}{(tag == "th" ? " scope=\"col\"" : "")}>{Escape(cell)}</{tag}>"))}</tr>";
        return $"<table><thead>{Row(headers, "th")}</thead><tbody>{string.Concat(rows.Select(row => Row(row, "td")))}</tbody></table>";
    }

    public static string Escape(string text) => WebUtility.HtmlEncode(text);
}
