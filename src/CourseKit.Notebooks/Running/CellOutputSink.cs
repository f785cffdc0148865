using System.Text;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Writes a cell's outputs into the notebook; console text that follows itself becomes one output.</summary>
internal sealed class CellOutputSink(JsonArray outputs, Dictionary<string, JsonObject> displayed) : IOutputSink
{
    // A loop that prints for ever would otherwise fill the memory before anybody stops it.
    private const int MaxCharacters = 20_000_000;

    private readonly StringBuilder pending = new();
    private ConsoleStream pendingStream;
    private int written;
    private bool clears;

    public void Write(ConsoleStream stream, string text)
    {
        if (pending.Length > 0 && stream != pendingStream) Close();
        ClearIfAsked();
        var room = MaxCharacters - written;
        if (room <= 0) return;
        pendingStream = stream;
        written += text.Length;
        pending.Append(text.Length <= room ? text : text[..room] + "\n… the rest of this cell's text is left out\n");
    }

    public void Display(MimeBundle bundle, string displayId)
    {
        ClearIfAsked();
        Close();
        var output = NotebookOutputs.DisplayData(bundle);
        displayed[displayId] = output;
        outputs.Add((JsonNode)output);
    }

    public void Update(MimeBundle bundle, string displayId)
    {
        if (displayed.TryGetValue(displayId, out var output))
        {
            var changed = NotebookOutputs.DisplayData(bundle)["data"]!;
            output["data"] = changed.DeepClone();
        }
    }

    public void Clear(bool wait)
    {
        clears = true;
        if (!wait) ClearIfAsked();
    }

    /// <summary>Ends the text that is being collected, if any.</summary>
    public void Close()
    {
        if (pending.Length > 0)
        {
            outputs.Add((JsonNode)NotebookOutputs.Stream(pendingStream, pending.ToString()));
            pending.Clear();
        }
    }

    private void ClearIfAsked()
    {
        if (clears)
        {
            clears = false;
            pending.Clear();
            outputs.Clear();
        }
    }
}
