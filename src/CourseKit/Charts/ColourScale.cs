namespace CourseKit;

// From numbers to colours: what grows in one direction, and what has a middle, 0.
internal sealed class ColourScale(bool hasMiddle, params (double Place, string Colour)[] stops)
{
    // How much of the image the largest error hides.
    private const double OverlayAlpha = 0.85;

    public static readonly ColourScale Grey = Even("#000000", "#ffffff");

    // Cividis (Nuñez, Anderton and Renslow 2018), dark blue to yellow: seen alike by all kinds of eyes, growing lighter all the way.
    public static readonly ColourScale Sequential = Even("#00204c", "#273f6c", "#5b5f6d", "#757575", "#a19876", "#d1bf66", "#ffe945");

    // From blue through white to brown, equally dark at equal distances from the middle.
    public static readonly ColourScale Diverging =
        new(true, (0, "#00456b"), (0.25, "#5fa8d3"), (0.5, "#f7f7f7"), (0.75, "#f2a065"), (1, "#7a3500"));

    // Lies on an image: nothing at 0, vermilion where an error is largest.
    public static readonly ColourScale Overlay = Even(Palette.Faded(Palette.Anomaly, 0), Palette.Faded(Palette.Anomaly, OverlayAlpha));

    // Lies on an image: blue below 0, nothing at 0, vermilion above.
    public static readonly ColourScale SignedOverlay = new(
        true, (0, Palette.Faded(Palette.Normal, OverlayAlpha)), (0.5, Palette.Faded(Palette.Normal, 0)),
        (0.5, Palette.Faded(Palette.Anomaly, 0)), (1, Palette.Faded(Palette.Anomaly, OverlayAlpha)));

    // Lies on the page's ground, light or dark: the higher, the greyer.
    public static readonly ColourScale Shade = Even(Palette.Faded(Palette.Neutral, 0), Palette.Faded(Palette.Neutral, 0.5));

    public IReadOnlyList<string> Colours => [.. stops.Select(stop => stop.Colour)];

    // As Plotly wants them.
    public object[][] Stops => [.. stops.Select(stop => new object[] { stop.Place, stop.Colour })];

    // The lowest and the highest finite value; −m to m, with m the largest distance from 0, where the scale has a middle.
    public (double Low, double High) Range(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
        var (low, high) = (finite.Min(), finite.Max());
        if (hasMiddle) (low, high) = (-Math.Max(Math.Abs(low), Math.Abs(high)), Math.Max(Math.Abs(low), Math.Abs(high)));
        if (this == Overlay) low = 0;
        return low < high ? (low, high) : hasMiddle ? (-1, 1) : (low, low + 1);
    }

    private static ColourScale Even(params string[] colours) =>
        new(false, [.. colours.Select((colour, i) => ((double)i / (colours.Length - 1), colour))]);
}
