using System.Collections.Concurrent;
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

    private static JsonObject Shown(MimeBundle bundle, string displayId)
    {
        var content = Replies.Data(bundle);
        content["transient"] = new JsonObject { ["display_id"] = displayId };
        return content;
    }
}

/// <summary>For code whose outputs nobody is to see.</summary>
internal sealed class NoOutput : IOutputSink
{
    public void Write(ConsoleStream stream, string text) { }
    public void Display(MimeBundle bundle, string displayId) { }
    public void Update(MimeBundle bundle, string displayId) { }
    public void Clear(bool wait) { }
}

/// <summary>Asks the user of the client whose cell is running for a line, over the stdin channel.</summary>
internal sealed class KernelInput(KernelChannels channels)
{
    private readonly BlockingCollection<string> lines = [];
    private JupyterRequest? asker;

    // Whom cells ask from now on; null if their client takes no questions.
    public void AskFor(JupyterRequest? request) => asker = request;

    // Asks, and waits for the answer.
    public string? Ask(string prompt, bool password, CancellationToken cancellationToken)
    {
        if (asker is not { } request) return null;

        // An answer to a question that was interrupted answers no other.
        while (lines.Count > 0) lines.Take(cancellationToken);
        channels.AskForInput(request, prompt, password);
        return lines.Take(cancellationToken);
    }

    public void Receive(JupyterRequest message)
    {
        using (message)
        {
            if (message.Type == "input_reply" && MessageCodec.TryReadText(message.Content["value"]) is { } line)
                lines.Add(line);
        }
    }
}
