using CourseKit.Exercises;

namespace CourseKit.Cli;

/// <summary>What <c>check --json</c> writes.</summary>
/// <param name="Schema">Always <see cref="SchemaName"/>; a change that breaks readers changes the number.</param>
/// <param name="ExitCode">The tool's exit code.</param>
/// <param name="Points">Points over all notebooks.</param>
/// <param name="Max">Points there are.</param>
/// <param name="Notebooks">One entry per notebook.</param>
public sealed record CheckResults(string Schema, int ExitCode, int Points, int Max, IReadOnlyList<CheckEntry> Notebooks)
{
    /// <summary>The schema's name and version.</summary>
    public const string SchemaName = "coursekit.check/1";
}

/// <summary>One notebook of <see cref="CheckResults"/>.</summary>
/// <param name="File">The file.</param>
/// <param name="Lesson">The lesson that its exercises belong to; null when it has none.</param>
/// <param name="Points">Points reached.</param>
/// <param name="Max">Points there are.</param>
/// <param name="Error">Why it could not be graded as it should, in one line; null otherwise.</param>
/// <param name="Exercises">Each exercise.</param>
public sealed record CheckEntry(
    string File, string? Lesson, int Points, int Max, string? Error, IReadOnlyList<CheckReport> Exercises);
