using System.Collections.Concurrent;

namespace CourseKit.Notebooks;

/// <summary>Asks the user of the client whose cell is running for a line, over the stdin channel.</summary>
internal sealed class KernelInput(KernelChannels channels)
{
    private readonly BlockingCollection<string> lines = [];
    private JupyterRequest? asker;

    /// <summary>Whom cells ask from now on; null if their client takes no questions.</summary>
    public void AskFor(JupyterRequest? request) => asker = request;

    /// <summary>Asks, and waits for the answer.</summary>
    /// <returns>Null if the client takes no questions.</returns>
    public string? Ask(string prompt, bool password, CancellationToken cancellationToken)
    {
        if (asker is not { } request) return null;

        // An answer to a question that was interrupted answers no other.
        while (lines.TryTake(out _))
        {
        }

        channels.AskForInput(request, prompt, password);
        return lines.Take(cancellationToken);
    }

    /// <summary>Takes what came over the stdin channel.</summary>
    public void Receive(JupyterRequest message)
    {
        using (message)
        {
            if (message.Type == "input_reply" && MessageCodec.TryReadText(message.Content["value"]) is { } line)
                lines.Add(line);
        }
    }
}
