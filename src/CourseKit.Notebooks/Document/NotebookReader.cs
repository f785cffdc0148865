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
        if (root["cells"] is not JsonArray array) throw Error("the notebook has no list of \"cells\".", Restore);
        if (root["metadata"] is not (null or JsonObject)) throw Error("the notebook's \"metadata\" is not a JSON object.", Restore);
        var nodes = array.ToList();
        array.Clear();
        return new NotebookDocument(root, [.. nodes.Select(ReadCell)]);
    }

    private JsonObject ParseObject()
    {
        if (string.IsNullOrWhiteSpace(json)) throw Error("the file is empty.", Restore);
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
            return JsonNode.Parse(JupyterJson.WithoutHalves(json), null, options) as JsonObject
                ?? throw Error("a notebook is a JSON object, and this is something else.", Restore, 1);
        }
        catch (JsonException e)
        {
            // "… LineNumber: 3 | BytePositionInLine: 4." and "Path: …" say again, from zero, what the message says already.
            var reason = e.Message.Split(" Path:")[0].Split(" LineNumber:")[0].TrimEnd('.');
            var conflict = Array.FindIndex(json.Split('\n'), text => text.StartsWith("<<<<<<<", StringComparison.Ordinal));
            throw conflict >= 0
                ? Error("the file has an unresolved merge conflict.", "Choose one side, or restore it from version control.", conflict + 1)
                : Error($"this is not valid JSON: {reason}.", Restore, e.LineNumber + 1);
        }
    }

    private void CheckVersion(JsonObject root)
    {
        if (root["nbformat"] is not JsonValue value || !value.TryGetValue(out int major))
            throw Error("\"nbformat\" is missing, so this is not a notebook.", Restore);
        if (major != 4)
            throw Error(
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
            throw Error($"cell {index + 1}: {e.Message}.", Restore);
        }
    }

    private NotebookFormatException Error(string problem, string remedy, long? line = null) =>
        new(FormattableString.Invariant($"{name}{(line is null ? "" : $"({line})")}: {problem} {remedy}"));
}

/// <summary>
/// A file is not a notebook that can be read. The message is one line and names the file, the line where known, and what to do about it.
/// </summary>
public sealed class NotebookFormatException(string message) : Exception(message);
