using System.Text;

namespace CourseKit.Exercises;

/// <summary>Keeps the beginning of what is written to the console while a check runs: a print in a loop must not flood the page.</summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter original = Console.Out;
    private readonly BoundedWriter writer = new(limit: 2000);

    public ConsoleCapture() => Console.SetOut(writer);

    public string Text => writer.ToString();

    public void Dispose() => Console.SetOut(original);

    private sealed class BoundedWriter(int limit) : TextWriter
    {
        private readonly StringBuilder text = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (text)
            {
                if (text.Length < limit) text.Append(value);
                else if (text.Length == limit) text.Append("\n…");
            }
        }

        public override string ToString()
        {
            lock (text) return text.ToString();
        }
    }
}
