using System.Text.Json.Nodes;

namespace CourseKit.Notebooks;

/// <summary>Tells all clients what a cell writes and displays, while it does.</summary>
internal sealed class KernelOutput(KernelChannels channels, JupyterRequest request) : IOutputSink
{
    // libzmq keeps a thousand messages for a client that is busy; that should not be gigabytes.
    private const int MaxPiece = 64 * 1024;

    public void Write(ConsoleStream stream, string text)
    {
        for (int start = 0, length; start < text.Length; start += length)
        {
            length = Math.Min(MaxPiece, text.Length - start);
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1])) length++;
            channels.Publish("stream", request, new JsonObject
            {
                ["name"] = stream == ConsoleStream.Out ? "stdout" : "stderr",
                ["text"] = text.Substring(start, length),
            });
        }
    }

    public void Display(MimeBundle bundle, string displayId) => channels.Publish("display_data", request, Shown(bundle, displayId));

    public void Update(MimeBundle bundle, string displayId) => channels.Publish("update_display_data", request, Shown(bundle, displayId));

    public void Clear(bool wait) => channels.Publish("clear_output", request, new JsonObject { ["wait"] = wait });

    private static JsonObject Shown(MimeBundle bundle, string displayId) => new()
    {
        ["data"] = bundle.Data.DeepClone(),
        ["metadata"] = new JsonObject(),
        ["transient"] = new JsonObject { ["display_id"] = displayId },
    };
}
