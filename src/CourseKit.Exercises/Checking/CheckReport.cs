using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CourseKit.Exercises;

/// <summary>How far an answer got.</summary>
public enum CheckStatus
{
    /// <summary>The stub is still in place (it throws <see cref="NotImplementedException"/>): no points.</summary>
    NotAttempted,

    /// <summary>There is an answer, but some points are missing.</summary>
    Failed,

    /// <summary>All points.</summary>
    Passed,
}

/// <summary>One weighted part of a check.</summary>
/// <param name="Points">Points reached: all of <paramref name="Max"/> or none.</param>
/// <param name="Max">Points of the part.</param>
/// <param name="Reason">Why the points are missing; <see langword="null"/> when they are not.</param>
public sealed record CheckPart(string Name, int Points, int Max, string? Reason);

/// <summary>What a check found: points, a reason, and where to get the next hint. Notebooks show a card, the tool reads JSON.</summary>
/// <param name="Id">The exercise's id, for instance <c>ae.reconstruction-error</c>.</param>
/// <param name="Points">Points reached, from 0 to <paramref name="Max"/>.</param>
/// <param name="Max">Points of the exercise.</param>
/// <param name="Reason">One sentence: the first thing that is wrong, or that nothing is.</param>
/// <param name="Hint">The command that shows the next hint; <see langword="null"/> when the exercise is passed.</param>
/// <param name="Parts">The parts of the check, in the order they ran.</param>
/// <param name="Output">What the answer wrote to the console while it was checked (its beginning, if it was long).</param>
[TypeFormatterSource(typeof(CheckReportFormatters), PreferredMimeTypes = ["text/html", CheckReport.MimeType])]
public sealed record CheckReport(
    string Id,
    string Title,
    CheckStatus Status,
    int Points,
    int Max,
    string Reason,
    string? Hint,
    IReadOnlyList<CheckPart> Parts,
    string Output = "")
{
    /// <summary>The MIME type under which a notebook holds the report as JSON.</summary>
    public const string MimeType = "application/vnd.coursekit.check+json";

    /// <summary>How reports are written as JSON, for instance <c>{"id":"ae.score","status":"passed","points":3,"max":3,…}</c>.</summary>
    public static JsonSerializerOptions JsonOptions { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The report as a few lines of text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{StatusText.Mark(Status)} {Id}: {StatusText.Words(Status)}, ");
        text.Append($"{StatusText.Points(Points, Max)}\n  {Reason}");
        foreach (var part in Parts.Where(_ => Parts.Count > 1))
            text.Append(CultureInfo.InvariantCulture, $"\n  {part.Points}/{part.Max} {part.Name}");
        if (Hint is not null) text.Append("\n  Next hint: ").Append(Hint);
        if (Output.Length > 0) text.Append("\n  Your code printed:\n").Append(Output.TrimEnd());
        return text.ToString();
    }
}

/// <summary>The words and marks for a check's result, the same in the notebook and in the terminal.</summary>
public static class StatusText
{
    /// <summary>A status in words.</summary>
    public static string Words(CheckStatus status) => status switch
    {
        CheckStatus.Passed => "passed",
        CheckStatus.Failed => "not yet right",
        _ => "not attempted",
    };

    /// <summary>A mark that tells the three states apart without colour: ✓, ✗ or ○.</summary>
    public static string Mark(CheckStatus status) => status switch
    {
        CheckStatus.Passed => "✓",
        CheckStatus.Failed => "✗",
        _ => "○",
    };

    /// <summary>Points in words, for instance "2 of 3 points".</summary>
    public static string Points(int points, int max) => FormattableString.Invariant($"{points} of {max} point{(max == 1 ? "" : "s")}");
}

/// <summary>Shows a <see cref="CheckReport"/> in a notebook: a card for people, JSON for the tool, plain text for terminals.</summary>
public sealed class CheckReportFormatters() : FormatterSource(
    MimeFormatter.For<CheckReport>("text/html", Html),
    MimeFormatter.For<CheckReport>(CheckReport.MimeType, report => JsonSerializer.Serialize(report, CheckReport.JsonOptions)),
    MimeFormatter.For<CheckReport>("text/plain", report => report.ToString()))
{
    // Text keeps the colour of its surroundings, only the badge brings its own: the card reads well on light and dark pages.
    private static string Html(CheckReport report)
    {
        var colour = report.Status switch
        {
            CheckStatus.Passed => "#1a7f37",
            CheckStatus.Failed => "#9a6700",
            _ => "#57606a",
        };
        var badge = $"background:{colour};color:#fff;border-radius:1em;padding:.1em .7em;font-size:.9em;white-space:nowrap";
        var parts = report.Parts.Select(part => $"<li>{Encode(part.Name)}: {StatusText.Points(part.Points, part.Max)}</li>");
        var list = report.Parts.Count > 1 ? $"<ul style=\"margin:.2em 0;padding-left:1.4em\">{string.Concat(parts)}</ul>" : "";
        var hint = report.Hint is { } command ? $"<div>Next hint: <code>{Encode(command)}</code></div>" : "";
        var output = report.Output.Length == 0 ? ""
            : $"<details><summary>Your code printed</summary><pre>{Encode(report.Output.TrimEnd())}</pre></details>";
        return $"""
            <div class="coursekit-check" role="status"
            style="border-left:5px solid {colour};padding:.4em .9em;margin:.3em 0;max-width:50em;line-height:1.5">
            <div><span style="{badge}">{StatusText.Mark(report.Status)} {StatusText.Words(report.Status)}</span>
            <strong>{Encode(report.Title)}</strong> · {StatusText.Points(report.Points, report.Max)}</div>
            <div>{Encode(report.Reason)}</div>{list}{hint}{output}</div>
            """;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
