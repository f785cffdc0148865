using System.Collections;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CourseKit.Exercises;

/// <summary>Shows a <see cref="CheckReport"/> in a notebook: a card for people, JSON for the tool, plain text for terminals.</summary>
public sealed class CheckReportFormatters
{
    /// <summary>The formatters, one per MIME type; kernels find this method by its name.</summary>
    public IEnumerable CreateTypeFormatters() => new[]
    {
        new CheckReportFormatter("text/html", Html),
        new CheckReportFormatter(CheckReport.MimeType, CheckReportJson.Write),
        new CheckReportFormatter("text/plain", report => report.ToString()),
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

/// <summary>Formats a <see cref="CheckReport"/> as one MIME type.</summary>
/// <param name="mimeType">The MIME type.</param>
/// <param name="format">Makes the text.</param>
public sealed class CheckReportFormatter(string mimeType, Func<CheckReport, string> format)
{
    /// <summary>The MIME type.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>The type this formats.</summary>
    public Type Type => typeof(CheckReport);

    /// <summary>Writes <paramref name="instance"/>; <see langword="false"/> when it is not a report.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not CheckReport report) return false;
        writer.Write(format(report));
        return true;
    }
}

/// <summary>The report as JSON: what the check cell leaves in the notebook and what the tool reads back.</summary>
public static class CheckReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a report, for instance <c>{"id":"ae.score","status":"passed","points":3,"max":3,…}</c>.</summary>
    public static string Write(CheckReport report) => JsonSerializer.Serialize(report, Options);

    /// <summary>Reads a report that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException"><paramref name="json"/> is not such a report.</exception>
    public static CheckReport Read(string json) =>
        JsonSerializer.Deserialize<CheckReport>(json, Options) ?? throw new JsonException("The report is empty.");
}
