using System.Text;

namespace CourseKit.Notebooks;

/// <summary>
/// Stands in for <see cref="Console.Out"/> and <see cref="Console.Error"/> while a session lives: code that a session runs writes to the
/// session's channel, everybody else to the console as before. <see cref="ConsoleReader"/> does the same for <see cref="Console.In"/>.
/// </summary>
internal sealed class ConsoleRouter : TextWriter
{
    private static readonly Lock s_gate = new();
    private static int s_users;
    private static TextWriter? s_originalOut, s_originalError, s_installedOut, s_installedError;
    private static TextReader? s_originalIn, s_installedIn;

    private readonly ConsoleStream _stream;
    private readonly TextWriter _original;

    private ConsoleRouter(ConsoleStream stream, TextWriter original)
        : base(original.FormatProvider)
    {
        _stream = stream;
        _original = original;
    }

    public override Encoding Encoding => _original.Encoding;

    /// <summary>Puts the routers in place; each call needs one of <see cref="Remove"/>.</summary>
    public static void Install()
    {
        lock (s_gate)
        {
            if (s_users++ > 0)
            {
                return;
            }

            s_originalOut = Console.Out;
            s_originalError = Console.Error;
            s_originalIn = Console.In;
            Console.SetOut(new ConsoleRouter(ConsoleStream.Out, s_originalOut));
            Console.SetError(new ConsoleRouter(ConsoleStream.Error, s_originalError));
            Console.SetIn(new ConsoleReader(s_originalIn));
            s_installedOut = Console.Out;
            s_installedError = Console.Error;
            s_installedIn = Console.In;
        }
    }

    /// <summary>Takes the routers away with the last user, unless somebody has redirected the console since.</summary>
    public static void Remove()
    {
        lock (s_gate)
        {
            if (--s_users > 0)
            {
                return;
            }

            if (ReferenceEquals(Console.Out, s_installedOut))
            {
                Console.SetOut(s_originalOut!);
            }

            if (ReferenceEquals(Console.Error, s_installedError))
            {
                Console.SetError(s_originalError!);
            }

            if (ReferenceEquals(Console.In, s_installedIn))
            {
                Console.SetIn(s_originalIn!);
            }
        }
    }

    public override void Write(char value) => Write([value]);

    public override void Write(char[]? buffer) => Write(buffer.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (OutputChannel.Current is { } channel)
        {
            channel.Write(_stream, buffer);
        }
        else
        {
            _original.Write(buffer);
        }
    }

    public override void WriteLine(string? value)
    {
        // One write, so that two threads' lines do not run into each other.
        Write(string.Concat(value, NewLine).AsSpan());
    }

    public override void Flush()
    {
        if (OutputChannel.Current is null)
        {
            _original.Flush();
        }
    }
}
