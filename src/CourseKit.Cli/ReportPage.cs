using System.Text.Json.Nodes;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

/// <summary>A page for the browser in one file, made as those of notebooks are: text, figures and tables.</summary>
internal static class ReportPage
{
    /// <summary>Writes a page.</summary>
    /// <param name="path">The file.</param>
    /// <param name="assets">What figures need; a page without figures needs none.</param>
    /// <param name="pieces">What is on it: strings are Markdown, all else is shown as in a notebook.</param>
    /// <exception cref="ToolException">The file cannot be written.</exception>
    public static void Save(string path, WebAssets? assets, IEnumerable<object> pieces)
    {
        var document = new NotebookDocument();
        document.Cells.AddRange(pieces.Select(piece => piece is string text ? NotebookCell.Markdown(text) : Shown(piece)));
        Files.Write(path, () =>
            HtmlExporter.Save(document, path, new HtmlExportOptions { Assets = assets ?? WebAssets.Linked, Warn = Screen.Warn }));
    }

    /// <summary>Words of somebody else's, such as the name of a file, for Markdown.</summary>
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
