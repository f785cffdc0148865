using Deedle;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace CourseKit.Interactive;

/// <summary>
/// Gives .NET Interactive what CourseKit's own kernel has: charts that need no network, frames by their ends, progress in place, and
/// trainings that stop with their cell. <c>notebooks/setup.csx</c> calls it through <see cref="NotebookHost.Attach"/>.
/// </summary>
/// <remarks>
/// What carries a <see cref="TypeFormatterSourceAttribute"/> (check reports, headlines, result tables, progress) shows itself there
/// without help. Not so the types of other libraries, which that host takes apart by their properties: 39 seconds and 15 MB for a frame.
/// </remarks>
public static class InteractiveHost
{
    /// <summary>Registers formatters and the names of <c>docs/notebook-host.md</c>, puts plotly.js into the cell's output.</summary>
    public static void Register()
    {
        AppContext.SetData("Notebook.Display", new Func<object, Action<object>?>(Show));
        AppContext.SetData("Notebook.Interrupted", new Func<CancellationToken>(Interrupted));
        foreach (var type in new[] { typeof(IFrame), typeof(ISeries<>) })
        {
            Formatter.Register(type, (value, writer) => writer.Write(FrameView.ToHtml(value)), HtmlFormatter.MimeType);
            Formatter.Register(type, (value, writer) => writer.Write(FrameView.ToText(value)), PlainTextFormatter.MimeType);
            Formatter.SetPreferredMimeTypesFor(type, HtmlFormatter.MimeType, PlainTextFormatter.MimeType);
        }
        ChartFormatters.Register();
    }

    private static Action<object>? Show(object value) =>
        KernelInvocationContext.Current?.Display(value) is { } displayed ? displayed.Update : null;

    private static CancellationToken Interrupted() => KernelInvocationContext.Current?.CancellationToken ?? default;
}
