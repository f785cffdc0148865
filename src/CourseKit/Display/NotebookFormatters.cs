using System.Runtime.CompilerServices;

namespace CourseKit;

/// <summary>
/// Shows values of the libraries that the course uses, which know nothing of notebooks: registered under the name that
/// <c>docs/notebook-host.md</c> describes when this assembly is first used.
/// </summary>
public static class NotebookFormatters
{
    private const string Slot = "Notebook.Formatters";

    private static readonly Func<Type, object?> Own = type => SourceFor(type) ?? earlier?.Invoke(type);

    private static Func<Type, object?>? earlier;

    /// <summary>Registers the formatters, for values shown before anything else of this assembly is used; again does no harm.</summary>
#pragma warning disable CA2255 // a notebook that shows a frame or a chart should need no line for it
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Register()
    {
        if (AppContext.GetData(Slot) is Func<Type, object?> present && present == Own) return;
        earlier = AppContext.GetData(Slot) as Func<Type, object?>;
        AppContext.SetData(Slot, Own);
    }

    // By name first: neither library is loaded for the sake of a number.
    private static object? SourceFor(Type type) => type.Assembly.GetName().Name switch
    {
        "Deedle" when FrameView.Shows(type) => new FrameFormatters(),
        "Plotly.NET" when FigureFormatters.Shows(type) => new FigureFormatters(),
        _ => null,
    };

    private sealed class FrameFormatters() : FormatterSource(
        new MimeFormatter(typeof(object), "text/html", FrameView.ToHtml),
        new MimeFormatter(typeof(object), "text/plain", FrameView.ToText));
}
