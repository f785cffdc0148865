using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CourseKit.Notebooks;

namespace CourseKit.Cli;

/// <summary>Finds what failed in an executed notebook.</summary>
internal static partial class CellErrors
{
    /// <summary>The error among a cell's outputs as one line that begins with the place, for instance "cell 3, line 2: …"; null if there is none.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="index">The cell's index in it.</param>
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

    /// <summary>What people call a cell: the number in brackets beside it after a run from the top, "cell 3".</summary>
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
