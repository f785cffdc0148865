using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace CourseKit;

// Images side by side in one heat map, with gaps between them and room for a title above those rows that have titles. `columns` are
// those of the grid; a title is empty for none.
internal sealed class ImageTiles(int count, int height, int width, int columns, IReadOnlyList<string>? titles)
{
    private int GridRows => (count + columns - 1) / columns;

    // In pixels of the images, so that the figure scales as a whole.
    private int GapX => Math.Max(1, width / 14);

    private int GapAbove(int gridRow) =>
        titles is not null && titles.Skip(gridRow * columns).Take(columns).Any(title => title.Length > 0)
            ? Math.Max(2, (int)Math.Round(height * 0.32))
        : gridRow > 0 ? Math.Max(1, height / 14)
        : 0;

    private int TopOf(int gridRow) => Enumerable.Range(0, gridRow + 1).Sum(GapAbove) + gridRow * height;

    private int TotalHeight => TopOf(GridRows - 1) + height;

    private int TotalWidth => Math.Min(columns, count) * (width + GapX) - GapX;

    // Values have three decimals, finer than 8-bit grey; gaps and values that are not finite stay empty. Without a title of the colour bar
    // neither the scale nor the values are shown.
    public Trace Trace(double[] pixels, ColourScale scale, (double Low, double High) range, string? colourBar = null)
    {
        // Small ranges need more decimals: what counts is the share of the grey scale.
        var decimals = Math.Clamp(3 - (int)Math.Floor(Math.Log10(range.High - range.Low)), 0, 12);
        var rows = new double[TotalHeight][];
        for (var y = 0; y < rows.Length; y++) Array.Fill(rows[y] = new double[TotalWidth], double.NaN);
        for (var image = 0; image < count; image++)
        {
            var (top, left) = (TopOf(image / columns), image % columns * (width + GapX));
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                    rows[top + y][left + x] = Math.Round(pixels[(image * height + y) * width + x], decimals);
        }
        return Plot.Trace(
            "heatmap", ("z", rows), ("zmin", range.Low), ("zmax", range.High), ("colorscale", scale.Stops),
            ("showscale", colourBar is not null), ("colorbar", colourBar is null ? null : Plot.ColourBar(colourBar)),
            ("hoverinfo", colourBar is null ? "skip" : null), ("hovertemplate", colourBar is null ? null : "%{z:.3g}<extra></extra>"));
    }

    // Axes without ticks, one image pixel as high as wide, the titles, and a label left of each row of the grid.
    public Layout Layout(IReadOnlyList<string>? rowLabels, bool withColourBar = false)
    {
        const int margin = 10, labels = 110, tools = 28, bar = 80, screenPixelsAcross = 680;
        var (left, right) = (rowLabels is null ? margin : labels, withColourBar ? bar : margin);
        // Small filters are enlarged to what the eye takes in at once.
        var scale = Math.Min(Math.Max(8.0, 64.0 / width), (double)(screenPixelsAcross + margin - left - right) / TotalWidth);
        IEnumerable<Annotation> annotations =
        [
            .. (titles ?? []).Select((title, i) => Plot.TitleAbove(
                title, i % columns * (width + GapX) + (width - 1) / 2.0, TopOf(i / columns) - 0.5)),
            .. (rowLabels ?? []).Select((label, i) => Plot.Text(label + " ", -0.5, TopOf(i) + (height - 1) / 2.0, xAnchor: "right")),
        ];
        var plotHeight = Math.Max((int)(TotalHeight * scale), withColourBar ? 150 : 0);
        // Fixed ranges: left to itself Plotly would make room for the titles twice.
        return Plot.Layout(
            null, Plot.HiddenAxis(-0.5, TotalWidth - 0.5), Plot.HiddenAxis(TotalHeight - 0.5, -0.5).With(("scaleanchor", "x")),
            (int)(TotalWidth * scale) + left + right, plotHeight + tools + margin)
            .With(("margin", Plot.Margins(left, right, tools, margin)), ("annotations", annotations));
    }
}
