using System.Text.Json.Nodes;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

// A page for the browser in one file, made as those of notebooks are: text, figures and tables.
internal static class ReportPage
{
    // Strings are Markdown, all else is shown as in a notebook. A page without figures needs no assets.
    public static void Save(string path, WebAssets? assets, IEnumerable<object> pieces)
    {
        var document = new NotebookDocument();
        document.Cells.AddRange(pieces.Select(piece => piece is string text ? NotebookCell.Markdown(text) : Shown(piece)));
        Files.Write(path, () =>
            HtmlExporter.Save(document, path, new HtmlExportOptions { Assets = assets ?? WebAssets.Linked, Warn = Screen.Warn }));
    }

    public static async Task<WebAssets> AssetsAsync(CancellationToken cancellationToken)
    {
        var assets = await new AssetCache().RestoreAsync(cancellationToken).ConfigureAwait(false);
        if (assets.Warning is { } warning) Screen.Warn(warning);
        return assets;
    }

    // Words of somebody else's, such as the name of a file, for Markdown.
    public static string Quote(string text) => $"`{text.Replace('`', '\'').ReplaceLineEndings(" ")}`";

    private static NotebookCell Shown(object value)
    {
        var cell = NotebookCell.Code("");
        cell.Outputs.Add(new JsonObject
        {
            ["output_type"] = "display_data",
            ["data"] = ValueFormatter.Format(value).Data.DeepClone(),
            ["metadata"] = new JsonObject(),
        });
        return cell;
    }
}
