using System.Text.RegularExpressions;

namespace CourseKit.Exercises;

/// <summary>
/// Source code that belongs to one exercise. The line <c>// Exercise ID</c> marks it: as the first line of a notebook's
/// exercise cell, and as the head of each section in a solutions file.
/// </summary>
/// <param name="Id">The exercise's id.</param>
/// <param name="Source">The code, from the marking line on.</param>
public sealed partial record ExerciseSection(string Id, string Source)
{
    /// <summary>The id that the first line of <paramref name="source"/> names; <see langword="null"/> when it is no exercise cell.</summary>
    public static string? IdOf(string source)
    {
        var first = source.TrimStart().Split('\n', 2)[0];
        var match = Marker().Match(first);
        return match.Success ? match.Groups["id"].Value : null;
    }

    /// <summary>The sections of a solutions file; what comes before the first marking line belongs to none.</summary>
    public static IReadOnlyList<ExerciseSection> Parse(string text)
    {
        text = text.ReplaceLineEndings("\n");
        var heads = Marker().Matches(text);
        return [.. heads.Select((head, i) =>
        {
            var end = i + 1 < heads.Count ? heads[i + 1].Index : text.Length;
            return new ExerciseSection(head.Groups["id"].Value, text[head.Index..end].TrimEnd());
        })];
    }

    [GeneratedRegex(@"^//[ \t]*Exercise[ \t]+(?<id>[a-z0-9-]+\.[a-z0-9.-]+)[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex Marker();
}
