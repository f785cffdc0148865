using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>
/// A notebook file of nbformat 4.5. Members this class knows nothing of survive a round trip, and a notebook written by Jupyter is
/// written back byte for byte.
/// </summary>
/// <remarks>Files of minor version 0 to 4 are raised to 4.5 when loaded, which only means that their cells get ids.</remarks>
public sealed class NotebookDocument
{
    private const string Empty = """
        {"cells": [], "metadata": {"kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"}},
         "nbformat": 4, "nbformat_minor": 5}
        """;

    private readonly JsonObject json;

    /// <summary>An empty notebook for the C# kernel.</summary>
    public NotebookDocument()
        : this(JsonNode.Parse(Empty)!.AsObject(), [])
    {
    }

    internal NotebookDocument(JsonObject root, List<NotebookCell> cells)
    {
        json = root;
        Cells = cells;
        GiveEveryCellAnId();
    }

    /// <summary>The cells in order; add, remove and move as needed.</summary>
    public List<NotebookCell> Cells { get; }

    /// <summary>Reads a notebook file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="NotebookFormatException">The file is not a notebook of nbformat 4.</exception>
    public static NotebookDocument Load(string path) => File.Exists(path)
        ? Parse(File.ReadAllText(path), path)
        : throw new FileNotFoundException($"{path}: there is no such notebook. Check the spelling and the folder.", path);

    /// <summary>Reads a notebook from its JSON text.</summary>
    /// <param name="name">What error messages call the notebook.</param>
    /// <exception cref="NotebookFormatException">The text is not a notebook of nbformat 4.</exception>
    public static NotebookDocument Parse(string json, string name) => new NotebookReader(json, name).Read();

    /// <summary>The notebook as the text of an .ipynb file: Jupyter's formatting, a line feed at the end.</summary>
    public string ToJson()
    {
        GiveEveryCellAnId();
        var cells = new JsonArray([.. Cells.Select(cell => cell.Json)]);
        json["cells"] = cells;
        var text = JupyterJson.Write(json) + "\n";
        cells.Clear(); // they belong to their cells
        return text;
    }

    /// <summary>Writes the file so that whoever reads it, even after a crash, sees the old notebook or the new one.</summary>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToJson());

    /// <summary>A copy that shares nothing with this notebook.</summary>
    public NotebookDocument Clone() => new((JsonObject)json.DeepClone(), [.. Cells.Select(cell => cell.Clone())]);

    // Cells that code has added, or a file of an older format, have no id yet; a copied cell has the id of its original.
    private void GiveEveryCellAnId()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, cell) in Cells.Index())
        {
            if (!CellIds.IsValid(cell.Id) || taken.Contains(cell.Id)) cell.Id = CellIds.Create(index, cell.Source, taken);
            taken.Add(cell.Id);
        }
    }
}
