using System.Text.Json;
using System.Text.Json.Nodes;
using CourseKit.Exercises;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

/// <summary>Reads what the tool needs from the outputs of executed cells.</summary>
internal static class ExecutedCells
{
    /// <summary>The numbers the notebook wants to be remembered for (see <see cref="Headline"/>), in order.</summary>
    public static IReadOnlyList<HeadlineResult> Headlines(NotebookDocument notebook) =>
        [.. notebook.Cells.SelectMany(cell => cell.Outputs.OfType<JsonObject>())
            .Select(output => Json(output["data"]?[Headline.MimeType]))
            .Where(headline => headline is not null)
            .Select(headline => new HeadlineResult((string)headline!["name"]!, (double)headline["value"]!, (string)headline["text"]!))];

    /// <summary>The reports of all check cells.</summary>
    public static IReadOnlyList<CheckReport> Reports(NotebookDocument notebook) =>
        [.. notebook.Cells.Select(ReportOf).OfType<CheckReport>()];

    /// <summary>The report that a cell returned as its value, or null. What a cell displays by the way does not count.</summary>
    public static CheckReport? ReportOf(NotebookCell cell)
    {
        var result = cell.Outputs.OfType<JsonObject>().LastOrDefault(output => (string?)output["output_type"] == "execute_result");
        if (Json(result?["data"]?[CheckReport.MimeType]) is not { } json) return null;
        try
        {
            return CheckReportJson.Read(json.ToJsonString());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A JSON MIME type holds an object; some kernels put the text of one, which nbformat splits into lines.
    private static JsonObject? Json(JsonNode? data)
    {
        try
        {
            return data as JsonObject ?? (data is null ? null : JsonNode.Parse(Text(data)) as JsonObject);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonNode node) =>
        node is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : node.ToString();
}
