using System.Text.RegularExpressions;

namespace CourseKit.Exercises.Tests.Proofs;

/// <summary>A mistake that a student would make: a section of a file in <c>wrong/</c>.</summary>
/// <param name="Id">The exercise's id.</param>
/// <param name="What">What is wrong, from the line <c>// Wrong: …</c>.</param>
/// <param name="Expect">A piece of the reason that the student must read, from the line <c>// Expect: …</c>.</param>
/// <param name="Source">The code.</param>
internal sealed partial record WrongAnswer(string Id, string What, string Expect, string Source)
{
    /// <summary>The wrong answers in a file's text.</summary>
    /// <exception cref="FormatException">A section lacks one of its lines.</exception>
    public static IReadOnlyList<WrongAnswer> Parse(string text) =>
        [.. ExerciseSection.Parse(text).Select(section => new WrongAnswer(
            section.Id, Line(WrongLine(), section), Line(ExpectLine(), section), section.Source))];

    private static string Line(Regex regex, ExerciseSection section)
    {
        var match = regex.Match(section.Source);
        return match.Success
            ? match.Groups[1].Value.Trim()
            : throw new FormatException($"A wrong answer to {section.Id} lacks the line \"{regex.ToString()[1..12]}…\":\n{section.Source}");
    }

    [GeneratedRegex(@"^// Wrong: (.+)$", RegexOptions.Multiline)]
    private static partial Regex WrongLine();

    [GeneratedRegex(@"^// Expect: (.+)$", RegexOptions.Multiline)]
    private static partial Regex ExpectLine();
}
