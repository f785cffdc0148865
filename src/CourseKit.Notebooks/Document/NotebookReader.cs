using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Reads a notebook's text, checks what the other classes rely on, and says in one line what is wrong with it.</summary>
internal sealed class NotebookReader(string json, string name)
{
    // Figures nest deeper than the reader's default of 64; this is still far from what would overflow the stack.
    private const int MaxDepth = 256;

    private const string Restore = "Restore the file from version control, or open and save it in Jupyter or VS Code.";

    public NotebookDocument Read()
    {
        var root = ParseObject();
        CheckVersion(root);
        if (root["cells"] is not JsonArray array) throw Error(null, "the notebook has no list of \"cells\".", Restore);
        if (root["metadata"] is not (null or JsonObject))
            throw Error(null, "the notebook's \"metadata\" is not a JSON object.", Restore);
        var nodes = array.ToList();
        array.Clear();
        var cells = nodes.Select(ReadCell).ToList();
        return new NotebookDocument(root, cells, RepairIds(cells));
    }

    private JsonObject ParseObject()
    {
        if (string.IsNullOrWhiteSpace(json)) throw Error(null, "the file is empty.", Restore);
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
            return JsonNode.Parse(json, null, options) as JsonObject
                ?? throw Error(1, "a notebook is a JSON object, and this is something else.", Restore);
        }
        catch (JsonException e)
        {
            int? line = e.LineNumber is { } number ? (int)number + 1 : null;
            var lines = json.Split('\n');
            var conflict = Array.FindIndex(lines, text => text.StartsWith("<<<<<<<", StringComparison.Ordinal));
            throw conflict >= 0
                ? Error(conflict + 1, "the file has an unresolved merge conflict.",
                    "Choose one side, or restore the file from version control.", e)
                : Error(line, $"this is not valid JSON: {Reason(e)}", Restore, e);
        }
    }

    // "… LineNumber: 3 | BytePositionInLine: 4." and "Path: …" say again, from zero, what the message says already.
    private static string Reason(JsonException e)
    {
        var reason = e.Message;
        foreach (var tail in (string[])[" Path:", " LineNumber:"])
        {
            var at = reason.IndexOf(tail, StringComparison.Ordinal);
            reason = at < 0 ? reason : reason[..at];
        }
        return reason.TrimEnd('.') + ".";
    }

    private void CheckVersion(JsonObject root)
    {
        if (root["nbformat"] is not JsonValue value || !value.TryGetValue(out int major))
            throw Error(null, "\"nbformat\" is missing, so this is not a notebook.", Restore);
        if (major != 4)
            throw Error(
                null,
                $"the notebook has format version {major}; version 4 is the one that can be read.",
                major < 4
                    ? "Open and save it in a current Jupyter, or run 'jupyter nbconvert --to notebook' on it."
                    : "Save it as nbformat 4 where it was written.");
        if (root["nbformat_minor"] is not JsonValue minor || !minor.TryGetValue(out int number) || number < 5)
            SortedMembers.Set(root, "nbformat_minor", JsonValue.Create(5));
    }

    private NotebookCell ReadCell(JsonNode? node, int index)
    {
        try
        {
            return NotebookCell.FromJson(node);
        }
        catch (FormatException e)
        {
            throw Error(LineOfCell(index), $"cell {index + 1}: {e.Message}.", Restore, e);
        }
    }

    private static List<string> RepairIds(List<NotebookCell> cells)
    {
        var repairs = new List<string>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var renew = new List<int>();
        for (var i = 0; i < cells.Count; i++)
        {
            var id = cells[i].IdOrNull;
            if (CellIds.IsValid(id) && taken.Add(id!)) continue;
            renew.Add(i);
            if (id is not null)
                repairs.Add($"cell {i + 1} had the id \"{id}\", which "
                    + $"{(CellIds.IsValid(id) ? "an earlier cell has" : "is not valid")}; it got a new one.");
        }
        foreach (var i in renew)
        {
            cells[i].Id = CellIds.Create(i, cells[i].Source, taken);
            taken.Add(cells[i].Id);
        }
        return repairs;
    }

    /// <summary>The 1-based line where a cell begins: looked for only when there is an error to report.</summary>
    private int? LineOfCell(int index)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        var inCells = false;
        var seen = -1;
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
            {
                inCells = reader.ValueTextEquals("cells");
            }
            else if (inCells && reader.CurrentDepth == 2
                && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray)
                && ++seen == index)
            {
                return 1 + utf8.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
            }
        }
        return null;
    }

    private NotebookFormatException Error(int? line, string problem, string remedy, Exception? inner = null) =>
        new(name, line, problem, remedy, inner);
}

/// <summary>
/// A file is not a notebook that can be read. The message is one line and names the file, the line where known, and what to do about it.
/// </summary>
/// <param name="file">Path or name of the notebook.</param>
/// <param name="line">1-based line in the file, or null when the problem has no place.</param>
/// <param name="problem">What is wrong, a sentence.</param>
/// <param name="remedy">What to do about it, a sentence.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class NotebookFormatException(string file, int? line, string problem, string remedy, Exception? inner = null)
    : Exception(FormattableString.Invariant($"{file}{(line is null ? "" : $"({line})")}: {problem} {remedy}"), inner)
{
    /// <summary>Path or name of the notebook.</summary>
    public string File { get; } = file;

    /// <summary>1-based line in the file, or null when the problem has no place.</summary>
    public int? Line { get; } = line;

    /// <summary>What to do about it, a sentence.</summary>
    public string Remedy { get; } = remedy;
}
