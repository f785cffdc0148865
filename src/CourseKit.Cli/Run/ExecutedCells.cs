using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CourseKit.Exercises;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

// Reads what the tool needs from the outputs of executed cells.
internal static class ExecutedCells
{
    public static IReadOnlyList<Headline> Headlines(NotebookDocument notebook) =>
        [.. notebook.Cells.SelectMany(cell => cell.Outputs).Select(output => Read<Headline>(output, Headline.MimeType)).OfType<Headline>()];

    public static IReadOnlyList<CheckReport> Reports(NotebookDocument notebook) =>
        [.. notebook.Cells.Select(ReportOf).OfType<CheckReport>()];

    // The report that a cell returned as its value, or null. What a cell displays by the way does not count.
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

// Finds what failed in an executed notebook.
internal static partial class CellErrors
{
    // The error among a cell's outputs as one line that begins with the place, for instance "cell 3, line 2: …"; null if there is none.
    public static string? MessageOf(NotebookDocument notebook, int index)
    {
        var error = notebook.Cells[index].Outputs.OfType<JsonObject>().FirstOrDefault(output => (string?)output["output_type"] == "error");
        if (error is null) return null;
        var name = (string?)error["ename"] ?? "";
        var text = Shorten((string?)error["evalue"] ?? "");
        var place = Place().Match(text) is { Success: true } match ? match.Value : NameOf(notebook, index) + ": ";
        if (text.StartsWith(place, StringComparison.Ordinal)) text = text[place.Length..];
        return name is "" or "CompilationError" or "DirectiveError" ? place + text : $"{place}{name}: {text}";
    }

    // What people call a cell: the number in brackets beside it after a run from the top, "cell 3".
    public static string NameOf(NotebookDocument notebook, int index) =>
        FormattableString.Invariant($"cell {notebook.Cells.Take(index + 1).Count(cell => cell.Kind == CellKind.Code)}");

    private static string Shorten(string text)
    {
        text = text.ReplaceLineEndings(" ");
        return text.Length <= 400 ? text : text[..400] + "…";
    }

    [GeneratedRegex(@"^cell \d+(, line \d+)?: ")]
    private static partial Regex Place();
}
