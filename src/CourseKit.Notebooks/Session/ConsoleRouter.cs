using System.Text;

namespace CourseKit.Notebooks;

/// <summary>
/// Stands in for <see cref="Console.Out"/> and <see cref="Console.Error"/> while a session lives: code that a session runs writes to the
/// session's channel, everybody else to the console as before. <see cref="ConsoleReader"/> does the same for <see cref="Console.In"/>.
/// </summary>
internal sealed class ConsoleRouter : TextWriter
{
    private static readonly Lock Gate = new();
    private static int users;
    private static TextWriter? originalOut, originalError, installedOut, installedError;
    private static TextReader? originalIn, installedIn;

    private readonly ConsoleStream target;
    private readonly TextWriter console;

    private ConsoleRouter(ConsoleStream stream, TextWriter original)
        : base(original.FormatProvider)
    {
        target = stream;
        console = original;
    }

    public override Encoding Encoding => console.Encoding;

    /// <summary>Puts the routers in place; each call needs one of <see cref="Remove"/>.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (users++ > 0) return;
            originalOut = Console.Out;
            originalError = Console.Error;
            originalIn = Console.In;
            Console.SetOut(new ConsoleRouter(ConsoleStream.Out, originalOut));
            Console.SetError(new ConsoleRouter(ConsoleStream.Error, originalError));
            Console.SetIn(new ConsoleReader(originalIn));
            installedOut = Console.Out;
            installedError = Console.Error;
            installedIn = Console.In;
        }
    }

    /// <summary>Takes the routers away with the last user, unless somebody has redirected the console since.</summary>
    public static void Remove()
    {
        lock (Gate)
        {
            if (--users > 0) return;
            if (ReferenceEquals(Console.Out, installedOut)) Console.SetOut(originalOut!);
            if (ReferenceEquals(Console.Error, installedError)) Console.SetError(originalError!);
            if (ReferenceEquals(Console.In, installedIn)) Console.SetIn(originalIn!);
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

    public override void WriteLine(string? value)
    {
        // One write, so that two threads' lines do not run into each other.
        Write(string.Concat(value, NewLine).AsSpan());
    }

    public override void Flush()
    {
        if (OutputChannel.Current is null) console.Flush();
    }
}
