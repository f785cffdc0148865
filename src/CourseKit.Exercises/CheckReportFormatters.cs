using System.Collections;
using System.Net;
using System.Text;

namespace CourseKit.Exercises;

/// <summary>Shows a <see cref="CheckReport"/> in a notebook: a card for people, JSON for the tool, plain text for terminals.</summary>
public sealed class CheckReportFormatters
{
    /// <summary>The formatters, one per MIME type; kernels find this method by its name.</summary>
    public IEnumerable CreateTypeFormatters() => new[]
    {
        MimeFormatter.For<CheckReport>("text/html", Html),
        MimeFormatter.For<CheckReport>(CheckReport.MimeType, CheckReportJson.Write),
        MimeFormatter.For<CheckReport>("text/plain", report => report.ToString()),
    };

    // Text keeps the colour of its surroundings, only the badge brings its own: the card reads well on light and dark pages.
    private static string Html(CheckReport report)
    {
        var colour = report.Status switch
        {
            CheckStatus.Passed => "#1a7f37",
            CheckStatus.Failed => "#9a6700",
            _ => "#57606a",
        };
        var html = new StringBuilder();
        html.Append("<div class=\"coursekit-check\" role=\"status\" style=\"border-left:5px solid ").Append(colour)
            .Append(";padding:.4em .9em;margin:.3em 0;max-width:50em;line-height:1.5\">");
        html.Append("<div><span style=\"background:").Append(colour)
            .Append(";color:#fff;border-radius:1em;padding:.1em .7em;font-size:.9em;white-space:nowrap\">")
            .Append(StatusText.Mark(report.Status)).Append(' ').Append(StatusText.Words(report.Status))
            .Append("</span> <strong>").Append(Encode(report.Title)).Append("</strong> · ")
            .Append(StatusText.Points(report.Points, report.Max)).Append("</div>");
        html.Append("<div>").Append(Encode(report.Reason)).Append("</div>");
        if (report.Parts.Count > 1)
        {
            html.Append("<ul style=\"margin:.2em 0;padding-left:1.4em\">");
            foreach (var part in report.Parts)
                html.Append("<li>").Append(Encode(part.Name)).Append(": ").Append(StatusText.Points(part.Points, part.Max)).Append("</li>");
            html.Append("</ul>");
        }
        if (report.Hint is not null) html.Append("<div>Next hint: <code>").Append(Encode(report.Hint)).Append("</code></div>");
        if (report.Output.Length > 0)
            html.Append("<details><summary>Your code printed</summary><pre>").Append(Encode(report.Output.TrimEnd())).Append("</pre></details>");
        return html.Append("</div>").ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
