using System.Text;

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
/// <param name="Name">What the part looks at, in a few words.</param>
/// <param name="Points">Points reached: all of <paramref name="Max"/> or none.</param>
/// <param name="Max">Points of the part.</param>
/// <param name="Reason">Why the points are missing; <see langword="null"/> when they are not.</param>
public sealed record CheckPart(string Name, int Points, int Max, string? Reason);

/// <summary>
/// What a check found: points, a reason, and where to get the next hint. Notebooks show it as a card, the tool reads it as
/// JSON (MIME type <c>application/vnd.coursekit.check+json</c>).
/// </summary>
/// <param name="Id">The exercise's id, for instance <c>ae.reconstruction-error</c>.</param>
/// <param name="Title">The exercise's title.</param>
/// <param name="Status">How far the answer got.</param>
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

    /// <summary>The report as a few lines of text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(StatusText.Mark(Status)).Append(' ').Append(Id).Append(": ").Append(StatusText.Words(Status))
            .Append(", ").Append(StatusText.Points(Points, Max)).Append('\n');
        text.Append("  ").Append(Reason);
        foreach (var part in Parts.Where(part => Parts.Count > 1))
            text.Append("\n  ").Append(part.Points).Append('/').Append(part.Max).Append(' ').Append(part.Name);
        if (Hint is not null) text.Append("\n  Next hint: ").Append(Hint);
        if (Output.Length > 0) text.Append("\n  Your code printed:\n").Append(Output.TrimEnd());
        return text.ToString();
    }
}
