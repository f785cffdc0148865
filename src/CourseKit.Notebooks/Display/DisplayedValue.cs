namespace CourseKit.Notebooks;

/// <summary>An output that <c>display</c> has made and that can be changed in place.</summary>
public sealed class DisplayedValue
{
    private readonly OutputChannel? _channel;
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly string[] _mimeTypes;

    internal DisplayedValue(OutputChannel? channel, object? value, string[] mimeTypes)
    {
        _channel = channel;
        _mimeTypes = mimeTypes;
        var bundle = ValueFormatter.Format(value, mimeTypes);
        if (channel is null)
        {
            Console.WriteLine(bundle.Text("text/plain"));
        }
        else
        {
            channel.Display(bundle, _id);
        }
    }

    /// <summary>Shows another value in the place of this one.</summary>
    public void Update(object? value) => _channel?.Update(ValueFormatter.Format(value, _mimeTypes), _id);
}
