namespace CourseKit.Notebooks;

/// <summary>For code whose outputs nobody is to see.</summary>
internal sealed class NoOutput : IOutputSink
{
    public void Write(ConsoleStream stream, string text)
    {
    }

    public void Display(MimeBundle bundle, string displayId)
    {
    }

    public void Update(MimeBundle bundle, string displayId)
    {
    }

    public void Clear(bool wait)
    {
    }
}
