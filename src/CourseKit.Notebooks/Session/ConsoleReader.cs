namespace CourseKit.Notebooks;

/// <summary>
/// Stands in for <see cref="Console.In"/> while a session lives: code that a session runs asks the session's front end, everybody else reads
/// the console as before.
/// </summary>
internal sealed class ConsoleReader(TextReader original) : TextReader
{
    public override string? ReadLine() =>
        OutputChannel.Current is { } channel ? channel.Input.ReadLine(channel) : original.ReadLine();

    public override int Read() => OutputChannel.Current is { } channel ? channel.Input.Read(channel) : original.Read();

    public override int Peek() => OutputChannel.Current is { } channel ? channel.Input.Peek(channel) : original.Peek();

    // A terminal gives what there is, and so one line at most.
    public override int Read(char[] buffer, int index, int count)
    {
        if (OutputChannel.Current is null) return original.Read(buffer, index, count);
        var read = 0;
        while (read < count)
        {
            var next = (char)Read();
            buffer[index + read++] = next;
            if (next == '\n') break;
        }

        return read;
    }

    // The user has no way to end the text; what was asked for is one line then.
    public override string ReadToEnd() => OutputChannel.Current is null ? original.ReadToEnd() : ReadLine() ?? "";
}
