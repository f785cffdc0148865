namespace CourseKit;

/// <summary>From numbers to colours: what grows in one direction, and what has a middle.</summary>
internal sealed class ColourScale
{
    /// <summary>Grey images.</summary>
    public static readonly ColourScale Grey = new("#000000", "#ffffff");

    /// <summary>
    /// Cividis (Nuñez, Anderton and Renslow 2018): from dark blue to yellow, seen alike by all kinds of eyes, and growing lighter all the
    /// way.
    /// </summary>
    public static readonly ColourScale Sequential = new("#00204c", "#273f6c", "#5b5f6d", "#757575", "#a19876", "#d1bf66", "#ffe945");

    /// <summary>From blue through white to brown, equally dark at equal distances from the middle.</summary>
    public static readonly ColourScale Diverging = new("#00456b", "#5fa8d3", "#f7f7f7", "#f2a065", "#7a3500");

    /// <summary>Lies on an image: nothing at 0, vermilion where an error is largest.</summary>
    public static readonly ColourScale Overlay = new(Palette.Faded(Palette.Anomaly, 0), Palette.Faded(Palette.Anomaly, OverlayAlpha));

    /// <summary>Lies on an image: blue below 0, nothing at 0, vermilion above.</summary>
    public static readonly ColourScale SignedOverlay = new(
        Palette.Faded(Palette.Normal, OverlayAlpha), Palette.Faded(Palette.Normal, 0), Palette.Faded(Palette.Anomaly, 0),
        Palette.Faded(Palette.Anomaly, OverlayAlpha))
    { places = [0, 0.5, 0.5, 1] };

    /// <summary>Lies on the page's ground, light or dark: the higher, the greyer.</summary>
    public static readonly ColourScale Shade = new(Palette.Faded(Palette.Neutral, 0), Palette.Faded(Palette.Neutral, 0.5));

    /// <summary>How much of the image the largest error hides.</summary>
    public const double OverlayAlpha = 0.85;

    private double[] places;

    private ColourScale(params string[] colours)
    {
        Colours = colours;
        places = [.. Enumerable.Range(0, colours.Length).Select(i => (double)i / (colours.Length - 1))];
    }

    /// <summary>The colours, from the lowest value to the highest.</summary>
    public IReadOnlyList<string> Colours { get; }

    /// <summary>Places from 0 to 1 and the colours there, as Plotly wants them.</summary>
    public object[][] Stops => [.. Colours.Select((colour, i) => new object[] { places[i], colour })];

    /// <summary>
    /// The lowest and the highest finite value; −m to m, with m the largest distance from 0, where the scale has a middle.
    /// </summary>
    public (double Low, double High) Range(IEnumerable<float> values) => Range(values.Select(value => (double)value));

    /// <inheritdoc cref="Range(IEnumerable{float})"/>
    public (double Low, double High) Range(IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (!double.IsFinite(value)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        if (this == Diverging || this == SignedOverlay)
        {
            var max = Math.Max(Math.Abs(high), Math.Abs(low));
            return max > 0 && double.IsFinite(max) ? (-max, max) : (-1, 1);
        }
        if (this == Overlay) low = 0;
        return low < high && double.IsFinite(high - low) ? (low, high) : double.IsFinite(low) ? (low, low + 1) : (0, 1);
    }
}
