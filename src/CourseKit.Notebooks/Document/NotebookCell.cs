using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>One cell: a view of its JSON object, so that members this class knows nothing of are kept.</summary>
public sealed class NotebookCell
{
    private NotebookCell(JsonObject json, CellKind kind) => (Json, Kind) = (json, kind);

    /// <summary>The cell's JSON object as it will be written, with attachments and whatever else it came with.</summary>
    public JsonObject Json { get; }

    /// <summary>Code, Markdown or raw text.</summary>
    public CellKind Kind { get; }

    /// <summary>The cell's id, unique in its notebook.</summary>
    /// <exception cref="ArgumentException">When set: not 1 to 64 of letters, digits, '-' and '_'.</exception>
    public string Id
    {
        get => Json["id"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";
        set
        {
            if (!CellIds.IsValid(value))
                throw new ArgumentException($"'{value}' is not a cell id; use 1 to 64 of the letters a-z and A-Z, digits, '-' and '_'.",
                    nameof(value));
            Set("id", JsonValue.Create(value));
        }
    }

    /// <summary>The cell's text; lines end in a line feed.</summary>
    public string Source
    {
        get => MultilineText.Join(Json["source"]);
        set => Set("source", MultilineText.Split(value));
    }

    /// <summary>The cell's metadata.</summary>
    public JsonObject Metadata
    {
        get
        {
            if (Json["metadata"] is not JsonObject) Set("metadata", new JsonObject());
            return (JsonObject)Json["metadata"]!;
        }
    }

    /// <summary>The number of the execution that produced the outputs; null when there was none.</summary>
    public int? ExecutionCount
    {
        get => Json["execution_count"] is JsonValue value && value.TryGetValue(out int count) ? count : null;
        set
        {
            if (Kind == CellKind.Code) Set("execution_count", value is { } count ? JsonValue.Create(count) : null);
        }
    }

    /// <summary>The outputs of a code cell, as nbformat has them; empty, and not kept, for other cells.</summary>
    public JsonArray Outputs
    {
        get
        {
            if (Kind == CellKind.Code && Json["outputs"] is not JsonArray) Set("outputs", new JsonArray());
            return Json["outputs"] as JsonArray ?? [];
        }
    }

    /// <summary>The tags in the metadata, such as <c>raises-exception</c>.</summary>
    public IReadOnlyList<string> Tags =>
        Json["metadata"]?["tags"] is JsonArray tags
            ? [.. tags.OfType<JsonValue>().Where(tag => tag.GetValueKind() == JsonValueKind.String).Select(tag => tag.GetValue<string>())]
            : [];

    /// <summary>A code cell without outputs.</summary>
    public static NotebookCell Code(string source) => Create(CellKind.Code, source);

    /// <summary>A Markdown cell.</summary>
    public static NotebookCell Markdown(string source) => Create(CellKind.Markdown, source);

    /// <summary>Removes outputs and execution count.</summary>
    public void ClearOutputs()
    {
        Outputs.Clear();
        ExecutionCount = null;
    }

    /// <summary>A copy that shares nothing with this cell.</summary>
    public NotebookCell Clone() => new((JsonObject)Json.DeepClone(), Kind);

    internal static NotebookCell FromJson(JsonNode? node)
    {
        if (node is not JsonObject json) throw new FormatException("a cell must be a JSON object");
        var cell = new NotebookCell(json, json["cell_type"]?.ToString() switch
        {
            "code" => CellKind.Code,
            "markdown" => CellKind.Markdown,
            "raw" => CellKind.Raw,
            null => throw new FormatException("a cell has no \"cell_type\""),
            var type => throw new FormatException($"the cell type \"{type}\" is unknown"),
        });
        if (json["metadata"] is not (null or JsonObject))
            throw new FormatException("a cell's \"metadata\" must be a JSON object");
        if (json["outputs"] is { } outputs && (outputs is not JsonArray list || list.Any(output => output is not JsonObject)))
            throw new FormatException("a cell's \"outputs\" must be a list of JSON objects");
        if (MultilineText.Join(json["source"]) is var source && json["source"] is not JsonArray) cell.Source = source;
        return cell;
    }

    private static NotebookCell Create(CellKind kind, string source)
    {
        var json = new JsonObject { ["cell_type"] = kind == CellKind.Code ? "code" : "markdown", ["metadata"] = new JsonObject() };
        var cell = new NotebookCell(json, kind) { Source = source, ExecutionCount = null };
        _ = cell.Outputs;
        return cell;
    }

    private void Set(string name, JsonNode? value) => SortedMembers.Set(Json, name, value);
}

/// <summary>What a cell holds; nbformat's <c>cell_type</c>.</summary>
public enum CellKind
{
    /// <summary>C# code, with outputs once it has run.</summary>
    Code,

    /// <summary>Markdown prose.</summary>
    Markdown,

    /// <summary>Text that is neither run nor rendered.</summary>
    Raw,
}

/// <summary>Cell ids of nbformat 4.5: 1 to 64 of <c>[a-zA-Z0-9-_]</c>, unique in their notebook.</summary>
internal static class CellIds
{
    public static bool IsValid(string? id) =>
        id is { Length: >= 1 and <= 64 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    // An id made of the cell's place and source: loading the same file twice gives the same ids.
    public static string Create(int index, string source, IReadOnlySet<string> taken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var seed = string.Create(CultureInfo.InvariantCulture, $"{index}/{attempt}/{source}");
            var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 4));
            if (!taken.Contains(id)) return id;
        }
    }
}
