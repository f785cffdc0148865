using System.Text;
using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Writes a cell's outputs into the notebook; console text that follows itself becomes one output.</summary>
internal sealed class CellOutputSink(JsonArray outputs, Dictionary<string, JsonObject> displayed) : IOutputSink
{
    // A loop that prints for ever would otherwise fill the memory before anybody stops it.
    private const int MaxCharacters = 20_000_000;

    private readonly StringBuilder _text = new();
    private ConsoleStream _stream;
    private int _written;
    private bool _clears;

    public void Write(ConsoleStream stream, string text)
    {
        if (_text.Length > 0 && stream != _stream)
        {
            Close();
        }

        ClearIfAsked();
        int room = MaxCharacters - _written;
        if (room <= 0)
        {
            return;
        }

        _stream = stream;
        _written += text.Length;
        _text.Append(text.Length <= room ? text : text[..room] + "\n… the rest of this cell's text is left out\n");
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
        _clears = true;
        if (!wait)
        {
            ClearIfAsked();
        }
    }

    /// <summary>Ends the text that is being collected, if any.</summary>
    public void Close()
    {
        if (_text.Length > 0)
        {
            outputs.Add((JsonNode)NotebookOutputs.Stream(_stream, _text.ToString()));
            _text.Clear();
        }
    }

    private void ClearIfAsked()
    {
        if (_clears)
        {
            _clears = false;
            _text.Clear();
            outputs.Clear();
        }
    }
}
