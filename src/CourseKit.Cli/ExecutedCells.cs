using System.Text.Json;
using System.Text.Json.Nodes;
using CourseKit.Exercises;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

/// <summary>Reads what the tool needs from the outputs of executed cells.</summary>
internal static class ExecutedCells
{
    /// <summary>The numbers the notebook wants to be remembered for, in order.</summary>
    public static IReadOnlyList<Headline> Headlines(NotebookDocument notebook) =>
        [.. notebook.Cells.SelectMany(cell => cell.Outputs).Select(output => Read<Headline>(output, Headline.MimeType)).OfType<Headline>()];

    /// <summary>The reports of all check cells.</summary>
    public static IReadOnlyList<CheckReport> Reports(NotebookDocument notebook) =>
        [.. notebook.Cells.Select(ReportOf).OfType<CheckReport>()];

    /// <summary>The report that a cell returned as its value, or null. What a cell displays by the way does not count.</summary>
    public static CheckReport? ReportOf(NotebookCell cell) => Read<CheckReport>(
        cell.Outputs.LastOrDefault(output => (string?)output!["output_type"] == "execute_result"), CheckReport.MimeType);

    private static T? Read<T>(JsonNode? output, string mimeType)
        where T : class
    {
        try
        {
            return (output?["data"]?[mimeType] as JsonObject)?.Deserialize<T>(CheckReport.JsonOptions);
        }
        catch (JsonException)
        {
            return null; // something else under this MIME type
        }
    }
}
