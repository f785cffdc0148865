using System.Text.Json.Nodes;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

/// <summary>Finds what failed in an executed notebook.</summary>
internal static class CellErrors
{
    /// <summary>The message of the error among a cell's outputs, or null.</summary>
    public static string? MessageOf(NotebookCell cell)
    {
        var error = cell.Outputs.OfType<JsonObject>().FirstOrDefault(output => (string?)output["output_type"] == "error");
        if (error is null) return null;
        var (name, message) = ((string?)error["ename"], OneLine((string?)error["evalue"] ?? ""));
        return string.IsNullOrEmpty(name) || message.StartsWith(name, StringComparison.Ordinal) ? message : $"{name}: {message}";
    }

    /// <summary>How people count: the cell's number among all cells, from 1.</summary>
    public static string NameOf(int index) => FormattableString.Invariant($"cell {index + 1}");

    private static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(2));
        return line.Length <= 400 ? line : line[..400] + "…";
    }
}
