namespace CourseKit.Notebooks;

/// <summary>Which of KaTeX's 20 fonts (300 KB) a page's formulas can make use of; most pages need 7.</summary>
internal static class KatexFonts
{
    private static readonly Dictionary<string, string[]> Commands = new()
    {
        ["KaTeX_Main-Bold"] = [@"\mathbf", @"\textbf", @"\bf", @"\bold", @"\bm", @"\pmb"],
        ["KaTeX_Main-Italic"] = [@"\mathit", @"\textit", @"\it", @"\emph"],
        ["KaTeX_Main-BoldItalic"] = [@"\textbf", @"\textit"],
        ["KaTeX_Math-BoldItalic"] = [@"\bold", @"\bm", @"\pmb"],
        ["KaTeX_Caligraphic-Regular"] = [@"\mathcal", @"\cal"],
        ["KaTeX_Caligraphic-Bold"] = [@"\mathcal", @"\cal"],
        ["KaTeX_Fraktur-Regular"] = [@"\mathfrak", @"\frak"],
        ["KaTeX_Fraktur-Bold"] = [@"\mathfrak", @"\frak"],
        ["KaTeX_SansSerif-Regular"] = [@"\mathsf", @"\textsf", @"\sf"],
        ["KaTeX_SansSerif-Bold"] = [@"\mathsf", @"\textsf", @"\sf"],
        ["KaTeX_SansSerif-Italic"] = [@"\mathsf", @"\textsf", @"\sf"],
        ["KaTeX_Script-Regular"] = [@"\mathscr"],
        ["KaTeX_Typewriter-Regular"] = [@"\mathtt", @"\texttt", @"\tt", @"\verb", @"\url"],
    };

    /// <summary>False only for a font that the formulas do not call for; fonts of no command (letters, delimiters, AMS symbols) are always needed.</summary>
    public static bool IsNeeded(string font, string tex) =>
        !Commands.TryGetValue(font, out var commands) || commands.Any(command => tex.Contains(command, StringComparison.Ordinal));
}
