namespace CourseKit;

/// <summary>
/// Colours, symbols and dashes that stay distinct for colour-blind readers, in print, and on light and dark pages.
/// The colours are those of Okabe and Ito (2008), with a grey in place of their black and the faint ones last.
/// </summary>
internal static class Palette
{
    /// <summary>Text, on transparent ground: contrast 4.5 : 1 on white and on black.</summary>
    public const string Text = "#767676";

    public const string Grid = "rgba(128,128,128,0.25)";
    public const string Axis = "rgba(128,128,128,0.6)";
    public const string Transparent = "rgba(0,0,0,0)";

    public const string Normal = "#0072B2";
    public const string Anomaly = "#D55E00";
    public const string Neutral = "#7F7F7F";

    private static readonly string[] Colours =
        [Normal, Anomaly, "#009E73", "#CC79A7", "#E69F00", "#56B4E9", Neutral, "#F0E442"];

    private static readonly string[] Symbols =
        ["circle", "square", "diamond", "triangle-up", "cross", "x", "triangle-down", "star", "pentagon", "hexagram"];

    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash"];

    public static string Colour(int index) => Colours[index % Colours.Length];

    // Ten symbols and eight colours: the pair repeats only after forty series.
    public static string Symbol(int index) => Symbols[index % Symbols.Length];

    public static string Dash(int index) => Dashes[index % Dashes.Length];
}
