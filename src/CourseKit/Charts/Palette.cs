namespace CourseKit;

// Colours, symbols and dashes that stay distinct for colour-blind readers, in print, and on light and dark pages. Normals and anomalies
// have the blue and the vermilion of Okabe and Ito (2008). The others are, of all colours with a contrast of at least 3 : 1 to both a
// white and a dark page, those that lie furthest apart as normal, protanopic, deuteranopic and tritanopic eyes see them.
internal static class Palette
{
    // On transparent ground: contrast 4.5 : 1 on white and on black.
    public const string Text = "#767676";

    public const string Grid = "rgba(128,128,128,0.25)";
    public const string Axis = "rgba(128,128,128,0.6)";
    public const string Transparent = "rgba(0,0,0,0)";

    public const string Normal = "#0072B2";
    public const string Anomaly = "#D55E00";
    public const string Neutral = "#7F7F7F";

    // Yellow, only as an area with a dark edge: too faint for lines and letters.
    public const string Mark = "#F0E442";

    public static IReadOnlyList<string> Colours { get; } =
        [Normal, Anomaly, "#973DF2", "#A6896C", "#C66DF2", "#7C93BF", "#B2592D", Neutral];

    private static readonly string[] Symbols =
        ["circle", "square", "diamond", "triangle-up", "cross", "x", "triangle-down", "star", "pentagon", "hexagram"];

    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash"];

    public static string Colour(int index) => Colours[index % Colours.Count];

    // Ten symbols and eight colours: the pair repeats only after forty series.
    public static string Symbol(int index) => Symbols[index % Symbols.Length];

    public static string Dash(int index) => Dashes[index % Dashes.Length];

    // Let through by the ground: for bands and overlays.
    public static string Faded(string hex, double alpha) => FormattableString.Invariant(
        $"rgba({Convert.ToInt32(hex[1..3], 16)},{Convert.ToInt32(hex[3..5], 16)},{Convert.ToInt32(hex[5..7], 16)},{alpha:0.##})");
}
