using System.Text;

namespace CourseKit.Notebooks;

/// <summary>
/// Stands in for <see cref="Console.Out"/> and <see cref="Console.Error"/>: code that a session runs writes to the
/// session's channel, everybody else to the console as before. <see cref="ConsoleReader"/> does the same for <see cref="Console.In"/>.
/// </summary>
internal sealed class ConsoleRouter(ConsoleStream target, TextWriter console) : TextWriter(console.FormatProvider)
{
    private static readonly Lock Gate = new();
    private static TextWriter? installedOut, installedError;
    private static TextReader? installedIn;

    public override Encoding Encoding => console.Encoding;

    // They stay: without a session, whatever comes goes to the console.
    public static void Install()
    {
        lock (Gate)
        {
            if (Console.Out != installedOut) Console.SetOut(new ConsoleRouter(ConsoleStream.Out, Console.Out));
            if (Console.Error != installedError) Console.SetError(new ConsoleRouter(ConsoleStream.Error, Console.Error));
            if (Console.In != installedIn) Console.SetIn(new ConsoleReader(Console.In));
            (installedOut, installedError, installedIn) = (Console.Out, Console.Error, Console.In);
        }
    }

    public override void Write(char value) => Write([value]);
    public override void Write(char[]? buffer) => Write(buffer.AsSpan());
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));
    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (OutputChannel.Current is { } channel) channel.Write(target, buffer);
        else console.Write(buffer);
    }

    // One write, so that two threads' lines do not run into each other.
    public override void WriteLine(string? value) => Write(string.Concat(value, NewLine).AsSpan());

    public override void Flush()
    {
        if (OutputChannel.Current is null) console.Flush();
    }
}

/// <summary>
/// Stands in for <see cref="Console.In"/>: code that a session runs asks the session's front end, everybody else
/// reads the console as before.
/// </summary>
internal sealed class ConsoleReader(TextReader original) : TextReader
{
    public override string? ReadLine() => OutputChannel.Current is { } channel ? channel.Input.ReadLine(channel) : original.ReadLine();

    public override int Read() => OutputChannel.Current is { } channel ? channel.Input.Read(channel) : original.Read();
    public override int Peek() => OutputChannel.Current is { } channel ? channel.Input.Peek(channel) : original.Peek();

    // The user has no way to end the text; what was asked for is one line then.
    public override string ReadToEnd() => OutputChannel.Current is null ? original.ReadToEnd() : ReadLine() ?? "";
}

/// <summary>Asks the user for a line of text; null if this front end takes no input. The prompt may be empty.</summary>
public delegate string? InputRequest(string prompt, bool password, CancellationToken cancellationToken);

/// <summary>What a session's cells read: lines that the front end asks the user for, when they are needed.</summary>
internal sealed class CellInput
{
    private string line = "";
    private int position;

    public InputRequest? Request { get; set; }

    public string Ask(OutputChannel channel, string prompt, bool password)
    {
        // The user should see what the cell has printed before.
        channel.Flush();
        return Request?.Invoke(prompt, password, channel.Interrupted) ?? throw new InvalidOperationException(
            "This cell asks for input, and nobody can be asked here. Set the value in the code, or run the cell in a notebook editor.");
    }

    // What is left of the last line, or the next one.
    public string ReadLine(OutputChannel channel)
    {
        if (position == line.Length) return Ask(channel, "", password: false);
        var rest = line[position..].TrimEnd('\n');
        Forget();
        return rest;
    }

    // The next character; lines end in a line feed.
    public char Read(OutputChannel channel)
    {
        var next = Peek(channel);
        position++;
        return next;
    }

    // The next character, which stays where it is.
    public char Peek(OutputChannel channel)
    {
        if (position == line.Length) (line, position) = (Ask(channel, "", password: false) + "\n", 0);
        return line[position];
    }

    public void Forget() => (line, position) = ("", 0);
}
