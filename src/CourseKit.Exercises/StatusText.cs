using System.Globalization;

namespace CourseKit.Exercises;

/// <summary>The words and marks for a check's result, the same in the notebook and in the terminal.</summary>
public static class StatusText
{
    /// <summary>A status in words: "passed", "not yet right" or "not attempted".</summary>
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
    public static string Points(int points, int max) =>
        string.Create(CultureInfo.InvariantCulture, $"{points} of {max} point{(max == 1 ? "" : "s")}");
}
