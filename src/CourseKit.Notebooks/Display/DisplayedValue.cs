namespace CourseKit.Notebooks;

/// <summary>An output that <c>display</c> has made and that can be changed in place.</summary>
public sealed class DisplayedValue
{
    private readonly OutputChannel? output;
    private readonly string id = Guid.NewGuid().ToString("N");
    private readonly string[] wanted;

    internal DisplayedValue(OutputChannel? channel, object? value, string[] mimeTypes)
    {
        output = channel;
        wanted = mimeTypes;
        var bundle = ValueFormatter.Format(value, mimeTypes);
        if (channel is null) Console.WriteLine(bundle.Text("text/plain"));
        else channel.Display(bundle, id);
    }

    /// <summary>Shows another value in the place of this one.</summary>
    public void Update(object? value) => output?.Update(ValueFormatter.Format(value, wanted), id);
}
