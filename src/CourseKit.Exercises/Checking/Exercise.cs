using System.Text.RegularExpressions;

namespace CourseKit.Exercises;

/// <summary>How hard an exercise is for a student who has just read the lesson.</summary>
public enum Difficulty
{
    /// <summary>A line or two, straight from a formula of the lesson.</summary>
    Easy,

    /// <summary>Several lines, or one idea that the lesson does not spell out.</summary>
    Medium,

    /// <summary>Several ideas together.</summary>
    Hard,
}

/// <summary>
/// One exercise, defined once: the check cell in the notebook, <c>./coursekit check</c>, the tests and a grader all use this
/// definition. Create it in the lesson's file and list it in <see cref="ExerciseBook.All"/>.
/// </summary>
public sealed record Exercise
{
    /// <summary>The seed that checks use unless told otherwise: the same cases for everybody.</summary>
    public const int DefaultSeed = 20_26;

    /// <summary>Stable id: topic, full stop, name; lower case with hyphens (<c>ae.reconstruction-error</c>).</summary>
    public required string Id { get; init; }

    /// <summary>The lesson's notebook without folder and ending (<c>03-autoencoder</c>).</summary>
    public required string Notebook { get; init; }

    /// <summary>A few words for tables and cards.</summary>
    public required string Title { get; init; }

    /// <summary>Points of the whole exercise; the parts of <see cref="Check"/> add up to it.</summary>
    public required int Points { get; init; }

    /// <summary>How hard it is.</summary>
    public required Difficulty Difficulty { get; init; }

    /// <summary>Minutes that a student needs, about.</summary>
    public required int Minutes { get; init; }

    /// <summary>Three hints, from a question to nearly the answer.</summary>
    public required IReadOnlyList<string> Hints { get; init; }

    /// <summary>The name of the method that the student writes (<c>ReconstructionError</c>).</summary>
    public required string EntryPoint { get; init; }

    /// <summary>The delegate type of <see cref="EntryPoint"/>, for instance <c>typeof(Func&lt;Tensor, Tensor, Tensor&gt;)</c>.</summary>
    public required Type Signature { get; init; }

    /// <summary>Looks at an answer; see <see cref="Grading"/> for what it has at hand.</summary>
    public required Action<Grading> Check { get; init; }

    /// <summary>How long the whole check may take before the answer counts as too slow.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The command that shows the next hint.</summary>
    public string HintCommand => "./coursekit hint " + Id;

    /// <summary>
    /// Checks an answer on fresh random cases. Never throws because of the answer: whatever it does (throw, loop, return
    /// nonsense, print) becomes a report.
    /// </summary>
    /// <param name="seed">Seed of the cases; the same seed gives the same report.</param>
    public CheckReport Grade(Delegate? answer, int seed = DefaultSeed) => Grader.Grade(this, answer, seed);
}

/// <summary>
/// Source code that belongs to one exercise. The line <c>// Exercise ID</c> marks it: as the first line of a notebook's
/// exercise cell, and as the head of each section in a solutions file.
/// </summary>
public sealed partial record ExerciseSection(string Id, string Source)
{
    /// <summary>The id that the first line of <paramref name="source"/> names; null when it is no exercise cell.</summary>
    public static string? IdOf(string source) =>
        Marker().Match(source.TrimStart().Split('\n', 2)[0]) is { Success: true } match ? match.Groups["id"].Value : null;

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
