namespace CourseKit.Notebooks;

/// <summary>Asks the user for a line of text.</summary>
/// <param name="prompt">What to show beside the box; empty if the cell has printed its question.</param>
/// <param name="password">Whether the text is not to be shown.</param>
/// <param name="cancellationToken">Cancelled when the cell is interrupted.</param>
/// <returns>The line without its end, or null if this front end takes no input.</returns>
public delegate string? InputRequest(string prompt, bool password, CancellationToken cancellationToken);

/// <summary>What a session's cells read: lines that the front end asks the user for, when they are needed.</summary>
internal sealed class CellInput
{
    private string line = "";
    private int position;

    /// <summary>How to ask; null if nobody can be asked.</summary>
    public InputRequest? Request { get; set; }

    /// <summary>Asks for a line.</summary>
    /// <exception cref="InvalidOperationException">Nobody can be asked.</exception>
    public string Ask(OutputChannel channel, string prompt, bool password)
    {
        // The user should see what the cell has printed before.
        channel.Flush();
        return Request?.Invoke(prompt, password, channel.Interrupted) ?? throw new InvalidOperationException(
            "This cell asks for input, and nobody can be asked here. Set the value in the code, or run the cell in a notebook editor.");
    }

    /// <summary>What is left of the last line, or the next one.</summary>
    public string ReadLine(OutputChannel channel)
    {
        if (position == line.Length) return Ask(channel, "", password: false);
        var rest = line[position..].TrimEnd('\n');
        Forget();
        return rest;
    }

    /// <summary>The next character; lines end in a line feed.</summary>
    public char Read(OutputChannel channel)
    {
        var next = Peek(channel);
        position++;
        return next;
    }

    /// <summary>The next character, which stays where it is.</summary>
    public char Peek(OutputChannel channel)
    {
        if (position == line.Length) (line, position) = (Ask(channel, "", password: false) + "\n", 0);
        return line[position];
    }

    /// <summary>Drops what an earlier cell has left unread.</summary>
    public void Forget() => (line, position) = ("", 0);
}
